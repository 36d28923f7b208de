"""The lag behind the frontier as one institute publishes it: several estimators, nine benchmarks."""

import pandas as pd
from frontier_scores import NAMES

RAW = "diffusion/iaps_gap_estimates_2026_08.csv"
ESTIMATORS = {
    "mean horizontal gap (matched frontier models)": "mean wait of matched records",
    "current lag bracket": "current bracket",
    "current gap, survival analysis": "survival estimate",
    "trend gap, backward": "trend, backward",
    "trend gap, forward": "trend, forward",
}
COMPARISONS = {"china_vs_rest": "China behind the rest", "open_vs_closed": "open behind closed"}

TABLE = {
    "title": "Published estimates of the lag behind the frontier, by benchmark and estimator",
    "description": (
        "How many months one group of models is behind another, as IAPS estimates it from the "
        "scores in the table frontier_scores. The comparison of China with the rest exists for "
        "ECI and METR only; elsewhere it is open weights behind closed. Low and high are 90 % "
        "intervals, except for the bracket (they are its two ends) and the survival estimate "
        "(low is its minimum). The publisher's flags miss MiniMax, which changes no frontier."
    ),
    "publisher": "IAPS",
    "url": "https://github.com/IAPS-AI/Open-Source-Gap",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-08-22",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From the repository take data.json (version of 22 August 2026), write its statistics as "
        "CSV with the columns benchmark, framing, estimator, gap_months, low, high, as_of, detail "
        f"and call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {
        RAW: ["benchmark", "framing", "estimator", "gap_months", "low", "high", "detail"]
    },
    "primary_key": ["benchmark", "comparison", "estimator"],
    "fields": [
        {
            "name": "benchmark",
            "type": "string",
            "description": "Benchmark, as in frontier_scores",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(NAMES.values())},
        },
        {
            "name": "comparison",
            "type": "string",
            "description": "Who is behind whom",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(COMPARISONS.values())},
        },
        {
            "name": "estimator",
            "type": "string",
            "description": "How the lag is computed",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(ESTIMATORS.values())},
        },
        {
            "name": "lag_months",
            "type": "number",
            "description": "Estimate; negative means ahead",
            "unit": "months",
            "constraints": {"required": True},
        },
        {
            "name": "low_months",
            "type": "number",
            "description": "Lower end as published",
            "unit": "months",
        },
        {
            "name": "high_months",
            "type": "number",
            "description": "Upper end as published",
            "unit": "months",
        },
        {
            "name": "detail",
            "type": "string",
            "description": "How many models, and which transform, as published",
            "unit": None,
        },
    ],
    "known_nulls": {
        "low_months": "8 of 55: trends on too few models for a bootstrap",
        "high_months": "19 of 55: as low_months, and every survival estimate",
        "detail": "11 of 55: forward trends, which share the detail of the backward ones",
    },
    "quirks": ["'trend, backward' and 'forward' read the distance of two fitted lines."],
}


def build(raw):
    """Return the table from the flattened file under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
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
    return table.sort_values(TABLE["primary_key"], ignore_index=True)
