"""Where in China AI services are filed: counts of deep-synthesis algorithms by province."""

import pandas as pd

RAW = "diffusion/cac_deep_synthesis_filings_by_province_2025_07.csv"
RESIDUAL = "Other provinces"

TABLE = {
    "title": "Filings of deep-synthesis algorithms by Chinese province, to July 2025",
    "description": (
        "Deep-synthesis algorithms filed with the Cyberspace Administration of China up to July "
        "2025, by province, as a private compilation infers it from the prefix of the filing's "
        "number. The seat of the provider that files, not the place of use; a legal duty, so a "
        "count of services offered to the public. Counts, not rates, and supply, not use."
    ),
    "publisher": "Cyberspace Administration of China, compiled by a private author",
    "url": "https://adg.csdn.net/69730d09437a6b40336b626e.html",
    "licence": "facts; no licence of the compilation",
    "reuse": "facts-only",
    "licence_note": "publisher's terms not open: only the values drawn are kept",
    "vintage": "2025-07",
    "retrieved": "2026-11-23",
    "access": "manual",
    "raw": [RAW],
    "download": (
        "From the page take the table of filings by province, as CSV with the columns province, "
        f"filings, share_pct, source_url, and call it {RAW}."
    ),
    "verified": False,
    "raw_columns": {RAW: ["province", "filings"]},
    "primary_key": ["province"],
    "fields": [
        {
            "name": "province",
            "type": "string",
            "description": "Province or municipality; 'Other provinces' is the residual",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "filings",
            "type": "integer",
            "description": "Algorithms filed",
            "unit": "filings",
            "constraints": {"required": True, "minimum": 0},
        },
        {
            "name": "residual",
            "type": "boolean",
            "description": "The row holds provinces that the source does not list",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {},
    "quirks": ["The rows add up to 3,834, as the batches that the regulator published do."],
}


def build(raw):
    """Return the table from the extract under the folder `raw`."""
    source = pd.read_csv(raw / RAW)
    residual = source["province"].str.startswith(RESIDUAL)
    table = pd.DataFrame(
        {
            "province": source["province"].mask(residual, RESIDUAL),
            "filings": source["filings"],
            "residual": residual,
        }
    )
    return table.sort_values("province", ignore_index=True)
