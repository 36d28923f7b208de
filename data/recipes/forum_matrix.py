"""Who takes part in eight forums on AI governance, for the places that a chapter shows."""

import pandas as pd

PLACES = {
    "United States": "US",
    "China": "China",
    "Japan": "Japan",
    "France": "France",
    "United Kindom": "UK",
    "Republic of Korea": "South Korea",
    "India": "India",
    "Brazil": "Brazil",
    "Kenya": "Kenya",
    "Netherlands": "Netherlands",
}
FORUMS = {
    "oecd_ai_principles_2019": "OECD AI principles 2019",
    "g20_ai_principles_2019": "G20 AI principles 2019",
    "coe_drafters_2022": "Council of Europe drafters 2022",
    "gpai_ministerial_declaration_2022": "GPAI declaration 2022",
    "bletchley_declaration_2023": "Bletchley Declaration 2023",
    "g7_hiroshima_ai_process_2023": "G7 Hiroshima process 2023",
    "seoul_ministerial_statement_2024": "Seoul Ministerial Statement 2024",
    "ai_action_summit_inclusive_2025": "Paris AI Action Summit 2025",
}


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    source = source[source["country"].isin(PLACES)].rename(columns=FORUMS)
    source["place"] = source["country"].map(PLACES)
    table = source.melt("place", list(FORUMS.values()), "forum", "took_part")
    table["took_part"] = table["took_part"].astype(bool)
    return table.sort_values(["place", "forum"], ignore_index=True)
