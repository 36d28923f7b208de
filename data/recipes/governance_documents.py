"""Documents on AI governance and what they do, as AGORA tags them."""

import pandas as pd

TAGS = {
    "Strategies: Disclosure": "disclosure",
    "Strategies: Evaluation": "evaluation",
    "Strategies: Performance requirements": "performance",
    "Strategies: Licensing, registration, and certification": "licensing",
    "Strategies: Government support": "support",
    "Strategies: Government study or report": "study",
    "Harms: Detrimental content": "content",
    "Harms: Violation of civil or human rights, including privacy": "rights",
}
PLACES = {
    "United States": "US",
    "China": "China",
    "Multinational": "multinational",
    "Other countries": "other countries",
}
STATES = "U.S. state and local documents"


def build(raw, recipe):
    """Return the table from the publisher's files under the folder `raw`."""
    source, authorities = (pd.read_csv(raw / path) for path in recipe.raw)
    places = authorities.set_index("Name")["Jurisdiction"].map(PLACES)
    table = source[["AGORA ID"]].rename(columns={"AGORA ID": "agora_id"})
    table["place"] = source["Authority"].map(places)
    table["maker"] = "elsewhere"
    table.loc[table["place"] == "China", "maker"] = "China"
    table.loc[table["place"] == "US", "maker"] = "US agencies"
    states = source["Collections"].fillna("").str.contains(STATES, regex=False)
    table.loc[(table["place"] == "US") & states, "maker"] = "US States"
    table.loc[source["Authority"] == "United States Congress", "maker"] = "US Congress"
    table["activity"] = source["Most recent activity"]
    table["activity_date"] = pd.to_datetime(
        source["Most recent activity date"], format="%Y-%m-%d", errors="coerce"
    )
    table["tagged"] = source["Tags"].notna()
    for column, name in TAGS.items():
        table[name] = source[column].astype("boolean").where(table["tagged"])
    return table.sort_values("agora_id", ignore_index=True)
