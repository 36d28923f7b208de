"""Charts in the book's one style, stored so that they show wherever a notebook is opened.

`enable()` in a notebook's first cell turns on the theme and the renderer; the chapters then
write plain Altair. `place_color`, `place_shape` and `place_dash` are the fixed scales for
"US" and "China". A chart that a reader could not understand or trace raises `ChartError`.
"""

from foursteps.charts.country_scale import place_color, place_dash, place_shape
from foursteps.charts.renderer import bundle, enable
from foursteps.charts.rules import ChartError

__all__ = ["ChartError", "bundle", "enable", "place_color", "place_dash", "place_shape"]
