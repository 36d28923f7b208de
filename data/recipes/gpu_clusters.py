"""GPU clusters: the build-up of compute, and how unequally it can be seen."""

import pandas as pd

NAMES = {
    "United States of America": "US",
    "United Kingdom of Great Britain and Northern Ireland": "UK",
    "Korea (Republic of)": "South Korea",
    "Philippines (the)": "Philippines",
}


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    country = source["Country"].replace(NAMES)
    place = country.where(country.isin(["US", "China"]) | country.isna(), "other")
    table = pd.DataFrame(
        {
            "cluster_id": range(1, len(source) + 1),
            "name": source["Name"],
            "anonymised": source["Name"].str.startswith("Anonymized"),
            "country": country,
            "place": place,
            "owner": source["Owner"],
            "sector": source["Sector"],
            "status": source["Status"],
            "certainty": source["Certainty"],
            "standard_analysis": source["Include in Standard Analysis"].eq(True),
            "possible_duplicate": source["Possible Duplicate"].eq(True),
            "builds_upon": source["Builds Upon"],
            "superseded_by": source["Superseded by"],
            "first_operational_date": pd.to_datetime(
                source["First Operational Date"], format="%Y-%m-%d"
            ),
            "h100_equivalents": source["H100 equivalents"].round(1),
        }
    )
    return table[recipe.columns]
