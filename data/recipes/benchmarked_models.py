"""Models with a value on the Epoch Capabilities Index: who held the record, and when."""

import pandas as pd

NAMES = {
    "United States of America": "US",
    "United Kingdom of Great Britain and Northern Ireland": "UK",
}

COLUMNS = {
    "model_group": "model",
    "Model": "family",
    "Organization": "organization",
    "Country (of organization)": "country",
    "Publication date": "publication_date",
    "Version release date": "version_date",
    "Model accessibility": "accessibility",
    "eci": "eci",
    "eci_ci_low": "eci_low",
    "eci_ci_high": "eci_high",
}


def build(raw, recipe):
    """Return the table; raise ValueError if settings of one version differ in their index."""
    source = pd.read_csv(raw / recipe.raw[0]).dropna(subset=["eci"])
    rows = source.rename(columns=COLUMNS)[list(COLUMNS.values())]
    one_value = ["family", "organization", "country", "publication_date", "eci"]
    spread = rows.groupby("model")[one_value].nunique().max(axis=1)
    if (spread > 1).any():
        raise ValueError(
            f"{recipe.raw[0]}: settings of one model version differ in index, maker or date: "
            f"{', '.join(spread[spread > 1].index)}"
        )
    # The earliest release day among the settings of a version dates the version.
    table = rows.sort_values("version_date").groupby("model", as_index=False).first()
    for column in ("publication_date", "version_date"):
        table[column] = pd.to_datetime(table[column], format="%Y-%m-%d")
    table["country"] = table["country"].replace(NAMES)
    table["place"] = table["country"].where(table["country"].isin(["US", "China"]), "other")
    open_weights = table["accessibility"].str.startswith("Open weights").astype("boolean")
    table["open_weights"] = open_weights.where(table["accessibility"].notna())
    return table[recipe.columns].sort_values("model", ignore_index=True)
