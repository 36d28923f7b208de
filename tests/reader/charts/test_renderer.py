"""What a notebook stores: the same for the same chart, small, and readable everywhere."""

import base64
import hashlib
import io
import json
import os
import subprocess
import sys

import altair as alt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from foursteps import charts
from foursteps.charts import renderer, theme
from tests.reader.charts import examples
from tests.reader.charts.examples import X, Y, complete, line, spending, words

MIME = "application/vnd.vegalite.v5+json"


def stored(chart):
    return renderer.bundle(chart.to_dict())


@pytest.mark.parametrize("kind", examples.KINDS, ids=lambda kind: kind.__name__)
def test_bundle(kind):
    data, metadata = stored(complete(kind))
    assert set(data) == {MIME, "image/png", "text/plain"}
    spec = data[MIME]
    assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    assert data["text/plain"] == spec["description"] == metadata["image/png"]["alt"]
    json.dumps(spec, allow_nan=False)
    raw = base64.b64decode(data["image/png"])
    picture = Image.open(io.BytesIO(raw))
    assert picture.mode == "P"  # at most 256 colours
    assert len(raw) <= renderer.MAX_PNG
    assert picture.width in (metadata["image/png"]["width"], 2 * metadata["image/png"]["width"])
    assert metadata["image/png"]["width"] <= theme.MAX_WIDTH


def test_jupyter_gets_the_bundle():
    data, metadata = complete(line)._repr_mimebundle_()
    assert MIME in data
    assert "alt" in metadata["image/png"]


@pytest.mark.long
def test_a_busy_picture_falls_back_to_single_density():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.random(3000), "y": rng.random(3000)})
    x, y = alt.X("x:Q", title="x (share)"), alt.Y("y:Q", title="y (share)")
    color = alt.Color("y:Q", scale=alt.Scale(scheme="rainbow"))
    chart = alt.Chart(data).mark_point().encode(x, y, color).properties(**words("x"))
    data, metadata = stored(chart)
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.width == metadata["image/png"]["width"]


def test_no_picture_on_request(monkeypatch):
    monkeypatch.setenv("FOURSTEPS_NO_PNG", "1")
    data, metadata = stored(complete(line))
    assert set(data) == {MIME, "text/plain"}
    assert metadata == {}


def test_same_chart_same_bytes():
    once, again = stored(complete(examples.layered)), stored(complete(examples.layered))
    assert once == again


def test_names_do_not_depend_on_altair():
    chart = alt.layer(line(), examples.brushed()).properties(**words("x"))
    spec = stored(chart)[0][MIME]
    assert spec["params"][0]["views"] == ["view_1"]
    assert spec["layer"][1]["name"] == "view_1"
    assert list(spec["datasets"]) == ["table-1"]
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"table-1"}


@pytest.mark.long
def test_same_bytes_in_a_fresh_process(root):
    script = (
        "from tests.reader.charts.test_renderer import digest\n"
        "from foursteps import charts; charts.enable(); print(digest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root, env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == digest()


def digest():
    """One number for all that six charts become."""
    made = [renderer.bundle(examples.complete(kind).to_dict())[0] for kind in examples.KINDS[-6:]]
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()


def test_scalars_of_numpy_and_pandas():
    spec = complete(line).to_dict()
    rows = next(iter(spec["datasets"].values()))
    rows[0]["spend"] = np.float64(1.5)
    rows[1]["year"] = np.int64(2011)
    rows[2]["spend"] = pd.NA
    rows[3]["spend"] = float("nan")
    rows[4]["spend"] = float("inf")
    rows[5]["spend"] = pd.Timestamp("2020-01-02")
    rows[6]["spend"] = np.bool_(True)
    out = renderer.bundle(spec)[0][MIME]["datasets"]["table-1"]
    assert [row["spend"] for row in out[2:5]] == [None, None, None]
    assert (out[0]["spend"], out[1]["year"], out[5]["spend"]) == (1.5, 2011, "2020-01-02T00:00:00")
    assert out[6]["spend"] is True


def test_nullable_columns_of_pandas():
    data = spending().astype({"year": "Int64", "spend": "Float64"})
    data.loc[0, "spend"] = pd.NA
    chart = alt.Chart(data).mark_line().encode(X, Y, strokeDash=charts.place_dash("place"))
    rows = stored(chart.properties(**words("x")))[0][MIME]["datasets"]["table-1"]
    assert rows[0]["spend"] is None
    assert isinstance(rows[1]["year"], int)


def test_floats_are_rounded_and_unused_columns_left_out():
    data = spending().assign(spend=lambda d: d.spend / 3, note="long text")
    chart = alt.Chart(data).mark_line().encode(X, Y, charts.place_dash("place"))
    rows = stored(chart.properties(**words("x")))[0][MIME]["datasets"]["table-1"]
    assert set(rows[0]) == {"year", "spend", "place"}
    assert rows[1]["spend"] == 103.5
    assert all(len(repr(row["spend"])) <= 8 for row in rows)


def test_long_title_is_broken_into_lines():
    title = "A title so long that no phone could ever show it on one line, whatever one did"
    spec = stored(line().properties(**words("x", title)))[0][MIME]
    assert " ".join(spec["title"]) == title
    assert all(len(part) <= renderer.TITLE_CHARS for part in spec["title"])


def test_one_legend_where_shape_and_dash_say_the_same():
    spec = stored(complete(examples.layered))[0][MIME]
    dashes = [layer["encoding"].get("strokeDash") for layer in spec["layer"]]
    assert [dash["legend"] for dash in dashes if dash] == [None]
    assert "legend" not in stored(complete(line))[0][MIME]["encoding"]["strokeDash"]
