"""What stands on the pages of a PDF: their words, and how much of each is left blank."""

import re


def text_of(paper):
    """Words of a pypdfium2 document in one line, without the hyphens of its lines' ends."""
    words = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    return re.sub(r"\s+", " ", re.sub(r"[\x02\ufffe]\s*", "", words))


def inked_rows(page, scale=0.5):
    """Which rows of pixels of a page (top to bottom) hold anything but paper."""
    pixels = page.render(scale=scale).to_numpy()[..., :3]
    return (pixels.min(axis=2) < 245).any(axis=1)


def blank_at_foot(page, margins=(0.06, 0.066)):
    """Share of a page's printable height that is blank at its foot; 1 for an empty page.

    margins: share of the page's height above and below what is printed (a footer stands in them).
    """
    rows = inked_rows(page)
    top, bottom = (round(share * len(rows)) for share in margins)
    rows = rows[top : len(rows) - bottom]
    return 1 - (rows.nonzero()[0][-1] + 1) / len(rows) if rows.any() else 1.0
