"""Import frictionless, which judges schemas and descriptors, in half the time."""

import sys

_SLOW = "rfc3987_syntax"


def frictionless():
    """The module `frictionless`. Raises `ModuleNotFoundError` where it is not installed."""
    # jsonschema compiles the grammar of that package at each start (over a second), for a
    # format of addresses that no schema of ours uses; without it, it simply leaves it out.
    hidden = _SLOW not in sys.modules
    if hidden:
        sys.modules[_SLOW] = None
    try:
        import frictionless
        import jsonschema  # noqa: F401
    finally:
        if hidden:
            del sys.modules[_SLOW]
    return frictionless
