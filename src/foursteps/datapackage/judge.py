"""Import frictionless, which judges schemas and descriptors, in half the time."""

from foursteps.quick_imports import without_slow_formats


def frictionless():
    """The module `frictionless`. Raises `ModuleNotFoundError` where it is not installed."""
    with without_slow_formats():
        import frictionless
        import jsonschema  # noqa: F401
    return frictionless
