"""Entities on China's three lists: export control, unreliable entities, attention."""

import pandas as pd

LISTS = {
    "cn-export-control-watchlist": "export-control list",
    "cn-unreliable-entity-list": "unreliable-entity list",
    "cn-attention-list": "attention list",
}
# Coded for this book from names and notices; every other date names US entities.
TARGETS = {
    "2025-07-09": "Taiwan",
    "2025-10-09": "US and others",
    "2026-02-24": "Japan",
    "2026-04-24": "Europe",
    "2026-06-29": "Japan",
}


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
    "title": "Entities on China's control, unreliable-entity and attention lists, 2023-2026",
    "description": (
        "Entities named in notices of the Ministry of Commerce, as a public registry collected "
        "them. A listing on the control list bars exports of dual-use goods; the attention list "
        "only asks exporters for more care: the lists are not to be added up. Additions only: "
        "suspensions after November 2025 are not recorded. Some rows bundle several firms, some "
        "firms are on more than one list. Whom a notice is about was coded here."
    ),
    "publisher": "Ministry of Commerce of China, collected by xyna-bpinelab",
    "url": "https://github.com/xyna-bpinelab/security-export-control-registry",
    "licence": "MIT",
    "reuse": "open",
    "vintage": "2026-07-19",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": ["supply/china_mofcom_entity_lists_2026_07.csv"],
    "download": (
        "Take data/entities/cn.json of the registry, save its entries as CSV with their keys as "
        "columns, and call it supply/china_mofcom_entity_lists_2026_07.csv."
    ),
    "verified": False,
    "raw_columns": {
        "supply/china_mofcom_entity_lists_2026_07.csv": [
            "id",
            "entity_name",
            "date_added",
            "list_id",
            "source_url",
        ]
    },
    "primary_key": ["date", "list", "entity"],
    "fields": [
        field("id", "string", "Registry's number", required=True),
        field("entity", "string", "Entity, as the registry names it", required=True),
        field("list", "string", "Which list", required=True, enum=sorted(LISTS.values())),
        field("date", "date", "Day of the notice", required=True),
        field("target", "string", "Economy of the entities named that day", required=True),
        field("source_url", "string", "Address of the notice, as the registry gives it"),
    ],
    "known_nulls": {},
    "quirks": [
        "The registry's column country is always cn: the state that lists, not the target.",
        "Addresses of notices were not opened.",
    ],
}


def build(raw):
    """Return the table from the registry's entries under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    return pd.DataFrame(
        {
            "id": source["id"],
            "entity": source["entity_name"].str.replace(r"\s+", " ", regex=True).str.strip(),
            "list": source["list_id"].map(LISTS),
            "date": pd.to_datetime(source["date_added"]),
            "target": source["date_added"].map(TARGETS).fillna("US"),
            "source_url": source["source_url"],
        }
    ).sort_values(["date", "list", "entity"], ignore_index=True)
