"""How vl-convert comes to know the typeface of the charts (`theme.FONT`).

It travels with the package, so that a chart drawn on any machine has the words of the site.
"""

import functools
from pathlib import Path

import vl_convert

FOLDER = Path(__file__).parent / "faces"


@functools.cache
def register() -> None:
    """Make the typeface known to vl-convert, once."""
    vl_convert.register_font_directory(str(FOLDER))
