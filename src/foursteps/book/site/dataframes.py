"""Tables that everybody can read: DataFrames in stored outputs, and tables in Markdown.

pandas writes an inline style, a border and empty header cells; a wide table cannot be scrolled
by keyboard. Screen readers, phones and the checker axe stumble over each of these.
"""

import re

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

DATAFRAME = re.compile(r'<table[^>]*class="[^"]*\bdataframe\b')
SENTENCE = 60  # characters; a cell longer than this is read, not compared


def accessible_table(html, label):
    """Mend the HTML of one DataFrame; `label` names the region that scrolls.

    Empty headers become plain cells, headers say what they head, columns of numbers are
    aligned by CSS (class `number`), and the table stands in a region that takes the focus.
    Where a row has two sentences or more, the table is marked `prose` and each cell knows its
    column: on a phone CSS sets the cells below one another.
    """
    soup = BeautifulSoup(html, "html.parser")
    for style in soup.find_all("style"):
        style.decompose()
    table = soup.find("table", class_="dataframe")
    for attribute in ("border", "style"):
        del table[attribute]
    for row in table.find_all("tr"):
        row.attrs.pop("style", None)
    for header in table.find_all("th"):
        header.attrs.pop("style", None)
        in_head = header.find_parent("thead") is not None
        if not header.get_text(strip=True):
            header.name = "td"
            header.attrs.pop("scope", None)
        else:
            header["scope"] = "col" if in_head else "row"
    for cell in table.find_all("td"):
        if re.fullmatch(
            r"[-+−]?[\d,]*\.?\d+(e[-+]?\d+)?%?|NaN|<NA>|nan", cell.get_text(strip=True)
        ):
            cell["class"] = [*cell.get("class", []), "number"]
    rows = [row.find_all("td") for row in table.select("tbody tr")]
    if any(sum(len(cell.get_text()) > SENTENCE for cell in row) > 1 for row in rows):
        table["class"] = [*table["class"], "prose"]
        for row in rows:
            heads = table.select("thead tr:first-child > *")[-len(row) :]
            for cell, head in zip(row, heads, strict=True):
                cell["data-column"] = head.get_text(strip=True)
    region = soup.new_tag(
        "div", attrs={"class": "table-scroll", "role": "region", "aria-label": label}
    )
    region["tabindex"] = "0"
    table.wrap(region)
    return str(region)


class AccessibleDataFrames(SphinxPostTransform):
    """Apply `accessible_table` to every stored DataFrame of a page."""

    default_priority = 60
    formats = ("html",)

    def run(self, **kwargs):
        """Number the tables of the page so that each region has its own name."""
        count = 0
        for raw in list(self.document.findall(nodes.raw)):
            text = raw.astext()
            if "html" in raw.get("format", "") and DATAFRAME.search(text):
                count += 1
                mended = accessible_table(text, f"Table {count} of this page")
                raw.replace_self(nodes.raw("", mended, format="html"))


class NamedCorners(SphinxPostTransform):
    """Name the empty header cells of Markdown tables, for screen readers only."""

    default_priority = 61
    formats = ("html",)

    def run(self, **kwargs):
        """The first header names the rows; any other is unnamed, and said to be."""
        for head in self.document.findall(nodes.thead):
            for entry in head.findall(nodes.entry):
                if entry.astext().strip():
                    continue
                first = entry.parent.index(entry) == 0
                name = nodes.inline("", "Row" if first else "Unnamed", classes=["screen-reader"])
                entry.children = []
                entry += nodes.paragraph("", "", name)


def setup(app):
    """Register the transforms."""
    app.add_post_transform(AccessibleDataFrames)
    app.add_post_transform(NamedCorners)
