"""ASML's sales by region for the years that exist, and a second series on another basis."""


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
    "title": "ASML: net sales by region 2022-2023, and China's share of system sales 2024-2026",
    "description": (
        "Two series that must not be joined. Net sales by region are from the annual report for "
        "2023 and include service. The shares of 2024 to 2026 are of system sales, from press "
        "reports; the last is the company's expectation. No table by region was found for 2024 "
        "and 2025. EMEA is Europe, the Middle East and Africa without the Netherlands."
    ),
    "publisher": "ASML (annual report for 2023; press reports)",
    "url": "https://www.sec.gov/Archives/edgar/data/937966/000093796624000008/R14.htm",
    "licence": "Facts from a filing and from press reports",
    "reuse": "facts-only",
    "licence_note": "publisher's terms not open",
    "vintage": "2026-01",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["year", "basis", "region"],
    "fields": [
        field("year", "integer", "Year", "year", required=True),
        field(
            "basis", "string", "Sales of what", required=True, enum=["net sales", "system sales"]
        ),
        field("region", "string", "Where the buyer is", required=True),
        field("sales_eur_m", "number", "Sales", "million EUR", minimum=0),
        field("share_pct", "number", "Share of the year's sales", "%", required=True, minimum=0),
        field("expected", "boolean", "An expectation, not a result", required=True),
        field("source_url", "string", "Where the value was read", required=True),
        field("evidence", "string", "What was read", required=True),
    ],
    "known_nulls": {"sales_eur_m": "system sales by region are reported as shares only"},
    "quirks": ["'Taiwan' and 'China' are the regions of the filing."],
}
