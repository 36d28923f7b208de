"""Numbers that go from a notebook's code into its prose.

A code cell calls `publish`; the prose holds the value between two marks that no reader sees,
`<!--=name:.1f-->5.5<!--/-->`, and `foursteps notebooks` writes it there (`foursteps.book.prose.fill`).
A finding in words is held by `holds`: when the data stop saying so, the notebook stops.
"""

import math
import re

MIME = "application/vnd.foursteps.values+json"
FINDING_MIME = "application/vnd.foursteps.finding+json"
DIGITS = 7  # significant digits kept of a float: those on which machines agree

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class PublishError(ValueError):
    """A call of `publish` that says too little, or a value that prose cannot hold."""


class FindingError(AssertionError):
    """The data no longer say what a sentence of the page says."""


def publish(*, tables=None, toy=False, cited=None, **values):
    """Publish named values, so that the prose can hold them.

    Say where the values come from, in exactly one way: `tables`, a list of the names of the
    tables that every value of the call is computed from (a test nudges each and sees the
    values move); `toy=True`, for results of a model that no table moves; or `cited`, the
    reference's key in `chapters/references.bib`, for figures taken from the literature.

    Values are int, float, str or bool; NumPy scalars are cast. In a notebook the values are
    shown, one `name = value` a line, and stored in the output; in plain Python nothing is
    shown. Returns None. Raises PublishError, which names the value and what to do.
    """
    source = _source(tables, toy, cited)
    if not values:
        raise PublishError("publish needs at least one value: publish(tables=[…], name=value)")
    plain = {name: _plain(name, value) for name, value in values.items()}
    _show(
        {
            MIME: {"values": plain, **source},
            "text/plain": "\n".join(f"{name} = {_rounded(v)}" for name, v in plain.items()),
        }
    )


def holds(sentence: str, condition: bool) -> None:
    """Hold a finding in words: `sentence` stands on the page, `condition` is what makes it true.

    sentence: as a reader sees it in the prose, or in a chart's title or description, without
    links and emphasis; a part that says the finding is enough (a test looks for it, and sees the
    condition fail on other rows). condition: computed from the tables, True or False. Returns
    None. Raises FindingError if the condition is false, PublishError if it is neither.
    """
    if not isinstance(sentence, str) or not sentence.strip():
        raise PublishError("holds needs the sentence: holds('No country leads', condition)")
    scalar = hasattr(condition, "item") and getattr(condition, "ndim", None) == 0
    truth = condition.item() if scalar else condition
    if not isinstance(truth, bool):
        raise PublishError(
            f"holds({sentence!r}, …): the condition is a {type(condition).__name__}, not True or"
            " False: end it with .all() or .any(), or compare"
        )
    _show(
        {FINDING_MIME: {"sentence": sentence, "holds": truth}, "text/plain": f"holds: {sentence}"}
    )
    if not truth:
        raise FindingError(f"the data no longer say {sentence!r}: mend the sentence on the page")


def _source(tables, toy, cited):
    """The one origin of the call's values, as stored: {"tables": […], …}."""
    ways = [tables is not None, bool(toy), cited is not None]
    if sum(ways) != 1:
        raise PublishError(
            "publish needs exactly one of tables=[…], toy=True or cited='key': "
            f"{'none' if not any(ways) else 'more than one'} was given"
        )
    if toy:
        return {"tables": [], "toy": True}
    if cited is not None:
        if not isinstance(cited, str) or not _KEY.match(cited):
            raise PublishError(f"cited={cited!r} is not a reference's key such as 'jervis-1978'")
        return {"tables": [], "cited": cited}
    if isinstance(tables, str) or not all(isinstance(name, str) for name in tables):
        raise PublishError(f"tables={tables!r} is not a list of table names: write tables=['…']")
    if not tables:
        raise PublishError("tables=[] names no table: for a model's result write toy=True")
    return {"tables": sorted(set(tables))}


def _plain(name, value):
    """`value` as a plain int, float, str or bool; floats to `DIGITS` significant digits."""
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:  # a NumPy scalar
        value = value.item()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise PublishError(f"{name} is {value}: prose cannot hold it; see where it arises")
        return float(f"{value:.{DIGITS}g}")
    raise PublishError(
        f"{name} is a {type(value).__name__}: publish int, float, str or bool"
        " (a date as text, one element of a Series)"
    )


def _rounded(value):
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


def _show(bundle):
    """Display the MIME bundle if an IPython shell is there to take it."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:  # plain Python: nobody to show it to
        return
    if get_ipython() is not None:
        display(bundle, raw=True)
