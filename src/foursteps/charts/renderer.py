"""From an Altair chart to the output that a notebook stores.

The bundle draws in JupyterLab and Notebook 7 with no network (Vega-Lite 5 label), shows as a
picture where only pictures show, and is the source of the figure on the site.
"""

import base64
import io
import json
import math
import os
import re
import textwrap

import altair as alt
import pandas as pd
import vl_convert
from PIL import Image

from foursteps.charts import places, rules, theme
from foursteps.charts.rules import ChartError

MIME = "application/vnd.vegalite.v5+json"
# JupyterLab and Notebook 7 carry Vega-Lite 5; with the label of 6 they draw nothing.
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
VL_VERSION = "6.4"
# A picture in a stored notebook at most so large at double density, else at single.
MAX_PNG = 30_000
TITLE_CHARS = 52


def enable():
    """Turn on the book's theme and renderer for every Altair chart of this session."""
    alt.theme.register("foursteps", enable=True)(lambda: {"config": theme.config()})
    alt.renderers.register("foursteps", bundle)
    alt.renderers.enable("foursteps")


def bundle(spec, **_):
    """Return (data, metadata) of a chart for Jupyter.

    spec: the chart's `to_dict()`. data has the normalised specification, a PNG (palette of
    at most 256 colours; left out when FOURSTEPS_NO_PNG=1) and the description as text.
    Raises ChartError when the chart lacks what every chart must carry.
    """
    spec = normalise(spec)
    vega = compiled(spec)
    rules.check(spec, vega)
    data = {MIME: spec, "text/plain": spec["description"]}
    if os.environ.get("FOURSTEPS_NO_PNG") == "1":
        return data, {}
    png, width, height = picture(vega)
    if width > theme.MAX_WIDTH:
        raise ChartError(
            f"{spec['usermeta']['id']}: {width} px wide; a phone shows at most {theme.MAX_WIDTH}: "
            "stack the panels (columns=2), set a smaller width=, or shorten labels and titles"
        )
    data["image/png"] = base64.b64encode(png).decode("ascii")
    return data, {"image/png": {"width": width, "height": height, "alt": spec["description"]}}


def compiled(spec):
    """Return the Vega specification (dict) of a Vega-Lite one."""
    vega = vl_convert.vegalite_to_vega(spec, vl_version=VL_VERSION)
    return json.loads(vega) if isinstance(vega, str) else vega


def picture(vega):
    """Return (PNG bytes, width, height): at double density if that is small, else single."""
    for scale in (2, 1):
        raw = vl_convert.vega_to_png(vega, scale=scale)
        image = Image.open(io.BytesIO(raw)).convert("RGB")
        few = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        if scale == 1 or out.tell() <= MAX_PNG:
            return out.getvalue(), round(image.width / scale), round(image.height / scale)


def normalise(spec):
    """Return a copy of a specification that depends on nothing but the chart.

    Floats keep seven significant digits (platforms differ beyond), views and data are
    numbered within the chart, long titles are broken into lines, single and layered charts
    take the width that a phone can show.
    """
    spec = json.loads(json.dumps(_plain(spec), ensure_ascii=False, allow_nan=False))
    spec["$schema"] = SCHEMA
    spec = _rename(spec)
    spec = places.complete(spec)
    _break_title(spec)
    _fit(spec)
    return spec


def _plain(value):
    """Return value as plain Python: NumPy and pandas scalars cast, NaN and infinities None."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (str, bool, int)):
        return value
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return _plain(value.item())
    if isinstance(value, float):
        if math.isinf(value):
            return None
        return value if value.is_integer() else float(f"{value:.7g}")
    return str(value)


def _rename(spec):
    """Number Altair's automatic view and dataset names within the chart."""
    names = {}
    for old in spec.get("datasets", {}):
        names[old] = f"table-{len(names) + 1}"
    views = {}

    def walk(node, key=None):
        if isinstance(node, dict):
            return {k: walk(v, k) for k, v in node.items() if k not in ("datasets", "usermeta")}
        if isinstance(node, list):
            return [walk(item, key) for item in node]
        if key in ("name", "views") and isinstance(node, str):
            if node in names:
                return names[node]
            if re.fullmatch(r"view_\d+", node):
                return views.setdefault(node, f"view_{len(views) + 1}")
        return node

    out = walk(spec)
    if "datasets" in spec:
        out["datasets"] = {names[old]: rows for old, rows in spec["datasets"].items()}
    if "usermeta" in spec:
        out["usermeta"] = spec["usermeta"]
    return out


def _break_title(spec):
    title = spec.get("title")
    if isinstance(title, str):
        spec["title"] = _lines(title, TITLE_CHARS)
    elif isinstance(title, dict):
        for key, width in (("text", TITLE_CHARS), ("subtitle", 64)):
            if isinstance(title.get(key), str):
                title[key] = _lines(title[key], width)


def _lines(text, width):
    lines = textwrap.wrap(text, width)
    return lines if len(lines) > 1 else text


def _fit(spec):
    # Vega-Lite fits single and layered views only; elsewhere it would complain.
    if "mark" not in spec and "layer" not in spec or "autosize" in spec:
        return
    if {"row", "column", "facet"} & set(spec.get("encoding", {})):
        return
    if isinstance(spec.get("width"), dict):
        return
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
