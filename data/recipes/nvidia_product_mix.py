"""The mix of products that the estimates of NVIDIA chips assume, by fiscal quarter."""

import pandas as pd


def build(raw, recipe):
    """Return the table from the publisher's two files under the folder `raw`."""
    source, chips = (pd.read_csv(raw / path) for path in recipe.raw)
    h20 = chips[chips["Name"].str.endswith(" - H20")]
    h20 = h20.set_index(h20["Name"].str.removesuffix(" - H20"))
    units = h20["Number of Units"].astype(float)
    power = h20["Compute estimate in H100e (median)"].astype(float)
    return pd.DataFrame(
        {
            "fiscal_quarter": source["Quarter"],
            "quarter_end": pd.to_datetime(source["End Date"], format="%Y-%m-%d"),
            "compute_revenue_usd_bn": source["compute_revenue"].astype(float),
            "h20_share": source["H20"].astype(float),
            "h20_units": source["Quarter"].map(units),
            "h20_h100e": source["Quarter"].map(power),
        }
    ).sort_values("fiscal_quarter", ignore_index=True)
