"""How older technologies spread: curves whose ends are known, as priors for AI."""

import pandas as pd

FILES = {
    "internet": ("diffusion/gapminder_internet_users.csv", "internet_users"),
    "mobile": ("diffusion/gapminder_cell_phones_per_100_people.csv", "cell_phones_per_100_people"),
    "broadband": (
        "diffusion/gapminder_broadband_subscribers_per_100_people.csv",
        "broadband_subscribers_per_100_people",
    ),
}
PLACES = {"usa": "US", "chn": "China"}
MEDIAN = "median economy"
FEWEST = 100  # economies with a value, for a year to have a median

TABLE = {
    "title": "Internet users, mobile phones and fixed broadband, US, China and the median economy",
    "description": (
        "Internet users in per cent of the population; mobile and fixed broadband subscriptions "
        "per 100 people, which can exceed 100. The median economy is the median of all economies "
        "with a value in that year (at least 100): our computation, and not a world average, "
        "which would weight by population. China excludes Hong Kong, Macao and Taiwan."
    ),
    "publisher": "Gapminder (ITU / World Bank)",
    "url": "https://www.gapminder.org/data",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-03-01",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [path for path, _ in FILES.values()],
    "download": (
        "From the GitHub repository open-numbers/ddf--gapminder--systema_globalis, folder "
        "countries-etc-datapoints, take the files of the three indicators internet_users, "
        "cell_phones_per_100_people and broadband_subscribers_per_100_people and call them "
        "diffusion/gapminder_<indicator>.csv."
    ),
    "verified": False,
    "raw_columns": {path: ["geo", "time", column] for path, column in FILES.values()},
    "primary_key": ["technology", "place", "year"],
    "fields": [
        {
            "name": "technology",
            "type": "string",
            "description": "internet (users), mobile or broadband (subscriptions)",
            "unit": None,
            "constraints": {"required": True, "enum": sorted(FILES)},
        },
        {
            "name": "place",
            "type": "string",
            "description": "US, China, or the median of all economies with a value",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China", MEDIAN]},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Year",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "per_100",
            "type": "number",
            "description": "Users or subscriptions",
            "unit": "per 100 people",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "economies",
            "type": "integer",
            "description": "Economies behind the value (1 for a country)",
            "unit": "economies",
            "constraints": {"required": True, "minimum": 1},
        },
    ],
    "known_nulls": {},
    "quirks": [
        "No US value for internet users in 2024; the set of economies changes from year to year.",
        "US internet use dips from 2008 to 2011 and jumps in 2016: changes of survey, not of use.",
        "China's internet use jumps by 15 points in 2023, which looks like a change of source.",
    ],
}


def build(raw):
    """Return the table from the three files under the folder `raw`."""
    parts = []
    for technology, (path, column) in FILES.items():
        source = pd.read_csv(raw / path).rename(columns={"time": "year", column: "per_100"})
        own = source[source["geo"].isin(PLACES)]
        own = own.assign(place=own["geo"].map(PLACES), economies=1)
        middle = source.groupby("year")["per_100"].agg(["median", "count"]).reset_index()
        middle = middle[middle["count"] >= FEWEST].assign(place=MEDIAN)
        middle = middle.rename(columns={"median": "per_100", "count": "economies"})
        parts.append(pd.concat([own, middle]).assign(technology=technology))
    table = pd.concat(parts)
    table["per_100"] = table["per_100"].round(4)
    table = table[[f["name"] for f in TABLE["fields"]]]
    return table.sort_values(TABLE["primary_key"], ignore_index=True)
