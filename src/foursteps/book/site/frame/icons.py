"""The icons that the site shows, as rules of the style sheet: drawings that take the text's colour.

The theme brings a font of 156 kB for them. The drawings are in the theme's own script, which no
page loads; a rule has one of them as a mask, so there is no font to wait for.
"""

import re
from urllib.parse import quote

SCRIPT = "scripts/fontawesome.js"  # of the theme
# The script holds three sets; ours is the plain one, between the ends of the second and the third.
SET = re.compile(r'"far",\w+\).*?"fas",\w+\)', re.DOTALL)
DRAWING = re.compile(
    r'[{,]"?(?P<name>[\w-]+)"?:\[(?P<width>\d+),(?P<height>\d+),'
    r'\[(?P<others>[^\]]*)\],"[0-9a-f]+","(?P<path>[^"]+)"\]'
)
NAME = re.compile(r"\bfa-[\w-]+")
# Not icons: the set, and sizes.
NOT_ICONS = {"fa-solid", "fa-regular", "fa-brands", "fa-lg", "fa-sm", "fa-fw"}
SAFE = " '=:/-.,()"  # stand as they are in such an address within double quotation marks


def drawings(script):
    """Name → (width, height, path) of every icon of the plain set in SCRIPT's text."""
    found = {}
    for icon in DRAWING.finditer(SET.search(script)[0]):
        drawing = (icon["width"], icon["height"], icon["path"])
        for name in [icon["name"], *re.findall(r'"([\w-]+)"', icon["others"])]:
            found.setdefault(name, drawing)
    return found


def used(text):
    """Names (`fa-bars`) of the icons that a page or script names."""
    return set(NAME.findall(text)) - NOT_ICONS


def rules(names, script):
    """Style sheet with a rule for each icon of `names`; what the set in SCRIPT's text lacks is left out."""
    known = drawings(script)
    return "\n".join(
        rule(name, *known[name.removeprefix("fa-")])
        for name in sorted(names)
        if name.removeprefix("fa-") in known
    )


def rule(name, width, height, path):
    """The rule of one icon."""
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'>"
        f"<path d='{path}'/></svg>"
    )
    return f'.{name}{{--icon:url("data:image/svg+xml,{quote(svg, safe=SAFE)}")}}'
