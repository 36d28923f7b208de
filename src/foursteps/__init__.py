"""Four Steps: the little that the book's notebooks do not show.

`load` reads a table of the book's data package, `publish` hands a computed value to the
prose, `holds` holds a finding in words, `charts` draws in the book's style. Everything is
imported when first used, so that the command line answers at once.
"""

from importlib import import_module

_HOMES = {
    "holds": "foursteps.publishing",
    "load": "foursteps.tables",
    "publish": "foursteps.publishing",
}
__all__ = ["charts", "holds", "load", "publish"]


def __getattr__(name):
    if name == "charts":
        return import_module("foursteps.charts")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("foursteps")
    raise AttributeError(f"module 'foursteps' has no attribute {name!r}")
