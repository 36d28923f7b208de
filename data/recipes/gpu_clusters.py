"""GPU clusters: the build-up of compute, and how unequally it can be seen."""

import pandas as pd

NAMES = {
    "United States of America": "US",
    "United Kingdom of Great Britain and Northern Ireland": "UK",
    "Korea (Republic of)": "South Korea",
    "Philippines (the)": "Philippines",
}

TABLE = {
    "title": "GPU clusters in Epoch AI's sample",
    "description": (
        "Clusters of AI chips that Epoch AI could find, existing, planned or decommissioned. A "
        "sample, a fraction of the stock, with collection ending in October 2025: never read it "
        "as a national total or a US-China ratio. Every Chinese row lacks name, owner and source, "
        "and its figures are rounded to one digit. That is Epoch's own choice, made to protect its "
        "public sources after reports that coverage abroad made Chinese publishers less open "
        "(https://epoch.ai/data/gpu-clusters-documentation/records, under 'Chinese data'). "
        "A site that grew has one row for each phase, and the size of a later phase takes in the "
        "earlier ones. For sums keep `status` Existing, `standard_analysis` and the rows without "
        "`superseded_by`, so that each site counts once; the planned rows hold rumours "
        "(a campus of 20 million and a five-year plan of 50 million H100 equivalents)."
    ),
    "publisher": "Epoch AI",
    "url": "https://epoch.ai/data/gpu-clusters",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2025-10 (end of collection)",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["dilemma/epoch_gpu_clusters.csv"],
    "download": "https://epoch.ai/data/gpu_clusters.csv",
    "verified": False,
    "raw_columns": {
        "dilemma/epoch_gpu_clusters.csv": [
            "Name",
            "Status",
            "Certainty",
            "H100 equivalents",
            "Country",
            "Owner",
            "Sector",
            "First Operational Date",
            "Include in Standard Analysis",
            "Possible Duplicate",
            "Builds Upon",
            "Superseded by",
        ]
    },
    "primary_key": ["cluster_id"],
    "fields": [
        {
            "name": "cluster_id",
            "type": "integer",
            "description": "Row number in the publisher's file of this vintage (names repeat)",
            "unit": None,
            "constraints": {"required": True, "unique": True},
        },
        {
            "name": "name",
            "type": "string",
            "description": "Name of the cluster; 'Anonymized Chinese System' for every Chinese row",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "anonymised",
            "type": "boolean",
            "description": "The publisher withholds name, owner and sources",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "country",
            "type": "string",
            "description": "Country the cluster stands in",
            "unit": None,
        },
        {
            "name": "place",
            "type": "string",
            "description": "US, China or other",
            "unit": None,
            "constraints": {"enum": ["US", "China", "other"]},
        },
        {"name": "owner", "type": "string", "description": "Owner, as given", "unit": None},
        {
            "name": "sector",
            "type": "string",
            "description": "Private, Public or Public/Private",
            "unit": None,
        },
        {
            "name": "status",
            "type": "string",
            "description": "Existing, Planned or Decommissioned",
            "unit": None,
            "constraints": {"required": True, "enum": ["Existing", "Planned", "Decommissioned"]},
        },
        {
            "name": "certainty",
            "type": "string",
            "description": "Epoch's judgement whether the cluster exists as described",
            "unit": None,
            "constraints": {"required": True, "enum": ["Confirmed", "Likely", "Unlikely"]},
        },
        {
            "name": "standard_analysis",
            "type": "boolean",
            "description": "Epoch includes the row in its own standard analysis",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "possible_duplicate",
            "type": "boolean",
            "description": "Epoch marks the row as possibly the same cluster as another",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "builds_upon",
            "type": "string",
            "description": "Name of the earlier phase of the same site, as given",
            "unit": None,
        },
        {
            "name": "superseded_by",
            "type": "string",
            "description": "Name of the later phase that exists and takes in this row's chips",
            "unit": None,
        },
        {
            "name": "first_operational_date",
            "type": "date",
            "description": "First day of operation, or expected; often a mid-month placeholder",
            "unit": None,
        },
        {
            "name": "h100_equivalents",
            "type": "number",
            "description": "Size as the number of NVIDIA H100 chips of equal peak performance",
            "unit": "H100 equivalents",
            "constraints": {"minimum": 0},
        },
    ],
    "known_nulls": {
        "country": "85 of 786: not given",
        "place": "85 of 786: country not given",
        "owner": "284 of 786: not given; withheld for every anonymised row",
        "sector": "18 of 786: not given",
        "builds_upon": "729 of 786: no earlier phase is given",
        "superseded_by": "755 of 786: no later phase exists",
        "first_operational_date": "178 of 786: not known, or only planned",
        "h100_equivalents": "83 of 786: not known",
    },
    "quirks": [
        (
            "The four rows of Hong Kong also bear the name 'Anonymized Chinese System' and are "
            "'other' in `place`."
        ),
        "94 rows are possible duplicates.",
        (
            "31 rows are earlier phases that a later one supersedes, none of them Chinese: xAI "
            "Colossus stands at 100,000, 200,000 and 275,796. Two sites are smaller in their later "
            "phase, and the last one of NVIDIA SATURN V lies outside the standard analysis, so that "
            "site is in no sum."
        ),
        "The publisher's empty flags are read as false.",
    ],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
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
    return table[[f["name"] for f in TABLE["fields"]]]
