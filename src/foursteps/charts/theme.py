"""The book's look: one width that a phone can show, and colours everyone can tell apart."""

from foursteps.ground.vega_lite import Spec

# A chart is laid out once, 440 units wide, and scaled everywhere: at 390 px a label of 13
# units is still 10 px high, so no second layout is needed for phones.
WIDTH = 440
HEIGHT = 250
# Default width of a panel in facets, repeats and concatenations, without its axis.
PANEL_WIDTH = 360
# Wider than this, labels fall below 9 px on a phone.
MAX_WIDTH = 500

# Size of all words but titles.
TEXT = 13

INK = "#1f2328"
GRID = "#d5d9dd"
PAPER = "#ffffff"
# Ours comes with the site and with the package. In a reader's notebook, where the browser does
# not have it, the next ones stand in, and Vega measures what it draws.
FONT = "Four Steps Sans, Liberation Sans, Arial, Helvetica, sans-serif"

US, CHINA = "#5a35a8", "#b25e00"
# Other places and other categories: told apart by lightness too, and never red or blue.
OTHERS = ["#00857a", "#34454c", "#c4479a", "#7a7a00", "#858585", "#8f4a3c"]

MUTED = "#6b7278"

# Name of each colour on the site (CSS variable `--fs-…`), where dark pages repaint it.
NAMES = {
    US: "us",
    CHINA: "china",
    **{color: f"other-{n}" for n, color in enumerate(OTHERS, 1)},
    MUTED: "muted",
    GRID: "grid",
    PAPER: "paper",
}

RAMP = ["#e9f1ef", "#a9d0ca", "#5ba79e", "#1f7a72", "#084c46"]
DIVERGING = ["#8a4a00", "#d08b3c", "#f1dfc6", "#e2dcf0", "#9a80cc", "#4b2a94"]


def config() -> Spec:
    """Return the Vega-Lite `config` of every chart (a new dict)."""
    text: Spec = {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": TEXT,
        "titleFontSize": TEXT,
    }
    return {
        "background": PAPER,
        "padding": 4,
        "font": FONT,
        "view": {
            "continuousWidth": WIDTH,
            "discreteWidth": WIDTH,
            "continuousHeight": HEIGHT,
            "discreteHeight": {"step": 24},
            "stroke": None,
        },
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": INK,
            "subtitleColor": INK,
            "fontSize": 16,
            "subtitleFontSize": TEXT,
            "fontWeight": 600,
            "lineHeight": 20,
            "offset": 10,
        },
        "axis": {
            **text,
            "titleFontWeight": 400,
            "titlePadding": 8,
            "gridColor": GRID,
            "gridOpacity": 0.7,
            "domainColor": INK,
            "tickColor": INK,
            "labelLimit": 210,
            "labelOverlap": True,
        },
        "axisBand": {"grid": False},
        "legend": {
            **text,
            "orient": "top",
            "titleFontWeight": 600,
            "symbolSize": 110,
            "symbolBaseFillColor": INK,
            "symbolBaseStrokeColor": INK,
            "labelLimit": 220,
            "offset": 6,
        },
        "header": {**text, "titleFontWeight": 400, "labelFontWeight": 600},
        "range": {
            # US purple and China amber are kept for the two countries.
            "category": [*OTHERS],
            "ordinal": [*RAMP],
            "ramp": [*RAMP],
            "heatmap": [*RAMP],
            "diverging": [*DIVERGING],
        },
        "mark": {"color": OTHERS[0]},
        "line": {"strokeWidth": 2.5},
        "point": {"size": 70, "filled": True, "opacity": 0.9},
        "circle": {"size": 70, "opacity": 0.9},
        "rule": {"color": INK},
        "text": {"color": INK, "fontSize": TEXT},
        "errorbar": {"ticks": True},
    }
