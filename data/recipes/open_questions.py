"""Dated questions the book leaves open, each with the rule by which it will be scored."""

TABLE = {
    "title": "Open questions with a date",
    "description": (
        "Questions that the book could not answer on its date of knowledge, each with the day by "
        "which it can be scored and the rule for scoring it, so that readers can write down a "
        "probability now and mark it later."
    ),
    "publisher": "The Four Steps authors",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["id"],
    "fields": [
        {
            "name": "id",
            "type": "string",
            "description": "Number of the question",
            "unit": None,
            "constraints": {"required": True, "unique": True, "pattern": "Q[0-9]{2}"},
        },
        {
            "name": "question",
            "type": "string",
            "description": "The question, answerable by yes or no or by a number",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "resolves_on",
            "type": "date",
            "description": "Day on which it can be scored",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "opened_on",
            "type": "date",
            "description": "Day the question was written down",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "how_to_score",
            "type": "string",
            "description": "Rule that decides the answer, and where to look",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "source_url",
            "type": "string",
            "description": "Page that states the measure or fact in question",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "evidence",
            "type": "string",
            "description": "What was known when the question was written down",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "tables",
            "type": "string",
            "description": "Tables of the package that bear on it, joined by '; '",
            "unit": None,
        },
    ],
    "known_nulls": {},
    "quirks": [],
}
