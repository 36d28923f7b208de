"""What a style sheet says of colours at some widths of the page and not at others."""

import re

import tinycss2

# What axe judges contrast by, and what these may be computed from.
COLOURS = re.compile(
    r"color|background(-color|-image)?|opacity|filter|mix-blend-mode|fill|text-shadow|--.+"
)
# What a property of our own may say that is a length, a number or a layout, and so no colour.
NO_COLOUR = re.compile(r"narrow|wide|-?[\d.]+(px|r?em|ch|mm|%)?")


def colours_by_width(text):
    """Yield (selector, declaration) of each colour under a query of the page's width.

    text: a style sheet. A query in another is looked through; one for paper alone is not.
    """
    yield from _rules(tinycss2.parse_stylesheet(text, True, True), False)


def _rules(rules, by_width):
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            query = tinycss2.serialize(rule.prelude)
            if rule.lower_at_keyword in ("media", "container", "supports", "layer"):
                inner = tinycss2.parse_rule_list(rule.content, True, True)
                yield from _rules(inner, by_width or "width" in query)
        elif rule.type == "qualified-rule" and by_width:
            selector = tinycss2.serialize(rule.prelude).strip()
            for said in tinycss2.parse_blocks_contents(rule.content, True, True):
                if said.type != "declaration" or not COLOURS.fullmatch(said.lower_name):
                    continue
                value = tinycss2.serialize(said.value).strip()
                if not (said.name.startswith("--") and NO_COLOUR.fullmatch(value)):
                    yield selector, f"{said.name}: {value}"
