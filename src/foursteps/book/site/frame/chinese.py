"""Chinese is marked as Chinese, so that it is read aloud as such and drawn with a Chinese face."""

import re

# Han signs, with the signs of punctuation between them.
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BETWEEN = "\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff1f“”‘’·—…、\\s"
RUN = re.compile(rf"[{HAN}](?:[{BETWEEN}]*[{HAN}])*")
# What has no place for an element within, and what is not read.
PIECE = re.compile(
    r"(?P<whole><!--.*?-->|<(?P<kind>script|style|svg|math|title|textarea|option)\b.*?</(?P=kind)>)"
    r"|(?P<tag></?(?P<name>[a-zA-Z][\w-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL,
)
IS_CHINESE = re.compile(r"\blang=[\"']?zh", re.IGNORECASE)


def texts(html):
    """Yield (start, end) of the text of a page that is not within an element marked as Chinese."""
    within, depth, at = "", 0, 0
    for piece in PIECE.finditer(html):
        if not within and piece.start() > at:
            yield at, piece.start()
        at = piece.end()
        tag, name = piece["tag"], (piece["name"] or "").lower()
        if not tag or tag.endswith("/>"):
            continue
        if within:
            if name == within:
                depth += -1 if tag.startswith("</") else 1
            if depth == 0:
                within = ""
        elif not tag.startswith("</") and IS_CHINESE.search(tag):
            within, depth = name, 1
    if not within and at < len(html):
        yield at, len(html)


def unmarked(html):
    """The runs of Chinese in a page's text that no element marks."""
    return [run for start, end in texts(html) for run in RUN.findall(html[start:end])]


def mark(html):
    """A page with every run of Chinese in its text marked `lang="zh-Hans"`."""
    made, at = [], 0
    for start, end in texts(html):
        made += [html[at:start], RUN.sub(r'<span lang="zh-Hans">\g<0></span>', html[start:end])]
        at = end
    return "".join([*made, html[at:]])
