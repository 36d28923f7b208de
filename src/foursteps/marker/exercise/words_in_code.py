"""Whether a cell that should hold code holds words: an answer in words in the wrong kind of cell."""

import re

MOST = 20_000  # characters looked at
FEWEST = 4  # words
IN_QUOTES = 8  # words in quotation marks that are more than a label
# Written without blanks, so that every sign counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]{2,}")
_KEYWORD = re.compile(
    r"(?:import \w|from [\w.]+ import |(?:if|elif|for|while|with|def|class|try|else|except)\b.*:"
    r"|return\b|assert\b|raise\b|[%!@])"
)
_SETS = re.compile(r"[\w.\[\]'\", ()]{1,200}(?:[-+*/%&|]|//|\*\*)?=(?!=)")
_CALL = re.compile(r"[\w.]{1,200}[(\[]|[)\]}.]")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def words(text: str) -> int:
    """How many words a text has; of Chinese, Japanese or Korean how many signs."""
    return len(_WORD.findall(text[:MOST]))


def is_prose(source: str) -> bool:
    """Whether the text of a code cell is meant for a reader: words, comments, one long string."""
    lines = [line.strip() for line in source[:MOST].split("\n") if line.strip()]
    plain = [line for line in lines if not line.startswith("#")]
    if not plain:
        return words(source) >= FEWEST
    if words(" ".join(plain)) < FEWEST:
        return False
    return 2 * sum(map(_is_code, plain)) < len(plain)


def _is_code(line):
    bare = line.lstrip("\"'")
    if any(words(a or b) >= IN_QUOTES for a, b in _QUOTED.findall(line)):
        return False
    return bool(_KEYWORD.match(bare) or _SETS.match(bare) or _CALL.match(bare))
