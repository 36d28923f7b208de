"""Measures on chips, chip equipment and minerals by every actor, 2019 to June 2026."""


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


TABLE = {
    "title": "Measures on chips, chip equipment and minerals, 2019-2026",
    "description": (
        "Restrictions, listings, authorisations and their withdrawal or suspension, by the US, "
        "China, the Netherlands, Japan and Taiwan. A list drawn up for this book, not a census: "
        "it begins with a US measure of 2019 and would look different with another start. "
        "'Tightens' and 'loosens' say what a measure does to trade, not whether it answers "
        "another. Reasons are those of the actor, in our words. No event after 29 June 2026: "
        "what became of the suspensions that were to end in November 2026 is not known here."
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
        field("id", "string", "Number of the measure", required=True, pattern="M[0-9]{2}"),
        field("date", "date", "Announced", required=True),
        field(
            "date_precision",
            "string",
            "month: the day is a guess within the month",
            required=True,
            enum=["day", "month"],
        ),
        field("in_force", "date", "In force from, where known and dated"),
        field(
            "actor",
            "string",
            "Who acts",
            required=True,
            enum=["China", "Japan", "Netherlands", "Taiwan", "US"],
        ),
        field("target", "string", "Whom the measure names or is about", required=True),
        field(
            "kind",
            "string",
            "Kind of measure",
            required=True,
            enum=[
                "announcement",
                "authorisation",
                "export rule",
                "intervention",
                "listing",
                "tariff",
            ],
        ),
        field(
            "direction",
            "string",
            "What it does to trade",
            required=True,
            enum=["loosens", "other", "tightens"],
        ),
        field(
            "item",
            "string",
            "What it is about",
            required=True,
            enum=["chip equipment", "chips", "minerals", "other"],
        ),
        field("measure", "string", "The measure, in a few words", required=True),
        field("citation", "string", "Citation of the instrument, where known"),
        field("reason_given", "string", "The actor's own reason, in our words, where read"),
        field("reason_source", "string", "Where the reason was read"),
        field("source_url", "string", "Where the measure was read", required=True),
        field("evidence", "string", "What was read there", required=True),
        field("note", "string", "Remarks"),
    ],
    "known_nulls": {
        "in_force": "not read, various dates, or nothing enters into force",
        "citation": "not seen",
        "reason_given": "not read for this measure",
        "reason_source": "not read for this measure",
        "note": "nothing to remark",
    },
    "quirks": ["Suspensions are rows of their own; nothing is netted."],
}
