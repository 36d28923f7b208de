"""Text of others, made fit to be shown: it may be a student's, forged, or no Unicode at all."""

REPLACEMENT = "\ufffd"


def printable(text: str, keep: str = "") -> str:
    """The text with nothing in it that a terminal or file would obey.

    Control characters, lone surrogates and the like become U+FFFD, but for those in `keep`.
    """
    return "".join(c if c.isprintable() or c in keep else REPLACEMENT for c in text)


def readable(text: str) -> str:
    """The text as UTF-8 can hold it: half a surrogate pair is written with a backslash."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
