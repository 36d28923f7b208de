"""Measures of the AI Index for the US and China, one row per measure, period and place."""

import pandas as pd

FOLDER = "ai_index_2026"
US_CHINA = {"United States": "US", "China": "China"}


def _path(figure):
    return f"{FOLDER}/fig_{figure.replace('.', '_')}.csv"


def build(raw, recipe):
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
    return table[recipe.columns].sort_values(recipe.primary_key, ignore_index=True)


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
