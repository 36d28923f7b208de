"""Who works in fields, plants and offices: employment by sector, for the surveyed economies."""

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


SECTORS = ["agriculture", "industry", "services"]
COLUMNS = {
    "agriculture": "agriculture_workers_percent_of_employment",
    "industry": "industry_workers_percent_of_employment",
    "services": "service_workers_percent_of_employment",
}
PATH = "society/ilo_gapminder_{}_share_of_employment.csv".format
YEAR = 2023

TABLE = {
    "title": "Employment by sector, 2023 (ILO via Gapminder)",
    "description": (
        "Shares of agriculture, industry and services in employment in 2023, estimates by the "
        "ILO's model, not counts."
    ),
    "publisher": "International Labour Organization via Gapminder",
    "url": "https://www.gapminder.org/data",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-03-01",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [PATH(sector) for sector in SECTORS],
    "download": (
        "From GitHub open-numbers/ddf--gapminder--systema_globalis take the datapoints of the "
        "three indicators of workers in per cent of employment by geo and time, and call them "
        "society/ilo_gapminder_<sector>_share_of_employment.csv."
    ),
    "verified": False,
    "raw_columns": {PATH(sector): ["geo", "time", column] for sector, column in COLUMNS.items()},
    "primary_key": ["iso3"],
    "fields": [
        field(
            "iso3", "string", "Three-letter code of the economy", required=True, pattern="[A-Z]{3}"
        ),
        *(
            field(
                f"{sector}_pct",
                "number",
                f"Employment in {sector}, {YEAR}",
                "% of employment",
                required=True,
                minimum=0,
                maximum=100,
            )
            for sector in SECTORS
        ),
    ],
    "known_nulls": {},
    "quirks": ["Modelled estimates; China's share of services differs in national statistics."],
}


def build(raw):
    """Return the three shares side by side, from the files under the folder `raw`."""
    table = None
    for sector, column in COLUMNS.items():
        source = pd.read_csv(raw / PATH(sector)).query("time == @YEAR and geo.str.len() == 3")
        part = pd.DataFrame(
            {"iso3": source["geo"].str.upper(), f"{sector}_pct": source[column].round(1)}
        )
        table = part if table is None else table.merge(part, on="iso3")
    return table.sort_values("iso3", ignore_index=True)
