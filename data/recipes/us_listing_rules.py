"""Rules that added entities to the US Entity List, with the number under China."""


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
    "title": "US Entity List: rules that add entities, 2020-2025",
    "description": (
        "One row a rule, from the abstracts in the Federal Register. The collection has gaps "
        "(among them June to December of 2020, 2021 and 2024, and May and June 2025), so counts "
        "over time mean nothing; January 2022 to April 2024 is covered best. Some abstracts name "
        "China without a number; entries can exceed entities."
    ),
    "publisher": "Office of the Federal Register (abstracts), compiled for this book",
    "url": "https://www.federalregister.gov",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["fr_document"],
    "fields": [
        field("fr_document", "string", "Number of the document", required=True),
        field("publication_date", "date", "Published", required=True),
        field("entities_added", "integer", "Entities added", "number", required=True),
        field("china_entries", "integer", "Entries under China", "number"),
        field(
            "china_count",
            "string",
            "Whether the abstract gives the number",
            required=True,
            enum=["all of them", "none", "not stated", "stated"],
        ),
        field("source_url", "string", "Address of the rule", required=True),
        field("evidence", "string", "What was read", required=True),
    ],
    "known_nulls": {"china_entries": "the abstract names China without a number"},
    "quirks": [],
}
