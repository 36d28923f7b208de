"""Military spending of the US and China since 1989, with three placebo rivals for the fits."""

import pandas as pd

PLACES = {
    "United States of America": "US",
    "China": "China",
    # Placebos: states that arm for reasons of their own and not against the US.
    "India": "India",
    "Japan": "Japan",
    "Korea, South": "South Korea",
}
MEASURES = {
    "Constant (2024) US$": "spending_usd_2024_bn",
    "Current US$": "spending_usd_current_bn",
}
MILLIONS_PER_BN = 1000


def build(raw, recipe):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    kept = source[
        source["country"].isin(PLACES) & source["measure"].isin(MEASURES) & source["year"].ge(1989)
    ].assign(
        place=lambda t: t["country"].map(PLACES),
        measure=lambda t: t["measure"].map(MEASURES),
        value=lambda t: (t["value"] / MILLIONS_PER_BN).round(4),
        estimate=lambda t: t["print_colour"].eq("blue"),
    )
    keys = ["place", "year"]
    table = kept.pivot(index=keys, columns="measure", values="value")
    table["estimate"] = kept.groupby(keys)["estimate"].any()
    return table.reset_index()[recipe.columns].rename_axis(None, axis=1)
