"""Measures of the AI Index for the US and China, one row per measure, period and place."""

import pandas as pd

FOLDER = "ai_index_2026"
US_CHINA = {"United States": "US", "China": "China"}
# Figure of the AI Index -> columns read from its file.
FILES = {
    "1.1.2": ["Year", "Number of notable AI models", "Label"],
    "1.2.3": ["quarter", "Huawei", "Nvidia"],
    "1.3.2": ["Number of Data Centers", "Country"],
    "1.5.7": ["Year", "AI model downloads (% of total)", "Label"],
    "1.6.6": ["Year", "AI publications in CS (% of total)", "Label"],
    "1.7.3": ["Year", "Number of AI patents granted (in thousands)", "Label"],
    "2.1.3": ["Year", "Arena score (Elo-like)", "Label"],
    "4.2.2": ["Year", "Total investment (in billions of US dollars)"],
    "4.2.10": ["Year", "Total investment (in billions of US dollars)", "Label"],
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
        "country. Data centres are sites of any size. Patents are grants without quality weight. "
        "Robots are not AI. The notable models are Epoch AI's count in early 2026 and differ from "
        "the later table notable_models. `basis` says for each row what is counted."
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
        "files fig_1.1.2, 1.2.3, 1.3.2, 1.5.7, 1.6.6, 1.7.3, 2.1.3, 4.2.2, 4.2.10, 4.2.11, "
        "4.2.14, 4.5.1 and 4.5.5 (.csv), unchanged, and call each by its number with underscores "
        "in the folder ai_index_2026/, as in ai_index_2026/fig_4_2_11.csv."
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
            "description": "Year (2025), quarter (2025Q4) or month (2026-03)",
            "unit": None,
            "constraints": {"required": True, "pattern": r"[0-9]{4}(Q[1-4]|-[0-9]{2})?"},
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
            "description": "US, China, world, or unknown (authors without an address)",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China", "world", "unknown"]},
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
        "Generative AI investment has no Chinese value before 2021.",
        (
            "The share of AI publications without an address (`unknown`) jumps from 21 % (2023) to "
            "39 % (2024): the fall of both countries in 2024 is missing addresses."
        ),
        (
            "A third of the downloads behind open_model_download_share have no affiliation and about "
            "a quarter are 'International/Online'; the 2025 value ends in the third quarter."
        ),
        (
            "Compute: AMD's 0 in 2025Q4 is missing, not zero, upstream; only Nvidia and Huawei are "
            "taken, under the country of the designer."
        ),
        (
            "Arena compares answers by the votes of users; its monthly values must not be joined to "
            "other Arena series."
        ),
        "Robots are rounded to thousands and are flows, not the stock.",
    ],
}


def build(raw):
    """Return all measures stacked, from the publisher's files under the folder `raw`."""
    measures = [
        _investment(raw, "4.2.11", "private_investment", "private AI investment"),
        _investment(raw, "4.2.10", "generative_ai_investment", "private generative AI investment"),
        _world_investment(raw),
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
            "1.6.6",
            "publications_share",
            "% of AI publications in computer science",
            "AI publications in computer science by country of the authors",
            years=[2023, 2024],
            scale=100,
            places={**US_CHINA, "Unknown": "unknown"},
        ),
        _areas(
            raw,
            "1.1.2",
            "notable_models",
            "models",
            "notable AI models of the year, Epoch AI's count in early 2026",
            years=[2023, 2024, 2025],
        ),
        _areas(
            raw,
            "1.5.7",
            "open_model_download_share",
            "% of downloads",
            "downloads of the top models on Hugging Face by country of the developer",
            years=[2024, 2025],
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
        _sites(raw),
        _arena(raw),
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


def _areas(raw, figure, measure, unit, basis, years, scale=1, places=US_CHINA, label="Label"):
    # Files with a year, a value and the name of an area; names may carry trailing blanks.
    source = _read(raw, figure)
    value = next(c for c in source.columns if c not in ("Year", label))
    source = source.assign(
        place=source[label].str.strip().map(places), year=source["Year"].astype(int)
    )
    kept = source[source["year"].isin(years)].dropna(subset=["place"])
    return _rows(
        figure, measure, unit, basis, kept["year"].astype(str), kept["place"], kept[value] * scale
    )


def _investment(raw, figure, measure, what):
    basis = f"{what}, nominal, deals of private firms only (Quid)"
    return _areas(raw, figure, measure, "bn USD, nominal", basis, years=range(2013, 2026))


def _world_investment(raw):
    source = _read(raw, "4.2.2").astype({"Year": int}).query("Year == 2025")
    return _rows(
        "4.2.2",
        "private_investment",
        "bn USD, nominal",
        "private AI investment, nominal, deals of private firms only (Quid)",
        source["Year"].astype(str),
        "world",
        source["Total investment (in billions of US dollars)"],
    )


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


def _sites(raw):
    source = _read(raw, "1.3.2")
    kept = source.assign(place=source["Country"].str.strip().map(US_CHINA)).dropna()
    return _rows(
        "1.3.2",
        "data_centre_sites",
        "sites",
        "data centres of any size and use (Cloudscene)",
        "2025",
        kept["place"],
        kept["Number of Data Centers"],
    )


def _arena(raw):
    source = _read(raw, "2.1.3")
    places = {"top US model": "US", "top China model": "China"}
    return _rows(
        "2.1.3",
        "arena_best",
        "Arena points",
        "best model of the month on the Arena (votes of users)",
        source["Year"].str[:7],
        source["Label"].str.strip().map(places),
        source["Arena score (Elo-like)"],
    )
