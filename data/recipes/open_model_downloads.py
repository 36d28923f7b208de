"""Downloads of open models from one hub, by country of the laboratory: two totals, two largest."""

import pandas as pd

DAY = "2026-03-28"
PER_MILLION = 1e6

TABLE = {
    "title": "Downloads from Hugging Face in thirty days, US and Chinese laboratories, March 2026",
    "description": (
        "Downloads in the thirty days to 28 March 2026 from 27 accounts of laboratories on "
        "Hugging Face, added up by country, and the largest account of each. Only these sums are "
        "kept. Downloads count automated traffic, are not users and say nothing on where the "
        "downloader is. An annotation, not a series."
    ),
    "publisher": "cohenis13/US-China-AI-Race (script over the Hugging Face API)",
    "url": "https://github.com/cohenis13/US-China-AI-Race",
    "licence": "Provided for research, educational and policy purposes, source attribution required",
    "reuse": "terms-restricted",
    "licence_note": "publisher's terms not open",
    "vintage": "2026-03-28",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["diffusion/hf_downloads_by_lab_2026_03.csv"],
    "download": (
        "From the repository take data/diffusion.json in its versions of March 2026; write the "
        "API counts as CSV with the columns fetched, country, lab, hf_author, downloads_30d and "
        "call it diffusion/hf_downloads_by_lab_2026_03.csv."
    ),
    "verified": False,
    "raw_columns": {
        "diffusion/hf_downloads_by_lab_2026_03.csv": [
            "fetched",
            "country",
            "hf_author",
            "downloads_30d",
        ]
    },
    "primary_key": ["place", "group"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "Country of the laboratories as the source assigns it",
            "unit": None,
            "constraints": {"required": True, "enum": ["China", "US"]},
        },
        {
            "name": "group",
            "type": "string",
            "description": "'all accounts' of the country, or its 'largest account'",
            "unit": None,
            "constraints": {"required": True, "enum": ["all accounts", "largest account"]},
        },
        {
            "name": "account",
            "type": "string",
            "description": "Name of the account on the hub, for the largest one",
            "unit": None,
        },
        {
            "name": "accounts",
            "type": "integer",
            "description": "Accounts added up",
            "unit": "accounts",
            "constraints": {"required": True, "minimum": 1},
        },
        {
            "name": "downloads_30d_million",
            "type": "number",
            "description": "Downloads in the thirty days to 28 March 2026",
            "unit": "million downloads",
            "constraints": {"required": True, "minimum": 0},
        },
    ],
    "known_nulls": {"account": "the rows for all accounts name none"},
    "quirks": [
        "The source counts Stability AI (London) and Cohere (Toronto) among US laboratories.",
        (
            "It asks for a dead account of Zhipu AI (THUDM, 0 downloads) instead of zai-org and "
            "leaves out Xiaomi: the Chinese sum is too low by an unknown amount."
        ),
    ],
}


def build(raw):
    """Return the sums and the largest accounts of one day, from the file under `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    day = source[source["fetched"].eq(DAY)]
    if day.empty:
        raise ValueError(f"{TABLE['raw'][0]}: no row fetched on {DAY}")
    by_place = day.groupby("country")["downloads_30d"]
    largest = day.loc[by_place.idxmax()]
    table = pd.concat(
        [
            by_place.agg(["sum", "size"])
            .reset_index()
            .set_axis(["place", "downloads", "accounts"], axis=1)
            .assign(group="all accounts", account=None),
            pd.DataFrame(
                {
                    "place": largest["country"],
                    "downloads": largest["downloads_30d"],
                    "accounts": 1,
                    "group": "largest account",
                    "account": largest["hf_author"],
                }
            ),
        ]
    )
    table["downloads_30d_million"] = (table["downloads"] / PER_MILLION).round(3)
    order = TABLE["primary_key"]
    return table[[f["name"] for f in TABLE["fields"]]].sort_values(order, ignore_index=True)
