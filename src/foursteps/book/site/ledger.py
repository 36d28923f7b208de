"""The claims ledger: every claim with its verdicts, complete without scripts.

The ledger's notebook ends in a table of all claims, in a cell tagged `ledger`. On the site the
list made here takes the place of that table: it adds each part with its figure, both sides of
the argument and what would change the verdict. `ledger.js` then adds sorting, filters and the
reader's own verdicts.
"""

import html
import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

from foursteps.claims import ORDER, STRENGTHS, overall

TABLES = ("data/claims.csv", "data/verdicts.csv")
WEIGHED = ("It explains", "Against it speaks", "What would settle it")
JUDGED = ("For it", "Against it", "What would change the verdict")


def ledger(claims, verdicts):
    """The HTML of the ledger.

    claims: DataFrame with `id`, `kind`, `from`, `claim`; verdicts: DataFrame with one row per
    part (columns of the table `verdicts`). Raises ValueError where a claim has no verdict.
    """
    judged = overall(verdicts)
    silent = sorted(set(claims["id"]) - set(judged.index))
    if silent:
        raise ValueError(f"data/verdicts.csv: no row for {', '.join(silent)}; add one a part")
    items = [
        _claim(row, judged.loc[row.id], verdicts[verdicts["id"] == row.id])
        for row in claims.rename(columns={"from": "essay"}).itertuples()
    ]
    return '<ol class="ledger">\n' + "\n".join(items) + "\n</ol>"


def _q(text):
    return html.escape(str(text))


def _claim(row, whole, parts):
    data = {
        "claim": row.id,
        "kind": row.kind,
        "verdict": whole.verdict,
        "order": ORDER.index(whole.verdict),
        "strength": STRENGTHS.index(whole.strength),
        "steps": whole.steps.replace(", ", " "),
    }
    attributes = "".join(f' data-{name}="{_q(value)}"' for name, value in data.items())
    lines = "\n".join(_part(part) for part in parts.itertuples())
    number = "1 part" if whole.parts == 1 else f"{whole.parts} parts"
    return (
        f'<li id="{_q(row.id)}"{attributes}>\n'
        f'<p class="ledger-claim"><a href="../data/claims.html#{_q(row.id)}">{_q(row.id)}</a> '
        f"{_q(row.claim)}</p>\n"
        f'<p class="ledger-verdict"><strong>{_q(whole.verdict)}</strong> '
        f"<span>evidence: {_q(whole.strength)}</span> "
        f"<span>{_q(row.kind.replace(';', ','))}, {_q(row.essay)}</span></p>\n"
        f"<details><summary>Why {_q(row.id)}: {number}</summary>\n{lines}\n</details>\n</li>"
    )


def _part(part):
    labels = WEIGHED if part.verdict == "weighed" else JUDGED
    texts = (part.supports, part.sinks, part.would_change)
    step = f"Step {part.step}" if part.step else "Opening"
    where = f"{step}, no figure"
    if isinstance(part.figure, str):
        notebook, _, anchor = part.figure.partition("#")
        page = re.sub(r"\.ipynb$", ".html", notebook)
        where = f'<a href="{_q(page)}#{_q(anchor)}">{step}, the figure for {_q(part.id)}</a>'
    said = "\n".join(
        f"<dt>{label}</dt><dd>{_q(text)}</dd>" for label, text in zip(labels, texts, strict=True)
    )
    return (
        f'<div class="ledger-part"><p>{_q(part.part[:1].upper() + part.part[1:])}: '
        f"<strong>{_q(part.verdict)}</strong>, evidence {_q(part.strength)}. "
        f"{where}</p>\n"
        f"<dl>\n{said}\n</dl></div>"
    )


class LedgerInPlaceOfTable(SphinxTransform):
    """Replace the outputs of cells tagged `ledger`, before our ids are registered (870)."""

    default_priority = 860

    def apply(self, **kwargs):
        """Write the ledger from the tables as they stand."""
        from foursteps import load

        cells = [n for n in self.document.findall(nodes.container) if "tag_ledger" in n["classes"]]
        for cell in cells:
            for table in TABLES:
                self.env.note_dependency(table)
            made = ledger(load("claims"), load("verdicts"))
            for output in cell.findall(nodes.container):
                if "cell_output" in output["classes"]:
                    output.children = []
                    output += nodes.raw("", made, format="html")
            self.env.metadata[self.env.docname]["ledger"] = True


def add_script(app, pagename, templatename, context, doctree):
    """Only the ledger's page loads the ledger's script."""
    if app.env.metadata.get(pagename, {}).get("ledger"):
        app.add_js_file("ledger.js", loading_method="defer")


def setup(app):
    """Register the transform and the page's own script."""
    app.add_transform(LedgerInPlaceOfTable)
    app.connect("html-page-context", add_script, priority=400)
