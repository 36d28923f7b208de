"""Shares of a few inputs to chip-making by country: who holds what, and of which year."""

import pandas as pd

# Input of the publisher -> (name here, what it is).
INPUTS = {
    "EUV lithography tools": ("EUV lithography", "tool"),
    "ArF immersion (DUV) lithography tools": ("ArF immersion lithography", "tool"),
    "Lithography tools": ("all lithography", "tool"),
    "Deposition tools": ("deposition", "tool"),
    "Etch and clean tools": ("etching and cleaning", "tool"),
    "Electronic design automation software": ("design software", "software"),
    "Wafer": ("wafers", "material"),
    "Design": ("chip design", "stage"),
    "Fabrication": ("fabrication", "stage"),
    "Assembly, testing, and packaging (ATP)": ("assembly, test and packaging", "stage"),
}
PLACES = {
    "USA": "US",
    "CHN": "China",
    "NLD": "Netherlands",
    "JPN": "Japan",
    "KOR": "South Korea",
    "TWN": "Taiwan",
}


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    kept = source[
        source["provided_name"].isin(INPUTS) & source["provider_name"].isin(PLACES)
    ].dropna(subset=["share_provided"])
    table = pd.DataFrame(
        {
            "input": kept["provided_name"].map({k: name for k, (name, _) in INPUTS.items()}),
            "kind": kept["provided_name"].map({k: kind for k, (_, kind) in INPUTS.items()}),
            "place": kept["provider_name"].map(PLACES),
            "share_pct": kept["share_provided"],
            "year": kept["year"].astype(int),
        }
    )
    return table.sort_values(["input", "place"], ignore_index=True)
