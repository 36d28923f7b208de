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


def build(raw, recipe):
    """Return the table from the publisher's file under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
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
            "release_date": pd.to_datetime(source["Release date"], format="%Y-%m-%d"),
            "tpp": tpp.round(3),
            "die_area_mm2": area,
            "performance_density": (tpp / area).round(3),
            "memory_gbps": (source["Memory bandwidth (byte/s)"] / 1e9).round(1),
            "interconnect_gbps": (source["Intranode bandwidth (byte/s)"] / 1e9).round(1),
        }
    ).sort_values("chip", ignore_index=True)
