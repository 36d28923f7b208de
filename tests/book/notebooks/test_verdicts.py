"""The rule from parts to wholes, the rows it is applied to, and the pages that show them."""

import itertools
import re
from collections import Counter

import pandas as pd
import pytest

from foursteps import claims as rule
from foursteps import load
from foursteps.book.data.recipes import read_facts
from foursteps.book.prose import run_notebooks as books
from tests.book.notebooks import artefacts

JUDGED = rule.ORDER[:5]
# The steps of the book that each claim belongs to.
EXAMINED = {
    "C01": (1, 3), "C02": (1,), "C03": (2,), "C04": (3,), "C05": (4,), "C06": (2, 5),
    "C07": (1,), "C08": (3, 5), "C09": (5,), "C10": (3,), "C11": (4,), "C12": (5,),
    "C13": (5,), "C14": (4,), "C15": (1, 5), "C16": (0, 2), "C17": (2, 5), "C18": (2,),
    "C19": (2,), "C20": (2, 5), "C21": (5,), "C22": (3, 5), "C23": (5,), "C24": (1, 5),
    "C25": (5,), "C26": (5,), "C27": (1,), "C28": (1,), "C29": (1,), "C30": (4,),
    "C31": (5,), "C32": (5,), "C33": (2, 5), "C34": (2,), "C35": (0, 5), "C36": (5,),
}  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["supported"], "supported"),
        (["supported", "supported", "weighed"], "supported"),
        (["weighed", "weighed"], "weighed"),
        (["supported", "not supported as stated"], "partly supported"),
        (["partly supported", "contested"], "partly supported"),
        (["supported", "not testable with open data"], "partly supported"),
        (["not supported as stated", "contested"], "not supported as stated"),
        (["not supported as stated", "not testable with open data"], "not supported as stated"),
        (["contested", "not testable with open data"], "contested"),
        (["supported", "pending"], "pending"),
    ],
)
def test_the_rule_from_parts_to_the_whole(parts, whole):
    assert rule.overall_verdict(parts) == whole


def test_the_rule_knows_no_order_and_no_repetition():
    """Any three verdicts: their order and number never matter; agreement is always kept."""
    for parts in itertools.product(rule.ORDER, repeat=3):
        whole = rule.overall_verdict(list(parts))
        assert {rule.overall_verdict(list(p)) for p in itertools.permutations(parts)} == {whole}
        assert rule.overall_verdict([*parts, *parts]) == whole
        judged = set(parts) & set(JUDGED)
        if "pending" not in parts and judged:
            assert whole != "supported" or judged == {"supported"}
            assert whole in judged | {"partly supported", "contested"}


def test_words_outside_the_rule_are_refused():
    with pytest.raises(ValueError, match=r"\['proved'\]: supported, partly supported"):
        rule.overall_verdict(["supported", "proved"])
    with pytest.raises(ValueError, match="no part"):
        rule.overall_verdict([])


def test_the_strength_is_that_of_the_weakest_part_that_was_tested():
    untested = "not testable with open data"
    assert rule.overall_strength(["supported", "contested"], ["strong", "weak"]) == "weak"
    assert rule.overall_strength(["supported", untested], ["strong", "none"]) == "strong"
    assert rule.overall_strength([untested], ["none"]) == "none"


def test_a_table_of_parts_is_judged_claim_by_claim():
    parts = pd.DataFrame(
        [("C02", 5, "weighed", "none"), ("C01", 3, "contested", "weak"),
         ("C01", 1, "supported", "strong"), ("C01", 3, "supported", "moderate")],
        columns=["id", "step", "verdict", "strength"],
    ).assign(part="a part")  # fmt: skip
    whole = rule.overall(parts)
    assert whole.loc["C01"].tolist() == ["partly supported", "weak", 3, "1, 3"]
    assert whole.loc["C02"].tolist() == ["weighed", "none", 1, "5"]


def test_what_people_say_instead_is_judged_beside_the_claim():
    """A claim that falls as worded does not stand because a milder form of it does."""
    parts = pd.DataFrame(
        [("C01", 1, "not supported as stated", "moderate", "both see a race"),
         ("C01", 1, "supported", "strong", f"{rule.AS_SAID}one calls it a race")],
        columns=["id", "step", "verdict", "strength", "part"],
    )  # fmt: skip
    assert rule.overall(parts).loc["C01"].tolist() == [
        "not supported as stated",
        "moderate",
        1,
        "1",
    ]


def test_the_table_and_the_rule_use_the_same_words(root):
    fields = {f["name"]: f for f in read_facts(root / "data/recipes/verdicts.yml")["fields"]}
    assert set(fields["verdict"]["constraints"]["enum"]) == set(rule.ORDER)
    assert fields["strength"]["constraints"]["enum"] == list(rule.STRENGTHS)


def test_every_claim_is_judged_and_none_waits():
    whole = rule.overall(load("verdicts"))
    assert whole.index.tolist() == load("claims")["id"].tolist()
    assert "pending" not in set(whole["verdict"])


def test_every_claim_is_judged_in_each_step_that_examines_it():
    verdicts = load("verdicts")
    judged = {(row.id, row.step) for row in verdicts.itertuples()}
    assert {(claim, step) for claim, steps in EXAMINED.items() for step in steps} <= judged


def test_both_sides_of_each_verdict_are_written():
    verdicts = load("verdicts")
    for row in verdicts.itertuples():
        texts = [row.supports, row.sinks, row.would_change]
        assert len(set(texts)) == 3 and min(map(len, texts)) >= 20, (row.id, row.part)
        # A toy model is no evidence.
        tested = row.verdict != "not testable with open data" and pd.notna(row.tables)
        assert tested or row.strength == "none", (row.id, row.part)


def test_every_verdict_links_to_a_figure_that_stands(root):
    figures = {}
    for row in load("verdicts").dropna(subset="figure").itertuples():
        name, _, anchor = row.figure.partition("#")
        assert name.startswith(f"{row.step}-"), (row.id, row.figure)
        if name not in figures:
            notebook = books.read(root / "chapters" / name)
            figures[name] = {
                output.data[artefacts.CHART]["usermeta"]["id"]
                for _, _, output in artefacts.charts(notebook)
            }
        assert anchor in figures[name], (row.id, row.figure)


def said_of(claim, prose):
    """The verdicts that a room's blocks on a claim name, each as often as it is named."""
    blocks = re.split(r"\n\s*\n|\n(?=[-*] )", prose)
    said = " ".join(b for b in blocks if f"#{claim})" in b or f"#{claim}]" in b).lower()
    # The longest first: "supported" is also a part of "partly supported".
    words = "|".join(sorted(rule.ORDER, key=len, reverse=True))
    return Counter(re.findall(rf"\b(?:{words})\b", said))


def test_a_longer_verdict_does_not_stand_for_a_shorter_one():
    prose = "* [C01](#C01): *partly supported*.\n* [C02](#C02): **supported**; *Partly supported*."
    assert said_of("C01", prose) == {"partly supported": 1}
    assert said_of("C02", prose) == {"supported": 1, "partly supported": 1}
    assert said_of("C03", prose) == {}


def test_chapters_say_what_the_ledger_says(root):
    """In the room of verdicts, what is said of a claim contains the words of its rows."""
    verdicts, silent = load("verdicts"), []
    for path in sorted((root / "chapters").glob("[0-5]-*.ipynb")):
        prose = artefacts._room(books.read(path), "Verdicts")
        for claim, rows in verdicts[verdicts["step"] == int(path.name[0])].groupby("id"):
            said, judged = said_of(claim, prose), set(rows["verdict"])
            missing, foreign = judged - set(said) - {"weighed"}, set(said) - judged
            if missing or foreign or f"#{claim}" not in prose:
                silent.append((path.name, claim, sorted(missing), sorted(foreign)))
    assert silent == []
