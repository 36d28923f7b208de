"""Which known names are near one that is unknown, for messages that help."""

import difflib
from collections.abc import Iterable


def near(name: str, known: Iterable[str], most: int = 4) -> list[str]:
    """At most `most` of the `known` names that are like `name`, or hold it, the nearest first.

    Capitals, hyphens and underscores make no difference.
    """
    names = {_plain(one): one for one in known}
    wanted = _plain(name)
    found = difflib.get_close_matches(wanted, names, n=most)
    found += [
        one for one in names if one not in found and wanted and (wanted in one or one in wanted)
    ]
    return [names[one] for one in found[:most]]


def sentence(name: str, known: Iterable[str], what: str) -> str:
    """`Near names: a, b.`, or all names where none is near: `The tables are: a, b.`

    what: the plural of what is named, such as "tables".
    """
    known = list(known)
    found = near(name, known)
    if found:
        return f"Near names: {', '.join(found)}."
    return f"The {what} are: {', '.join(known) or '(none yet)'}."


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")
