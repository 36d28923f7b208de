"""Measures of the AI Index for the US and China, one row per measure, period and place."""

import pandas as pd

FOLDER = "ai_index_2026"
US_CHINA = {"United States": "US", "China": "China"}
# Figure of the AI Index -> columns read from its file.
FILES = {
    "1.2.3": ["quarter", "Huawei", "Nvidia"],
    "1.7.3": ["Year", "Number of AI patents granted (in thousands)", "Label"],
    "4.2.11": ["Year", "Total investment (in billions of US dollars)", "Label"],
    "4.2.14": ["Year", "Number of companies", "Label"],
    "4.5.1": ["Year"],
    "4.5.5": ["Year", "Number of industrial robots installed (in thousands)", "Country"],
}


def _path(figure):
    return f"{FOLDER}/fig_{figure.replace('.', '_')}.csv"


TABLE = {
    "title": "AI Index 2026: measures for the US and China",
    "description": (
        "Facts re-keyed from the public data of the AI Index 2026 into our own columns: only the "
        "values that a chapter shows. Dollars are nominal and the AI Index revises past years, so "
        "editions must not be joined. Private investment counts private deals only (no capital "
        "spending of large firms, no Chinese state guidance funds): its US-China ratio is not a "
        "ratio of effort. Compute counts what a designer sold world-wide, not what stands in a "
        "country. Patents are grants without quality weight. Robots are not AI. `basis` says for "
        "each row what is counted."
    ),
    "publisher": "Stanford HAI, AI Index 2026",
    "url": "https://hai.stanford.edu/ai-index",
    "licence": "CC BY-ND 4.0",
    "reuse": "no-derivatives",
    "licence_note": "facts re-keyed; the publisher's files are not shipped",
    "vintage": "2026-04",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [_path(figure) for figure in FILES],
    "raw_columns": {_path(figure): columns for figure, columns in FILES.items()},
    "download": (
        "On the page of the 2026 report open the public data; from the chapter folders take the "
        "files fig_1.2.3, 1.7.3, 4.2.11, 4.2.14, 4.5.1 and 4.5.5 (.csv), unchanged, and call each "
        "by its number with underscores in the folder ai_index_2026/, as in "
        "ai_index_2026/fig_4_2_11.csv."
    ),
    "verified": False,
    "primary_key": ["measure", "period", "place"],
    "fields": [
        {
            "name": "measure",
            "type": "string",
            "description": "What is measured (see `basis`)",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "period",
            "type": "string",
            "description": "Year (2025) or quarter (2025Q4)",
            "unit": None,
            "constraints": {"required": True, "pattern": r"[0-9]{4}(Q[1-4])?"},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Year of the period",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "place",
            "type": "string",
            "description": "US, China or world",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China", "world"]},
        },
        {
            "name": "value",
            "type": "number",
            "description": "The value, in the unit of the row",
            "unit": "see the column unit",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "unit",
            "type": "string",
            "description": "Unit of the value",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "basis",
            "type": "string",
            "description": "What is counted, and by whom",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "ai_index_figure",
            "type": "string",
            "description": "Number of the figure in the AI Index 2026",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {},
    "quirks": [
        (
            "Compute: AMD's 0 in 2025Q4 is missing, not zero, upstream; only Nvidia and Huawei are "
            "taken, under the country of the designer."
        ),
        "Robots are rounded to thousands and are flows, not the stock.",
    ],
}


def build(raw):
    """Return all measures stacked, from the publisher's files under the folder `raw`."""
    measures = [
        _areas(
            raw,
            "4.2.11",
            "private_investment",
            "bn USD, nominal",
            "private AI investment, nominal, deals of private firms only (Quid)",
            years=range(2013, 2026),
        ),
        _areas(
            raw,
            "4.2.14",
            "newly_funded_companies",
            "companies",
            "newly funded AI companies of the year (Quid)",
            years=range(2013, 2026),
        ),
        _areas(
            raw,
            "1.7.3",
            "patents_granted",
            "thousand patents",
            "AI patents granted in the year, as the AI Index assigns them to areas",
            years=[2024],
        ),
        _areas(
            raw,
            "4.5.5",
            "robots_installed",
            "thousand robots",
            "industrial robots installed in the year (IFR)",
            years=[2024],
            label="Country",
        ),
        _world_robots(raw),
        _compute(raw),
    ]
    table = pd.concat(measures, ignore_index=True)
    table["value"] = table["value"].astype(float).round(3)
    table["year"] = table["period"].str[:4].astype(int)
    order = TABLE["primary_key"]
    return table[[f["name"] for f in TABLE["fields"]]].sort_values(order, ignore_index=True)


def _read(raw, figure):
    return pd.read_csv(raw / _path(figure))


def _rows(figure, measure, unit, basis, period, place, value):
    rows = pd.DataFrame({"period": period, "place": place, "value": value})
    return rows.assign(measure=measure, unit=unit, basis=basis, ai_index_figure=figure)


def _areas(raw, figure, measure, unit, basis, years, label="Label"):
    # Files with a year, a value and the name of an area; names may carry trailing blanks.
    source = _read(raw, figure)
    value = next(c for c in source.columns if c not in ("Year", label))
    source = source.assign(
        place=source[label].str.strip().map(US_CHINA), year=source["Year"].astype(int)
    )
    kept = source[source["year"].isin(years)].dropna(subset=["place"])
    return _rows(figure, measure, unit, basis, kept["year"].astype(str), kept["place"], kept[value])


def _world_robots(raw):
    source = _read(raw, "4.5.1").rename(columns=str.strip)
    # Numbers of this file are padded with blanks and so read as text.
    numbers = source.map(lambda cell: float(str(cell).strip())).query("Year == 2024")
    return _rows(
        "4.5.1",
        "robots_installed",
        "thousand robots",
        "industrial robots installed in the year (IFR)",
        numbers["Year"].astype(int).astype(str),
        "world",
        numbers["Number of industrial robots installed (in thousands)"],
    )


def _compute(raw):
    last = _read(raw, "1.2.3").set_index("quarter").loc["2025Q4"]
    designers = {"Nvidia": "US", "Huawei": "China"}
    return pd.concat(
        _rows(
            "1.2.3",
            "compute_by_designer",
            "million H100 equivalents",
            f"AI chips designed by {designer}, cumulative, sold world-wide (Epoch AI)",
            ["2025Q4"],
            [place],
            [last[designer] / 1e6],
        )
        for designer, place in designers.items()
    )
