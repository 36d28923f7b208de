"""Nuclear warheads of the US, the USSR or Russia, and China: what a counted race looks like."""

import pandas as pd

PLACES = {"United States": "US", "Russia": "Russia", "China": "China"}

TABLE = {
    "title": "Nuclear warhead stockpiles of the US, Russia and China, 1945-2023",
    "description": (
        "Warheads in military stockpiles, retired ones excluded; 'Russia' is the USSR before "
        "1992. Overtaking, saturation and arms control in one series, used as an analogy only. "
        "Estimates by the Federation of American Scientists: China's values for 2021 and 2022 "
        "(350 each) were revised a year later to 370 and 390. Nothing after 2023."
    ),
    "publisher": "Federation of American Scientists via Our World in Data",
    "url": "https://ourworldindata.org/grapher/nuclear-warhead-stockpiles",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2023-03-28",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["dilemma/owid_fas_nuclear_warhead_stockpiles.csv"],
    "download": "https://ourworldindata.org/grapher/nuclear-warhead-stockpiles.csv",
    "verified": False,
    "raw_columns": {"dilemma/owid_fas_nuclear_warhead_stockpiles.csv": ["Entity", "Year"]},
    "primary_key": ["place", "year"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "US, Russia (the USSR before 1992) or China",
            "unit": None,
            "constraints": {"required": True, "enum": ["China", "Russia", "US"]},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Calendar year",
            "unit": "year",
            "constraints": {"required": True, "minimum": 1945},
        },
        {
            "name": "warheads",
            "type": "integer",
            "description": "Warheads in the military stockpile",
            "unit": "warheads",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {},
    "quirks": [
        (
            "The name of the value column has changed upstream; the recipe takes the one column that "
            "is not Entity, Code or Year."
        ),
        "The licence is the one Our World in Data records.",
    ],
}


def build(raw):
    """Return the table; raise ValueError unless the file has exactly one value column."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    values = [c for c in source.columns if c not in ("Entity", "Code", "Year")]
    if len(values) != 1:
        raise ValueError(f"{TABLE['raw'][0]}: expected one value column, found {values}")
    kept = source[source["Entity"].isin(PLACES)]
    table = pd.DataFrame(
        {
            "place": kept["Entity"].map(PLACES),
            "year": kept["Year"],
            "warheads": kept[values[0]],
        }
    )
    return table.sort_values(["place", "year"], ignore_index=True)
