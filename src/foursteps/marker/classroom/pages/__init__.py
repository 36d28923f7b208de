"""The pages that the marker writes: self-contained HTML, readable aloud and on paper."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from foursteps.judging.question import Criterion
from foursteps.marker.exercise.scheme import Scheme

# What a template can show.
Value = None | bool | float | str | Scheme | Criterion | Sequence["Value"] | Mapping[str, "Value"]
Row = Mapping[str, Value]


def render(template: str, **values: Value) -> str:
    """The HTML text of a template of this folder; every value is escaped."""
    return _environment().get_template(template).render(**values) + "\n"


@lru_cache(maxsize=1)
def _environment():
    """The templates, each compiled once for a whole class."""
    import jinja2
    from markupsafe import Markup, escape

    def coded(text):
        """`code` between backticks becomes <code>."""
        return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(coded=coded, points=points, sentence=sentence)
    return environment


def points(value: float) -> str:
    """Points as people write them: 1, 0.5, 0.75."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def sentence(text: str) -> str:
    """The text with a capital at the beginning and a full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…”" else ".")
