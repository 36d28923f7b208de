"""Where in China AI services are filed: counts of deep-synthesis algorithms by province."""

import pandas as pd

RESIDUAL = "Other provinces"


def build(raw, recipe):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / recipe.raw[0])
    residual = source["province"].str.startswith(RESIDUAL)
    table = pd.DataFrame(
        {
            "province": source["province"].mask(residual, RESIDUAL),
            "filings": source["filings"],
            "residual": residual,
        }
    )
    return table.sort_values("province", ignore_index=True)
