"""Chips for machine learning in the units of the US export rules."""

import pandas as pd

# Makers with headquarters in China, as the publisher names them.
CHINESE = [
    "Alibaba",
    "Biren",
    "Cambricon",
    "Huawei",
    "Hygon",
    "Iluvatar CoreX",
    "Kunlunxin Baidu",
    "MetaX",
    "Moore Threads (Tencent)",
    "National University of Defense Technology",
    "Sunway",
]
AMERICAN = ["AMD", "Amazon AWS", "Google", "Intel", "Meta", "Microsoft", "NVIDIA", "Tesla"]


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
    "title": "Chips for machine learning, in the units of the export rules (Epoch AI)",
    "description": (
        "Performance, die area, memory bandwidth and chip-to-chip bandwidth of chips for machine "
        "learning. Total processing performance is the number of operations a second times the "
        "bit length, in the unit of the US rules (publisher's value divided by 1e12). Performance "
        "density is that figure divided by the die area. Values missing here are missing at the "
        "publisher: see chip_values_added for a few from other sources. Several chips are "
        "announced only, and one name can stand for several variants (Ascend 910B)."
    ),
    "publisher": "Epoch AI",
    "url": "https://epoch.ai/data/machine-learning-hardware",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-07-18",
    "retrieved": "2026-11-23",
    "access": "direct",
    "raw": ["supply/epoch_ml_hardware.csv"],
    "download": "https://epoch.ai/data/ml_hardware.csv",
    "verified": False,
    "raw_columns": {
        "supply/epoch_ml_hardware.csv": [
            "Hardware name",
            "Manufacturer",
            "Release date",
            "Total processing performance (bit-OP/s)",
            "Die Size (mm^2)",
            "Memory bandwidth (byte/s)",
            "Intranode bandwidth (byte/s)",
        ]
    },
    "primary_key": ["chip"],
    "fields": [
        field("chip", "string", "Name of the chip", required=True),
        field("maker", "string", "Designer of the chip"),
        field(
            "place",
            "string",
            "Where the designer has its headquarters: US, China or other",
            enum=["China", "US", "other"],
        ),
        field("release_date", "date", "Release; missing for chips announced only"),
        field(
            "tpp",
            "number",
            "Total processing performance, the unit of the US rules",
            "TPP (trillion operations a second times bit length)",
            minimum=0,
        ),
        field("die_area_mm2", "number", "Area of the die", "mm²", minimum=0),
        field(
            "performance_density",
            "number",
            "TPP divided by the die area; assumes that all of the die counts",
            "TPP per mm²",
            minimum=0,
        ),
        field("memory_gbps", "number", "Memory bandwidth", "GB per second", minimum=0),
        field(
            "interconnect_gbps",
            "number",
            "Bandwidth to other chips in the same node, both directions",
            "GB per second",
            minimum=0,
        ),
    ],
    "known_nulls": {
        "maker": "not given for one chip",
        "place": "not given for one chip",
        "release_date": "announced only, or variants without a date",
        "tpp": "14 chips: no figure published",
        "die_area_mm2": "not published for many recent chips",
        "performance_density": "needs TPP and die area",
        "memory_gbps": "not published for some",
        "interconnect_gbps": "given for 24 chips only",
    },
    "quirks": [
        "One value (MI308X bandwidth) looks wrong at the publisher; the book does not use it.",
        "Rows of whole boards (GB200, GB300) mix number formats.",
    ],
}


def build(raw):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / TABLE["raw"][0])
    tpp = source["Total processing performance (bit-OP/s)"] / 1e12
    area = source["Die Size (mm^2)"]
    place = source["Manufacturer"].map(
        dict.fromkeys(CHINESE, "China") | dict.fromkeys(AMERICAN, "US")
    )
    return pd.DataFrame(
        {
            "chip": source["Hardware name"].str.strip(),
            "maker": source["Manufacturer"],
            "place": place.where(place.notna() | source["Manufacturer"].isna(), "other"),
            "release_date": pd.to_datetime(source["Release date"]),
            "tpp": tpp.round(3),
            "die_area_mm2": area,
            "performance_density": (tpp / area).round(3),
            "memory_gbps": (source["Memory bandwidth (byte/s)"] / 1e9).round(1),
            "interconnect_gbps": (source["Intranode bandwidth (byte/s)"] / 1e9).round(1),
        }
    ).sort_values("chip", ignore_index=True)
