"""Notable AI models with the country of their makers and, where known, their training compute."""

import pandas as pd

NAMES = {
    "United States of America": "US",
    "United Kingdom of Great Britain and Northern Ireland": "UK",
    "Korea (Republic of)": "South Korea",
}
COLUMNS = {
    "Model": "model",
    "Publication date": "publication_date",
    "Training compute (FLOP)": "training_compute_flop",
    "Confidence": "compute_confidence",
    "Model accessibility": "accessibility",
}


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    table = source.rename(columns=COLUMNS)[list(COLUMNS.values())].copy()
    table["organization"] = source["Organization"].map(_joined)
    table["organization_category"] = source["Organization categorization"].map(_joined)
    countries = source["Country (of organization)"].map(_countries)
    table["countries"] = countries.map(lambda c: "; ".join(sorted(c)) if c else None)
    table["us"] = countries.map(lambda c: "US" in c if c else None).astype("boolean")
    table["china"] = countries.map(lambda c: "China" in c if c else None).astype("boolean")
    table["place"] = countries.map(_place)
    table["publication_date"] = pd.to_datetime(table["publication_date"], format="%Y-%m-%d")
    open_weights = table["accessibility"].str.startswith("Open weights").astype("boolean")
    table["open_weights"] = open_weights.where(table["accessibility"].notna())
    table["domain"] = source["Domain"].map(_joined)
    table["model"] = table["model"].str.strip()
    return table[recipe.columns].sort_values("model", ignore_index=True)


def _items(text):
    # Each item once, in the order given.
    if pd.isna(text):
        return []
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _joined(text):
    return "; ".join(_items(text)) or None


def _countries(text):
    return [NAMES.get(name, name) for name in _items(text)]


def _place(countries):
    if not countries:
        return None
    us, china = "US" in countries, "China" in countries
    return "both" if us and china else "US" if us else "China" if china else "other"
