"""Import what needs jsonschema in half the time."""

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType

_SLOW = "rfc3987_syntax"


@contextlib.contextmanager
def without_slow_formats() -> Iterator[None]:
    """Hide a package while jsonschema is imported.

    jsonschema compiles the grammar of that package at each start (over a second), for a format
    of addresses that no schema of ours uses; without it, it simply leaves the format out.
    """
    hidden = _SLOW not in sys.modules
    if hidden:
        sys.modules[_SLOW] = None  # type: ignore[assignment]  # so that its import fails
    try:
        yield
    finally:
        if hidden:
            del sys.modules[_SLOW]


def frictionless() -> ModuleType:
    """The module `frictionless`. Raises `ModuleNotFoundError` where it is not installed."""
    with without_slow_formats():
        import frictionless
        import jsonschema  # noqa: F401
    return frictionless
