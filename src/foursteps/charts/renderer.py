"""From an Altair chart to the output that a notebook stores.

The bundle draws in JupyterLab and Notebook 7 with no network (Vega-Lite 5 label), shows as a
picture where only pictures show, and is the source of the figure on the site.
"""

import base64
import html
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

from foursteps.charts import country_scale, rules, theme
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
    cut = _cut(vega, spec)
    if cut:
        raise ChartError(
            f"{spec['usermeta']['id']}: a label is cut ({cut!r}): shorten it (about 32 characters fit beside an axis)"
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


def _cut(vega, spec):
    """Return a text that Vega shortened with an ellipsis to fit its limit, else None."""
    own = json.dumps(spec, ensure_ascii=False)
    for text in re.findall(r">([^<>]*…)</text>", vl_convert.vega_to_svg(vega)):
        if html.unescape(text) not in own:
            return html.unescape(text)
    return None


def normalise(spec):
    """Return a copy of a specification that depends on nothing but the chart.

    Floats keep seven significant digits (platforms differ beyond), views and data are
    numbered within the chart, columns that it never names are left out, long titles are
    broken into lines, single and layered charts take the width that a phone can show.
    """
    spec = json.loads(json.dumps(_plain(spec), ensure_ascii=False, allow_nan=False))
    spec["$schema"] = SCHEMA
    spec = country_scale.complete(_rename(_prune(spec)))
    _one_legend(spec)
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


def _prune(spec):
    """Leave out the columns whose names stand nowhere in the specification."""
    words = "\n".join(_strings({k: v for k, v in spec.items() if k != "datasets"}))
    if '"content": "data"' in json.dumps(spec):  # a tooltip of all columns
        return spec
    for name, rows in spec.get("datasets", {}).items():
        columns = {column for row in rows if isinstance(row, dict) for column in row}
        # Altair writes a dot or bracket in a column's name with a backslash before it.
        plain = words.replace("\\", "")
        unused = {column for column in columns if column not in plain}
        if unused and unused != columns:
            spec["datasets"][name] = [
                {key: value for key, value in row.items() if key not in unused} for row in rows
            ]
    return spec


def _strings(node):
    if isinstance(node, dict):
        for child in node.values():
            yield from _strings(child)
    elif isinstance(node, list):
        for child in node:
            yield from _strings(child)
    elif isinstance(node, str):
        yield node


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
            if re.fullmatch(r"view_(\d+|[0-9a-f]{16})(_\d+)?", node):
                return views.setdefault(node, f"view_{len(views) + 1}")
        return node

    out = walk(spec)
    if "datasets" in spec:
        out["datasets"] = {names[old]: rows for old, rows in spec["datasets"].items()}
    if "usermeta" in spec:
        out["usermeta"] = spec["usermeta"]
    return out


def _one_legend(spec):
    """Where shape and dash tell the same column, the legend shows the shape only.

    Vega would merge the two into a symbol with a dashed rim, which reads as neither.
    """
    found = [encoding for encoding, _ in country_scale.encodings(spec)]
    shaped = {e["shape"].get("field") for e in found if isinstance(e.get("shape"), dict)}
    for encoding in found:
        dash = encoding.get("strokeDash")
        if isinstance(dash, dict) and "field" in dash and dash["field"] in shaped:
            dash.setdefault("legend", None)


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
    one = ("mark" in spec or "layer" in spec) and not (
        {"row", "column", "facet"} & set(spec.get("encoding", {}))
    )
    if one:
        if "autosize" not in spec and not isinstance(spec.get("width"), dict):
            spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    elif "view" in spec.get("config", {}):
        # Vega-Lite fits single and layered views only: elsewhere leave room for the axes.
        spec["config"]["view"] |= {
            "continuousWidth": theme.PANEL_WIDTH, "discreteWidth": theme.PANEL_WIDTH
        }  # fmt: skip
