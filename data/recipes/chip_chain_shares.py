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


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
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
