"""The 36 claims the book tests, restated from its two starting essays."""

TABLE = {
    "title": "The claims the book tests",
    "description": (
        "One row per claim of the two essays that the book starts from, restated in our own "
        "words; a claim keeps its number for good. Author, outlet and date of both essays are "
        "unknown to us. Verdicts stand in the table verdicts. Kinds: empirical (a table can "
        "speak), causal (needs a design, not a correlation), conceptual (a way of seeing, judged "
        "by what it explains), normative (what should be done), prediction."
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
            "description": "Number of the claim",
            "unit": None,
            "constraints": {"required": True, "unique": True, "pattern": "C[0-9]{2}"},
        },
        {
            "name": "kind",
            "type": "string",
            "description": "Kind or kinds of claim, joined by '; '",
            "unit": None,
            "constraints": {
                "required": True,
                "enum": [
                    "empirical",
                    "empirical; causal",
                    "causal",
                    "conceptual",
                    "conceptual; prediction",
                    "normative",
                    "prediction",
                ],
            },
        },
        {
            "name": "from",
            "type": "string",
            "description": "First or second essay",
            "unit": None,
            "constraints": {"required": True, "enum": ["essay 1", "essay 2"]},
        },
        {
            "name": "claim",
            "type": "string",
            "description": "The claim in our own words",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {},
    "quirks": ["The claims are the essays', not the book's: being listed is not being endorsed."],
}
