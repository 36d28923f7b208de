"""Numbers in prose between marks that no reader sees: `<!--=name:.1f-->5.5<!--/-->`."""

import re

MARK = re.compile(r"<!--=([^<>]*?)-->((?:(?!<!--).)*?)<!--/-->")
NAME = re.compile(r"(?:(?P<page>[\w-]+)::)?(?P<name>[A-Za-z_]\w*)(?::(?P<spec>.*))?\Z")
NUMERALS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


class FormatError(ValueError):
    """A format that does not fit its value."""


def formatted(name: str, value: float | str | bool, spec: str) -> str:
    """A value as text by a Python format, or by `word` (6 becomes "six"). Raises FormatError."""
    if spec == "word":
        if not isinstance(value, int) or not 0 <= value < len(NUMERALS):
            raise FormatError(f"format 'word' of {name} needs a whole number up to twelve")
        return NUMERALS[value]
    try:
        return format(value, spec)
    except (ValueError, TypeError) as error:
        raise FormatError(f"format {spec!r} does not fit {name} = {value!r}: {error}") from None


def without(source: str) -> str:
    """The text as it is read: what the marks hold, without them."""
    return MARK.sub(lambda mark: mark[2], source)
