"""How one codebook of arms races sees the three powers: few races, and none US-China."""

import pandas as pd

# Correlates of War country codes that occur in the rows kept.
STATES = {
    2: "US",
    200: "UK",
    255: "Germany",
    300: "Austria-Hungary",
    365: "Russia/USSR",
    710: "China",
    740: "Japan",
    750: "India",
}
POWERS = {2, 365, 710}


def build(raw, recipe):
    """Return the table; raise ValueError for a country code whose name the recipe lacks."""
    source = pd.read_csv(raw / recipe.raw[0])
    kept = source[source["ccode1"].isin(POWERS) | source["ccode2"].isin(POWERS)]
    unknown = set(kept["ccode1"]) | set(kept["ccode2"])
    unknown -= set(STATES)
    if unknown:
        raise ValueError(f"{recipe.raw[0]}: no name for country codes {sorted(unknown)}")
    table = pd.DataFrame(
        {
            "race_id": kept["race_id"],
            "place_1": kept["ccode1"].map(STATES),
            "place_2": kept["ccode2"].map(STATES),
            "start_year": kept["styear"],
            "end_year": kept["endyear"],
        }
    )
    return table.sort_values("race_id", ignore_index=True)
