"""The controls of a chart, and what is said of them: only where they live is it true."""

import html
import re

from foursteps.ground.vega_lite import params

# A sentence, or what follows a semicolon, that speaks of controls.
ABOUT_CONTROLS = re.compile(
    r";[^.;!?]*\b(?:sliders?|switch(?:es)?)\b[^.!?]*"
    r"|(?:(?<=^)|(?<=[.!?]))\s*[^.;!?]*\b(?:sliders?|switch(?:es)?)\b[^.!?]*[.!?]?",
    re.IGNORECASE,
)
STILL = (
    '<span class="fs-still"> Drawn with the starting values of its controls, which need '
    "scripts.</span>"
)


def bound(spec):
    """Return the parameters of a specification that a reader sets with a control."""
    found = []
    for param in params(spec):
        # `bind: scales` is panning, `bind: legend` a click: no control is drawn.
        bind = param.get("bind")
        if isinstance(bind, dict):
            inner = [v for v in bind.values() if isinstance(v, dict) and "input" in v]
            found += [param] * (len(inner) or 1)
    return found


def said_of(text, spec):
    """A caption or description as HTML: what it says of controls is seen only where they live."""
    text = html.escape(str(text), quote=False)
    if not bound(spec):
        return text
    return ABOUT_CONTROLS.sub(r'<span class="fs-alive">\g<0></span>', text)


def without(text, spec):
    """The text without what it says of controls; the whole text if it says nothing else."""
    return (ABOUT_CONTROLS.sub("", text).strip() if bound(spec) else "") or text
