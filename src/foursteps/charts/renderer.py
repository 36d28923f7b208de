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

import pandas as pd
import vl_convert
from PIL import Image

from foursteps.charts import country_scale, face, theme, tooltips
from foursteps.ground.vega_lite import (
    Json,
    Spec,
    mapping,
    nodes,
    replaced,
    stored_rows,
    strings,
    views,
    words,
)

MIME = "application/vnd.vegalite.v5+json"
# JupyterLab and Notebook 7 carry Vega-Lite 5; with the label of 6 they draw nothing.
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
VL_VERSION = "6.4"
# A picture in a stored notebook at most so large at double density, else at single.
MAX_PNG = 30_000
TITLE_CHARS = 52


def bundle(spec: Spec, **_: Json) -> tuple[Spec, Spec]:
    """Return (data, metadata) of a chart for Jupyter.

    spec: the chart's `to_dict()`. data has the normalised specification, a PNG (palette of
    at most 256 colours; left out when FOURSTEPS_NO_PNG=1, and where Vega cannot draw the chart)
    and the description as text. Raises nothing: anybody's chart is shown, whatever it is.
    """
    try:
        spec = normalise(spec)
    except Exception:  # noqa: BLE001 - a chart that we cannot tidy is still its author's chart
        spec = {**spec, "$schema": SCHEMA}
    said = spec.get("description")
    text = said if words(said) else words(spec.get("title")) or "A chart"
    data: Spec = {MIME: spec, "text/plain": text}
    if os.environ.get("FOURSTEPS_NO_PNG") == "1":
        return data, {}
    try:
        png, width, height = picture(compiled(spec))
    except Exception:  # noqa: BLE001 - JupyterLab tries too, and says what Vega cannot draw
        return data, {}
    data["image/png"] = base64.b64encode(png).decode("ascii")
    return data, {"image/png": {"width": width, "height": height, "alt": text}}


def compiled(spec: Spec) -> Spec:
    """Return the Vega specification of a Vega-Lite one. Raises ValueError where Vega-Lite does."""
    face.register()
    vega = vl_convert.vegalite_to_vega(spec, vl_version=VL_VERSION)
    return json.loads(vega) if isinstance(vega, str) else vega


def picture(vega: Spec) -> tuple[bytes, int, int]:
    """Return (PNG bytes, width, height): at double density if that is small, else single."""
    for scale in (2, 1):
        raw = vl_convert.vega_to_png(vega, scale=scale)
        image = Image.open(io.BytesIO(raw)).convert("RGB")
        few = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        if out.tell() <= MAX_PNG:
            break
    return out.getvalue(), round(image.width / scale), round(image.height / scale)


def normalise(spec: Spec) -> Spec:
    """Return a copy of a specification that depends on nothing but the chart.

    Floats keep seven significant digits (platforms differ beyond), views and data are
    numbered within the chart, columns that it never names are left out, long titles are
    broken into lines, tooltips have names and forms, single and layered charts take the width
    that a phone can show.
    """
    spec = json.loads(json.dumps(_plain(spec), ensure_ascii=False, allow_nan=False))
    spec["$schema"] = SCHEMA
    spec = tooltips.complete(country_scale.complete(_rename(_prune(_typeset(spec)))))
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


def _typeset(spec):
    """Give columns whose names hold quotation marks the printer's ones, wherever they are named.

    Vega reads a column's name as a path in which a straight mark begins a text, and draws
    nothing; a backslash before it would be drawn too.
    """
    fields = (node.get("field") for node in nodes(spec))
    named = {field for field in fields if isinstance(field, str)}
    named |= {column for row in stored_rows(spec) for column in mapping(row)}
    names = {name for name in named if re.search("['\"]", name) and not re.search("\\[['\"]", name)}
    if not names:
        return spec
    names |= {re.sub(r"([.\[\]])", r"\\\1", name) for name in names}  # as Altair writes a field
    name = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))

    def curly(text):
        return name.sub(lambda found: found[0].translate({39: "’", 34: "”"}), text)

    def renamed(tree):
        if isinstance(tree, dict):
            return {curly(key): renamed(child) for key, child in tree.items()}
        if isinstance(tree, list):
            return [renamed(child) for child in tree]
        return curly(tree) if isinstance(tree, str) else tree

    return renamed(spec)


def _prune(spec):
    """Leave out the columns whose names stand nowhere in the specification."""
    said = "\n".join(strings({k: v for k, v in spec.items() if k != "datasets"}))
    if '"content": "data"' in json.dumps(spec):  # a tooltip of all columns
        return spec
    for name, rows in spec.get("datasets", {}).items():
        columns = {column for row in rows if isinstance(row, dict) for column in row}
        # Altair writes a dot or bracket in a column's name with a backslash before it.
        plain = said.replace("\\", "")
        unused = {column for column in columns if column not in plain}
        if unused and unused != columns:
            spec["datasets"][name] = [
                {key: value for key, value in row.items() if key not in unused} for row in rows
            ]
    return spec


def _rename(spec):
    """Number Altair's automatic view and dataset names within the chart."""
    names = {old: f"table-{n}" for n, old in enumerate(spec.get("datasets", {}), 1)}
    numbers: dict[str, str] = {}

    def numbered(key, text):
        if key not in ("name", "views"):
            return text
        if text in names:
            return names[text]
        if re.fullmatch(r"view_(\d+|[0-9a-f]{16})(_\d+)?", text):
            return numbers.setdefault(text, f"view_{len(numbers) + 1}")
        return text

    kept = ("datasets", "usermeta")
    out = mapping(replaced({k: v for k, v in spec.items() if k not in kept}, numbered))
    if "datasets" in spec:
        out["datasets"] = {names[old]: rows for old, rows in spec["datasets"].items()}
    if "usermeta" in spec:
        out["usermeta"] = spec["usermeta"]
    return out


def _one_legend(spec):
    """Where shape and dash tell the same column, the legend shows the shape only.

    Vega would merge the two into a symbol with a dashed rim, which reads as neither.
    """
    found = [mapping(view.node.get("encoding")) for view in views(spec)]
    shaped = [mapping(encoding.get("shape")).get("field") for encoding in found]
    for encoding in found:
        dash = mapping(encoding.get("strokeDash"))
        if "field" in dash and dash["field"] in shaped:
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
