"""Charts in the book's one style, stored so that they show wherever a notebook is opened.

`enable()` in a notebook's first cell turns on the theme and the renderer; the chapters then
write plain Altair. `place_color`, `place_shape` and `place_dash` are the fixed scales for
"US" and "China". Any chart draws: what a chart of the book must carry is looked at where the
book is made (`foursteps.charts.rules`).
"""

from typing import cast

import altair as alt

from foursteps.charts import renderer, theme
from foursteps.charts.country_scale import place_color, place_dash, place_shape

__all__ = ["enable", "place_color", "place_dash", "place_shape"]


def enable() -> None:
    """Turn on the book's theme and renderer for every Altair chart of this session."""
    alt.theme.register("foursteps", enable=True)(_theme)
    alt.renderers.register("foursteps", renderer.bundle)
    alt.renderers.enable("foursteps")


def _theme() -> alt.theme.ThemeConfig:
    # Altair declares each key of its configuration; ours are those of Vega-Lite.
    return cast("alt.theme.ThemeConfig", {"config": theme.config()})
