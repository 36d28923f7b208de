"""US occupations: how many work in them, and how far language models could speed up their tasks."""

import pandas as pd

RATED = [f"{who}_rating_{kind}" for who in ("human", "dv") for kind in ("alpha", "beta", "gamma")]


def build(raw, recipe):
    """Return the table from the files under the folder `raw`."""
    rated_path, jobs_path = (raw / path for path in recipe.raw)
    ratings = pd.read_csv(rated_path)
    ratings["soc"] = ratings["O*NET-SOC Code"].str[:7]
    rated = ratings.groupby("soc")[RATED].mean().round(4)
    rated.columns = [c.replace("dv", "model").replace("_rating", "") for c in RATED]
    jobs = pd.read_csv(jobs_path, dtype=str, encoding="utf-8-sig")
    major = jobs[jobs["O_GROUP"] == "major"]
    groups = dict(zip(major["OCC_CODE"].str[:2], major["OCC_TITLE"], strict=True))
    detailed = jobs[jobs["O_GROUP"] == "detailed"]
    table = pd.DataFrame(
        {
            "soc": detailed["OCC_CODE"],
            "occupation": detailed["OCC_TITLE"],
            "group": detailed["OCC_CODE"].str[:2].map(groups).str.removesuffix(" Occupations"),
            "employment": _number(detailed["TOT_EMP"]),
            "mean_wage_usd": _number(detailed["A_MEAN"]),
        }
    ).dropna(subset=["employment"])
    table["employment"] = table["employment"].astype(int)
    table = table.merge(rated.reset_index(), on="soc")
    return table.sort_values("soc", ignore_index=True)


def _number(text):
    """Numbers with commas; the marks * and # become missing."""
    return pd.to_numeric(text.str.replace(",", ""), errors="coerce")
