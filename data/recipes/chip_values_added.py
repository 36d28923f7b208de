"""Values of chips that the main table lacks, from secondary sources, each marked."""


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
    "title": "Chip values from secondary sources, and one assumption",
    "description": (
        "Interconnect bandwidths and one die area that Epoch's table of chips lacks and that the "
        "rules of 2022 and 2023 need. None is from a maker's data sheet: six are secondary, one "
        "is an assumption. The book marks every point that rests on them."
    ),
    "publisher": "The Four Steps authors",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["chip", "field"],
    "fields": [
        field("chip", "string", "Chip, named as in ai_chips", required=True),
        field(
            "field",
            "string",
            "Column of ai_chips that the value is for",
            required=True,
            enum=["die_area_mm2", "interconnect_gbps"],
        ),
        field("value", "number", "The value", "unit of the column in ai_chips", required=True),
        field(
            "status",
            "string",
            "secondary: printed by others; assumed: not printed anywhere",
            required=True,
            enum=["assumed", "secondary"],
        ),
        field("source_url", "string", "Where the value was seen", required=True),
        field("evidence", "string", "What was seen there", required=True),
    ],
    "known_nulls": {},
    "quirks": [],
}
