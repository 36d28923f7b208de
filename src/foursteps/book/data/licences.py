"""Licences: what `datapackage.json`, the wheel and a CSV on its own say about reuse.

The classes are those of the book's list of sources; how much of a source a table may hold is
decided per class and recorded in each recipe.
"""

REUSE = (
    "open",
    "attribution-noncommercial",
    "no-derivatives",
    "terms-restricted",
    "unknown",
    "facts-only",
)
NOT_OPEN = ("terms-restricted", "unknown", "facts-only")
NOTE = "publisher's terms not open"

# Longest name first: a licence text is matched by its beginning.
_KNOWN = {
    "CC BY-NC 4.0": ("CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC BY-ND 4.0": ("CC-BY-ND-4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "MIT": ("MIT", "https://opensource.org/license/mit"),
    "Apache-2.0": ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    "GPL-2": ("GPL-2.0", "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html"),
    "US government": ("other-pd", None),
}
_OTHER = {"open": "other-open", "unknown": "notspecified"}


def note(table):
    """The words that stand beside the licence, "" if none are needed."""
    return table.get("licence_note") or (NOTE if table["reuse"] in NOT_OPEN else "")


def entries(table):
    """The `licenses` of a Data Package resource: list of dicts with name, title, path."""
    for begin, (name, path) in _KNOWN.items():
        if table["licence"].startswith(begin):
            entry = {"name": name, "title": table["licence"]}
            return [{**entry, "path": path} if path else entry]
    return [{"name": _OTHER.get(table["reuse"], "other-closed"), "title": table["licence"]}]


def in_column(table):
    """Whether the table's rows carry their licence (non-commercial ones do)."""
    return table["reuse"] == "attribution-noncommercial"


def extra_fields(table):
    """A non-commercial table carries its licence in a column, so that its CSV alone says it."""
    if not in_column(table) or any(field["name"] == "licence" for field in table["fields"]):
        return []
    return [
        {
            "name": "licence",
            "type": "string",
            "description": "Licence of the row: not for commercial use.",
            "constraints": {"required": True, "enum": [short(table)]},
        }
    ]


def short(table):
    """The licence's short name, as it stands in a non-commercial table's `licence` column."""
    return next((k for k in _KNOWN if table["licence"].startswith(k)), table["licence"])


def problems(table):
    """What a recipe's licence keys lack (yields sentences)."""
    if table["reuse"] in NOT_OPEN and NOTE not in note(table):
        yield f"licence_note must say {NOTE!r} (reuse class {table['reuse']!r})."


def page(package):
    """`data/LICENCES.txt`, the licence of every table, from the descriptor (a string)."""
    lines = [
        "Code: BSD-3-Clause, see LICENSE. Text: see LICENSE-CONTENT. Data: per table, as below.",
        "This file is written by `foursteps data build` and travels in the installed package.",
    ]
    for resource in package["resources"]:
        note = f"; {resource['licence_note']}" if resource["licence_note"] else ""
        lines += [
            "",
            f"{resource['name']} ({resource['path']})",
            f"  publisher: {resource['publisher']}, {resource['url']}",
            f"  licence: {resource['licence']}{note}",
            f"  reuse: {resource['reuse']}",
        ]
    return "\n".join(lines) + "\n"
