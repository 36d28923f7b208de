"""The book's look: one width that a phone can show, and colours everyone can tell apart."""

# A chart is laid out once, 460 units wide, and scaled everywhere: at 390 px a label of 13
# units is still 10 px high, so no second layout is needed for phones.
WIDTH = 460
HEIGHT = 260
# Wider than this, labels fall below 9 px on a phone.
MAX_WIDTH = 520

INK = "#1f2328"
GRID = "#d5d9dd"
PAPER = "#ffffff"
# Metrics of Liberation Sans (which vl-convert carries), Arial and Helvetica agree, so the
# layout computed at build holds in the reader's browser.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

US, CHINA = "#5a35a8", "#b25e00"
# Other places and other categories: told apart by lightness too, and never red or blue.
OTHERS = ["#00857a", "#34454c", "#c4479a", "#7a7a00", "#858585", "#8f4a3c"]

# What the site paints instead of each colour when the page is dark.
DARK = {
    US: "#b79cf5",
    CHINA: "#f0a030",
    "#00857a": "#2fb8a6",
    "#34454c": "#d3dde1",
    "#c4479a": "#f58cc8",
    "#7a7a00": "#c9c95a",
    "#858585": "#a3a3a3",
    "#8f4a3c": "#d99a8c",
    GRID: "#3d444d",
    PAPER: "#14181e",
}

RAMP = ["#e9f1ef", "#a9d0ca", "#5ba79e", "#1f7a72", "#084c46"]
DIVERGING = ["#8a4a00", "#d08b3c", "#f1dfc6", "#e2dcf0", "#9a80cc", "#4b2a94"]


def config():
    """Return the Vega-Lite `config` of every chart (a new dict)."""
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": 13, "titleFontSize": 13}
    return {
        "background": PAPER,
        "padding": 6,
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
            "subtitleFontSize": 13,
            "fontWeight": 600,
            "lineHeight": 20,
            "offset": 10,
        },
        "axis": {
            **text,
            "titleFontWeight": 500,
            "titlePadding": 8,
            "gridColor": GRID,
            "domainColor": INK,
            "tickColor": INK,
            "labelLimit": 170,
            "labelOverlap": True,
        },
        "axisBand": {"grid": False},
        "legend": {
            **text,
            "orient": "top",
            "titleFontWeight": 500,
            "symbolSize": 110,
            "labelLimit": 220,
            "offset": 6,
        },
        "header": {**text, "titleFontWeight": 500, "labelFontWeight": 600},
        "range": {
            # US purple and China amber are kept for the two countries.
            "category": OTHERS,
            "ordinal": RAMP,
            "ramp": RAMP,
            "heatmap": RAMP,
            "diverging": DIVERGING,
        },
        "mark": {"color": OTHERS[0]},
        "line": {"strokeWidth": 2.5},
        "point": {"size": 70, "filled": True, "opacity": 0.9},
        "circle": {"size": 70, "opacity": 0.9},
        "rule": {"color": INK},
        "text": {"color": INK, "fontSize": 13},
        "errorbar": {"ticks": True},
    }
