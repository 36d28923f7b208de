"""Share of contract chip-making by firm: the stage that the input table leaves out."""


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
    "title": "Share of revenue in contract chip-making, three firms, 2025",
    "description": (
        "TrendForce's shares of revenue from making chips for others, as the press printed them. "
        "All sizes of chips together: the share at the finest sizes is higher. Used as a lower "
        "bound for Taiwan and South Korea, because the table of inputs has no share for leading "
        "plants."
    ),
    "publisher": "TrendForce, as reported by the press",
    "url": "https://www.trendforce.com",
    "licence": "Facts from press reports",
    "reuse": "facts-only",
    "licence_note": "publisher's terms not open",
    "vintage": "2026-03",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["quarter", "firm"],
    "fields": [
        field("quarter", "string", "Quarter", required=True, pattern="[0-9]{4}Q[1-4]"),
        field("firm", "string", "Firm", required=True),
        field("place", "string", "Where the firm has its headquarters", required=True),
        field(
            "share_pct",
            "number",
            "Share of revenue",
            "% of the market",
            required=True,
            minimum=0,
            maximum=100,
        ),
        field("source_url", "string", "Press report", required=True),
        field("evidence", "string", "What was read", required=True),
    ],
    "known_nulls": {},
    "quirks": ["SMIC's latest printed share is of the second quarter of 2025."],
}
