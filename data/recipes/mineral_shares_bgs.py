"""China's share of six minerals, by another geological survey: a source that disagrees."""

import pandas as pd

NAMES = {
    "gallium, primary": "gallium",
    "germanium metal": "germanium",
    "rare earth oxides": "rare earths",
    "antimony, mine": "antimony",
    "graphite": "natural graphite",
    "tungsten, mine": "tungsten",
}


def build(raw, recipe):
    """Return the rows of 2023 from the computed shares under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    source = source[(source["year"] == 2023) & source["mineral"].isin(NAMES)]
    return pd.DataFrame(
        {
            "mineral": source["mineral"].map(NAMES),
            "year": source["year"].astype(int),
            "share_pct": source["china_share_pct"].astype(float),
            "reporters": source["countries_with_a_value"].astype(int),
        }
    ).sort_values("mineral", ignore_index=True)
