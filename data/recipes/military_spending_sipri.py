"""Military spending of the US and China since 1989, with three placebo rivals for the fits."""

import pandas as pd

PLACES = {
    "United States of America": "US",
    "China": "China",
    # Placebos: states that arm for reasons of their own and not against the US.
    "India": "India",
    "Japan": "Japan",
    "Korea, South": "South Korea",
}
MEASURES = {
    "Constant (2024) US$": "spending_usd_2024_bn",
    "Current US$": "spending_usd_current_bn",
}
MILLIONS_PER_BN = 1000

TABLE = {
    "title": "Military spending of the US, China and three other states, 1989-2025 (SIPRI)",
    "description": (
        "Military expenditure in constant (2024) and current US dollars, only the values that "
        "chapter 1 plots and fits; India, Japan and South Korea are there as placebos. Every value "
        "for China is SIPRI's own estimate, none for the US. US spending fell in 2025. Constant "
        "values convert each country's own prices at 2024 "
        "exchange rates, so growth is real growth but the ratio of levels depends on the rate. "
        "The series cannot carry a Cold War fit: the USSR is there for 1988-90 only. A fit on it, "
        "whatever it shows, neither proves nor disproves a spiral in AI."
    ),
    "publisher": "Stockholm International Peace Research Institute (SIPRI)",
    "url": "https://www.sipri.org/databases/milex",
    "licence": "SIPRI terms and conditions (non-commercial, less than a tenth of the data set)",
    "reuse": "terms-restricted",
    "licence_note": "publisher's terms not open",
    "vintage": "v1.2, April 2026",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["dilemma/sipri_milex_8_countries_1949_2025.csv"],
    "download": (
        "On the page take the Excel workbook for all countries 1949-2025. From the sheets "
        "'Constant (2024) US$' and 'Current US$' copy the rows of the United States of America, "
        "China, India, Japan and South Korea ('Korea, South') into a CSV with the columns "
        "country, year, measure (the sheet's name), value (millions), print_colour (black, or "
        "blue for figures printed in blue) and status, and "
        "call it dilemma/sipri_milex_8_countries_1949_2025.csv."
    ),
    "verified": False,
    "raw_columns": {
        "dilemma/sipri_milex_8_countries_1949_2025.csv": [
            "country",
            "year",
            "measure",
            "value",
            "print_colour",
        ]
    },
    "primary_key": ["place", "year"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "US, China or a placebo",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(PLACES.values())},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Calendar year",
            "unit": "year",
            "constraints": {"required": True, "minimum": 1989},
        },
        {
            "name": "spending_usd_2024_bn",
            "type": "number",
            "description": "Military expenditure in constant (2024) US dollars",
            "unit": "bn USD of 2024",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "spending_usd_current_bn",
            "type": "number",
            "description": "Military expenditure in US dollars of the year",
            "unit": "bn USD, current",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "estimate",
            "type": "boolean",
            "description": "SIPRI prints the value in blue: its own estimate",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "The publisher's unit is millions of US dollars; rounded here to a tenth of a million.",
        "Since 2024 is the base year, constant and current values are equal in 2024.",
    ],
}


def build(raw):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    kept = source[
        source["country"].isin(PLACES) & source["measure"].isin(MEASURES) & source["year"].ge(1989)
    ].assign(
        place=lambda t: t["country"].map(PLACES),
        measure=lambda t: t["measure"].map(MEASURES),
        value=lambda t: (t["value"] / MILLIONS_PER_BN).round(4),
        estimate=lambda t: t["print_colour"].eq("blue"),
    )
    keys = ["place", "year"]
    table = kept.pivot(index=keys, columns="measure", values="value")
    table["estimate"] = kept.groupby(keys)["estimate"].any()
    return table.reset_index()[[f["name"] for f in TABLE["fields"]]].rename_axis(None, axis=1)
