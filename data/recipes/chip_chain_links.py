"""Which input to chip-making goes into which step, and which is a kind of which."""

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


TABLE = {
    "title": "Links between the inputs to chip-making (ETO)",
    "description": (
        "The chain as the publisher draws it: an input goes into a step, a step into the next, "
        "and some inputs are kinds of others. 'goes into' links are flows; 'is a kind of' links "
        "are taxonomy and must not be read as flows."
    ),
    "publisher": "CSET / Emerging Technology Observatory, Chip Explorer",
    "url": "https://eto.tech/dataset-docs/chipexplorer/",
    "licence": "CC BY-NC 4.0",
    "reuse": "attribution-noncommercial",
    "vintage": "2026-08",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["supply/eto_sequence.csv"],
    "download": "https://raw.githubusercontent.com/georgetown-cset/eto-chip-explorer/main/data/sequence.csv",
    "verified": False,
    "raw_columns": {"supply/eto_sequence.csv": ["input_name", "goes_into_name", "is_type_of_name"]},
    "primary_key": ["input", "link", "to"],
    "fields": [
        field("input", "string", "Where the link begins", required=True),
        field("link", "string", "Kind of link", required=True, enum=["goes into", "is a kind of"]),
        field("to", "string", "Where the link ends", required=True),
    ],
    "known_nulls": {},
    "quirks": [],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    columns = {"goes_into_name": "goes into", "is_type_of_name": "is a kind of"}
    tall = source.melt("input_name", list(columns), var_name="link", value_name="to").dropna()
    tall["link"] = tall["link"].map(columns)
    tall = tall.rename(columns={"input_name": "input"}).drop_duplicates()
    return tall.sort_values(["input", "link", "to"], ignore_index=True)
