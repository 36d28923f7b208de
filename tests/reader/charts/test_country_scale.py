"""The two countries look the same in every chart, and everybody can tell them apart."""

import re

import altair as alt
import numpy as np
import pandas as pd
import pytest

from foursteps import charts
from foursteps.charts import renderer, theme
from tests.reader.charts.examples import X, Y, line, spending, words

LIGHT, DARK = "#ffffff", "#121212"


def linear(color):
    value = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Contrast ratio of WCAG 2.2."""
    low, high = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other))
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira and Fernandes (2009), severity 1.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deuteranopia": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "tritanopia": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}  # fmt: skip


def oklab(rgb):
    m1 = [[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]]
    m2 = [[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]
    return np.array(m2) @ np.cbrt(np.array(m1) @ np.clip(rgb, 0, 1))


def seen_apart(one, other, sight):
    a, b = (oklab(np.array(SIGHT[sight]) @ linear(c)) for c in (one, other))
    return np.linalg.norm(a - b)


@pytest.fixture(scope="module")
def css(root):
    """{theme: {name: colour}} as the site's style sheet has them."""
    sheet = root / "src/foursteps/book/site/figures/static/figures.css"
    blocks = re.findall(
        r"(:root|html\[data-theme=\"dark\"\]) \{(.*?)\}", sheet.read_text(), re.DOTALL
    )
    light, dark = (dict(re.findall(r"--fs-([\w-]+): (#\w{6});", body)) for _, body in blocks[:2])
    return {"light": light, "dark": dark}


def test_the_style_sheet_has_the_colours_of_the_theme(css):
    for color, name in theme.NAMES.items():
        assert css["light"][name] == color
    assert css["light"]["ink"] == theme.INK
    assert css["light"].keys() == css["dark"].keys()


@pytest.mark.parametrize(("scheme", "paper"), [("light", LIGHT), ("dark", DARK)])
def test_contrast(css, scheme, paper):
    for name, color in css[scheme].items():
        if name not in ("grid", "paper"):
            assert contrast(color, paper) >= 3, (name, color)
    for name in ("us", "china", "ink"):  # these also colour words
        assert contrast(css[scheme][name], paper) >= 4.5, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_the_two_are_told_apart_by_every_eye(css, scheme, sight):
    assert seen_apart(css[scheme]["us"], css[scheme]["china"], sight) > 0.12


def test_neither_red_nor_blue():
    for color in (theme.US, theme.CHINA):
        red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
        assert not (red > 2 * max(green, blue) or blue > 2 * max(red, green)), color


def scales(chart):
    spec = renderer.bundle(chart.properties(**words("x")).to_dict())[0][
        "application/vnd.vegalite.v5+json"
    ]
    return {c: d["scale"] for c, d in spec["encoding"].items() if "scale" in d}


@pytest.fixture(autouse=True)
def no_picture(monkeypatch):
    monkeypatch.setenv("FOURSTEPS_NO_PNG", "1")


def test_a_third_place_gets_a_third_look():
    more = pd.concat([spending(), pd.DataFrame({"year": [2010], "spend": 50, "place": "Japan"})])
    chart = alt.Chart(more).mark_line().encode(
        X, Y, charts.place_color("place"), charts.place_dash("place")
    )  # fmt: skip
    found = scales(chart)
    assert found["color"]["domain"] == ["US", "China", "Japan"]
    assert found["color"]["range"] == [theme.US, theme.CHINA, theme.OTHERS[0]]
    assert len(found["strokeDash"]["range"]) == 3


def test_a_place_that_is_not_in_the_data_is_not_in_the_legend():
    data = spending().query("place == 'China'")
    chart = alt.Chart(data).mark_line().encode(
        X, Y, charts.place_color("place"), charts.place_dash("place")
    )  # fmt: skip
    assert scales(chart)["color"] == {"domain": ["China"], "range": [theme.CHINA]}


def test_order_of_others_and_arguments_passed_on():
    channel = charts.place_color("actor", others=["UK", "Italy"], title="Actor", legend=None)
    made = channel.to_dict()
    assert made["field"] == "actor"
    assert made["scale"]["domain"] == ["US", "China", "UK", "Italy"]
    assert made["title"] == "Actor"
    assert made["legend"] is None
    assert len(set(made["scale"]["range"])) == 4


def test_the_same_everywhere():
    assert scales(line())["color"]["range"] == [theme.US, theme.CHINA]
