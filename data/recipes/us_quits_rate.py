"""How many US employees leave a job of their own accord, month by month."""

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


RAW = "society/fred_jtsqur_quits_rate_to_2026_02.csv"

TABLE = {
    "title": "US quits rate, 2001-2026",
    "description": (
        "Quits in the month as a share of employment (JOLTS, total nonfarm, adjusted for season). "
        "It counts people who leave; 'quiet quitting' is about people who stay, so it is at best a "
        "weak proxy. Nothing alike was found for China."
    ),
    "publisher": "US Bureau of Labor Statistics via FRED",
    "url": "https://fred.stlouisfed.org/series/JTSQUR",
    "licence": "US government work",
    "reuse": "open",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": f"From FRED take the series JTSQUR as CSV and call it {RAW}.",
    "verified": False,
    "raw_columns": {RAW: ["observation_date", "JTSQUR"]},
    "primary_key": ["month"],
    "fields": [
        field("month", "date", "First day of the month", required=True, unique=True),
        field(
            "quits_pct",
            "number",
            "Quits in the month",
            "% of employment",
            required=True,
            minimum=0,
            maximum=100,
        ),
    ],
    "known_nulls": {},
    "quirks": ["Revised: an older copy differs by 0.1 in 13 of 284 months."],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
    table = pd.DataFrame(
        {"month": pd.to_datetime(source["observation_date"]), "quits_pct": source["JTSQUR"]}
    )
    table = table[table["month"] >= "2001-01-01"].dropna()
    return table.sort_values("month", ignore_index=True)
