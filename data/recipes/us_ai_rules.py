"""US federal AI rules and State AI laws by year."""

import pandas as pd

PRESIDENT = "Executive Office of the President"
RULE, AGENCY, LAW = (
    "Number of AI-related regulations",
    "Agency Name",
    "Number of AI-related bills passed",
)


def build(raw, recipe):
    """Return the table from the publisher's files under the folder `raw`."""
    rules, agencies, laws = (pd.read_csv(raw / path) for path in recipe.raw)
    president = agencies[agencies[AGENCY] == PRESIDENT].groupby("Year")[RULE].sum()
    table = pd.DataFrame(
        {
            "federal_rules": rules.set_index("Year")[RULE],
            "of_the_president": president,
            "state_laws": laws.set_index("Year")[LAW],
        }
    ).rename_axis("year")
    table["of_the_president"] = table["of_the_president"].fillna(0)
    return table.astype("Int64").reset_index()
