"""Integrated circuits that leave Taiwan, by destination: China with Hong Kong, US, others."""

import pandas as pd

GROUPS = {"China": "China and Hong Kong", "Hong Kong": "China and Hong Kong", "United States": "US"}


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
    "title": "Taiwan's exports of integrated circuits by destination, 2018-2024",
    "description": (
        "Value of exports under customs heading 8542 to China and Hong Kong together, to the US "
        "and to all others. Re-exports are in it: much that goes to Hong Kong goes on. What is "
        "exported to a place need not stay there; most processors for AI leave Taiwan inside "
        "servers, under other headings."
    ),
    "publisher": "Taiwan Customs Administration",
    "url": "https://portal.sw.nat.gov.tw",
    "licence": "Upstream terms not seen; the values used, with credit",
    "reuse": "unknown",
    "licence_note": "publisher's terms not open",
    "vintage": "2025-09",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["supply/taiwan_ic_exports_by_partner_year.csv"],
    "download": (
        "From the customs portal take yearly exports of heading 8542 by destination, in US "
        "dollars, and call the file supply/taiwan_ic_exports_by_partner_year.csv."
    ),
    "verified": False,
    "raw_columns": {
        "supply/taiwan_ic_exports_by_partner_year.csv": ["year", "partner", "ic_exports_usd"]
    },
    "primary_key": ["year", "destination"],
    "fields": [
        field("year", "integer", "Calendar year", "year", required=True),
        field(
            "destination",
            "string",
            "Destination",
            required=True,
            enum=["China and Hong Kong", "US", "others"],
        ),
        field("exports_usd_bn", "number", "Value of exports", "bn USD", required=True, minimum=0),
    ],
    "known_nulls": {},
    "quirks": ["2025 is left out: seven months, preliminary."],
}


def build(raw):
    """Return the table from the customs figures under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    source = source[source["year"].between(2018, 2024)]
    source = source.assign(destination=source["partner"].map(GROUPS).fillna("others"))
    table = source.groupby(["year", "destination"], as_index=False)["ic_exports_usd"].sum()
    table["exports_usd_bn"] = (table["ic_exports_usd"] / 1e9).round(2)
    return table[["year", "destination", "exports_usd_bn"]]
