"""Which input to chip-making goes into which step, and which is a kind of which."""

import pandas as pd


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    columns = {"goes_into_name": "goes into", "is_type_of_name": "is a kind of"}
    tall = source.melt("input_name", list(columns), var_name="link", value_name="to").dropna()
    tall["link"] = tall["link"].map(columns)
    tall = tall.rename(columns={"input_name": "input"}).drop_duplicates()
    return tall.sort_values(["input", "link", "to"], ignore_index=True)
