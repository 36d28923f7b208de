"""Yearly US prices of minerals, those under a Chinese licence and some that are not."""

import pandas as pd

# Price series of the publisher, by its ending -> (name here, year the licence began or None).
SERIES = {
    ("GALLIUM", "dollars per kilogram"): ("gallium", 2023),
    ("GERMANIUM", "Germanium metal"): ("germanium", 2023),
    ("GRAPHITE (NATURAL)", "Flake"): ("graphite, flake", 2023),
    ("ANTIMONY", "dollars per pound"): ("antimony", 2024),
    ("TUNGSTEN", "tungsten trioxide"): ("tungsten", 2025),
    ("RARE EARTHS (Heavy)", "Dysprosium oxide, 99.5% minimum"): ("dysprosium", 2025),
    ("RARE EARTHS (Heavy)", "Terbium oxide, 99.99% minimum"): ("terbium", 2025),
    ("RARE EARTHS", "Neodymium oxide, 99.5% minimum"): ("neodymium", None),
    ("RARE EARTHS", "Lanthanum oxide, 99.5% minimum"): ("lanthanum", None),
    ("RARE EARTHS", "Cerium oxide, 99.5% minimum"): ("cerium", None),
}


def build(raw, recipe):
    """Return the ten series from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    parts = []
    for (mineral, ending), (name, since) in SERIES.items():
        kept = source[source["mineral"].eq(mineral) & source["price_series"].str.endswith(ending)]
        parts.append(
            pd.DataFrame(
                {
                    "mineral": name,
                    "year": kept["year"].astype(int),
                    "price": kept["value_number"].astype(float),
                    "unit": kept["unit"],
                    "licence_from": since,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    table["licence_from"] = table["licence_from"].astype("Int64")
    return table.sort_values(["mineral", "year"], ignore_index=True)
