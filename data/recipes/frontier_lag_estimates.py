"""The lag behind the frontier as one institute publishes it: several estimators, nine benchmarks."""

import pandas as pd
from frontier_scores import NAMES

ESTIMATORS = {
    "mean horizontal gap (matched frontier models)": "mean wait of matched records",
    "current lag bracket": "current bracket",
    "current gap, survival analysis": "survival estimate",
    "trend gap, backward": "trend, backward",
    "trend gap, forward": "trend, forward",
}
COMPARISONS = {"china_vs_rest": "China behind the rest", "open_vs_closed": "open behind closed"}


def build(raw, recipe):
    """Return the table from the flattened file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    table = pd.DataFrame(
        {
            "benchmark": source["benchmark"].map(NAMES),
            "comparison": source["framing"].map(COMPARISONS),
            "estimator": source["estimator"].map(ESTIMATORS),
            "lag_months": source["gap_months"],
            "low_months": source["low"],
            "high_months": source["high"],
            "detail": source["detail"],
        }
    )
    return table.sort_values(recipe.primary_key, ignore_index=True)
