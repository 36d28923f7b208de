"""US occupations: how many work in them, and how far language models could speed up their tasks."""

import pandas as pd


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


RATINGS = "society/exposure/gpts_are_gpts_occ_level.csv"
JOBS = "society/exposure/bls_oes_national_may2021.csv"
RATED = [f"{who}_rating_{kind}" for who in ("human", "dv") for kind in ("alpha", "beta", "gamma")]

TABLE = {
    "title": "US occupations: employment and exposure to language models",
    "description": (
        "Occupations with employment of May 2021 and six ratings of exposure: the share of tasks "
        "that a language model could make much faster, alone (alpha), with software around it "
        "counted fully (gamma) or by half (beta), as rated by people or by a model (GPT-4). Exposure "
        "is not loss of jobs: it says that a task could be done faster, not who gains. Nothing "
        "alike by occupation was found for China."
    ),
    "publisher": "Eloundou, Manning, Mishkin and Rock (ratings); US Bureau of Labor Statistics",
    "url": "https://github.com/openai/GPTs-are-GPTs",
    "licence": "MIT (ratings); US government work (employment)",
    "reuse": "open",
    "vintage": "2023 (ratings), May 2021 (employment)",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RATINGS, JOBS],
    "download": (
        "From GitHub openai/GPTs-are-GPTs take data/occ_level.csv and data/national_May2021_dl.csv "
        f"and call them {RATINGS} and {JOBS}."
    ),
    "verified": False,
    "raw_columns": {
        RATINGS: ["O*NET-SOC Code", *sorted(RATED)],
        JOBS: ["OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "A_MEAN"],
    },
    "primary_key": ["soc"],
    "fields": [
        field(
            "soc",
            "string",
            "Code of the occupation (SOC 2018)",
            required=True,
            pattern=r"\d{2}-\d{4}",
        ),
        field("occupation", "string", "Occupation", required=True),
        field("group", "string", "Major group", required=True),
        field(
            "employment", "integer", "People employed, May 2021", "people", required=True, minimum=0
        ),
        field("mean_wage_usd", "number", "Mean wage a year, May 2021", "USD, current", minimum=0),
        *(
            field(
                column.replace("dv", "model").replace("_rating", ""),
                "number",
                f"Exposure rated by {who}, {kind}",
                "share of tasks (0-1)",
                required=True,
                minimum=0,
                maximum=1,
            )
            for column in RATED
            for who in ["people" if column.startswith("human") else "a model"]
            for kind in [column.rsplit("_", 1)[1]]
        ),
    ],
    "known_nulls": {"mean_wage_usd": "no mean wage published, or above the highest one published"},
    "quirks": [
        "Where several detailed codes fall in one occupation, their ratings are averaged.",
        "Occupations without a rating (such as all other ...) are left out.",
    ],
}


def build(raw):
    """Return the table from the files under the folder `raw`."""
    ratings = pd.read_csv(raw / RATINGS)
    ratings["soc"] = ratings["O*NET-SOC Code"].str[:7]
    rated = ratings.groupby("soc")[RATED].mean().round(4)
    rated.columns = [c.replace("dv", "model").replace("_rating", "") for c in RATED]
    jobs = pd.read_csv(raw / JOBS, dtype=str, encoding="utf-8-sig")
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
