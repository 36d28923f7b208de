"""Who supplies which input to chip-making: shares by economy for every input that has them."""

import pandas as pd

PLACES = {
    "AUT": "Austria",
    "BLR": "Belarus",
    "CHE": "Switzerland",
    "CHN": "China",
    "DEU": "Germany",
    "EUR": "Europe",
    "FRA": "France",
    "GBR": "UK",
    "HUN": "Hungary",
    "ISR": "Israel",
    "ITA": "Italy",
    "JPN": "Japan",
    "KOR": "South Korea",
    "MYS": "Malaysia",
    "NLD": "Netherlands",
    "SGP": "Singapore",
    "SWE": "Sweden",
    "TWN": "Taiwan",
    "USA": "US",
    "Various countries": "various",
    "Various": "various",
}


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
    "title": "Shares in the inputs to chip-making by economy of the supplier (ETO)",
    "description": (
        "Share of the market of each of 96 inputs to chip-making held by suppliers of an economy, "
        "with the year of the share: most are of 2025, but design software, wafers, photomasks "
        "and core intellectual property are of 2019 and the stages of 2022. Inputs nest: "
        "lithography tools are a sum of kinds that have rows of their own. Rows without a share "
        "upstream (present but minor, or not split) are left out; the rest add up to 99-102. No "
        "share exists for high-bandwidth memory, photoresists or the capacity of leading plants."
    ),
    "publisher": "CSET / Emerging Technology Observatory, Chip Explorer",
    "url": "https://eto.tech/dataset-docs/chipexplorer/",
    "licence": "CC BY-NC 4.0",
    "reuse": "attribution-noncommercial",
    "vintage": "2026-08",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["supply/eto_provision.csv"],
    "download": "https://raw.githubusercontent.com/georgetown-cset/eto-chip-explorer/main/data/provision.csv",
    "verified": False,
    "raw_columns": {
        "supply/eto_provision.csv": ["provider_name", "provided_name", "share_provided", "year"]
    },
    "primary_key": ["input", "place"],
    "fields": [
        field("input", "string", "Input, named as the publisher names it", required=True),
        field("place", "string", "Economy of the suppliers", required=True),
        field(
            "share_pct",
            "number",
            "Share of the market",
            "% of the market",
            required=True,
            minimum=0,
            maximum=100,
        ),
        field("year", "integer", "Year the share is of", "year", required=True),
    ],
    "known_nulls": {},
    "quirks": [
        "'various' is a remainder that the publisher does not split.",
        "Shares of tools are partly the publisher's analysis of data of TechInsights.",
    ],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    kept = source[source["provider_name"].isin(PLACES)].dropna(subset=["share_provided"])
    table = pd.DataFrame(
        {
            "input": kept["provided_name"],
            "place": kept["provider_name"].map(PLACES),
            "share_pct": kept["share_provided"],
            "year": kept["year"].astype(int),
        }
    )
    table = table.groupby(["input", "place"], as_index=False).agg(
        {"share_pct": "sum", "year": "max"}
    )
    return table.sort_values(["input", "place"], ignore_index=True)
