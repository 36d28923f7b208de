"""What an earlier edition said is kept whole."""

import csv
import re

import pytest


@pytest.fixture(scope="module", params=["0.1"])
def edition(root, request):
    """The folder of an edition."""
    return root / "docs/editions" / request.param


def rows(path):
    """The rows of a CSV, each a dict of texts."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_commit_is_named_by_its_whole_hash(edition):
    assert re.fullmatch(r"[0-9a-f]{40}\n", (edition / "commit").read_text())


def test_every_claim_has_its_verdict(edition):
    claims, verdicts = rows(edition / "claims.csv"), rows(edition / "verdicts.csv")
    assert [claim["id"] for claim in claims] == [f"C{n:02}" for n in range(1, 37)]
    assert all(claim["claim"] for claim in claims)
    judged = {row["id"] for row in verdicts if row["verdict"] and row["strength"]}
    assert judged == {claim["id"] for claim in claims}


def test_every_value_stands_in_its_sentence(edition):
    values = rows(edition / "values.csv")
    # A number, or a number word, as a whole: 3 does not stand in 30.
    lacking = [
        row
        for row in values
        if not re.search(rf"(?<!\w){re.escape(row['value'])}(?!\w)", row["sentence"])
    ]
    assert lacking == []
    assert all(row["page"] and row["cell"] and row["name"] for row in values)
    # As many as the eight pages of 0.1 had marks.
    assert len(values) == 556
    assert not [row for row in values if "<!--" in row["sentence"]]


def test_each_file_is_explained(edition):
    text = (edition / "README.md").read_text()
    assert [p.name for p in sorted(edition.iterdir()) if f"`{p.name}`" not in text] == ["README.md"]
