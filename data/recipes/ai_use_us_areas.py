"""Is AI use in the US spread out or gathered in a few places? Rates by state and metropolis."""

import pandas as pd

# Level and column of its names, in the order of the raw files.
LEVELS = {"state": "State Name", "metropolis": "MSA Title"}


def build(raw, recipe):
    """Return the table from the two files under the folder `raw`."""
    parts = []
    for path, (level, name) in zip(recipe.raw, LEVELS.items(), strict=True):
        source = pd.read_csv(raw / path, encoding="utf-8-sig")
        parts.append(
            pd.DataFrame(
                {"level": level, "area": source[name], "share_pct": source["AI User Share"]}
            )
        )
    return pd.concat(parts).sort_values(["level", "area"], ignore_index=True)
