"""What an earlier edition had an address for still has one."""

import csv

import pytest

from foursteps.book.site import old_addresses

BODY = '<section id="Words">\n<h2>Words</h2></section><figure class="f" id="fig-words"></figure>'


def test_what_still_stands_is_left_alone():
    assert old_addresses.kept(BODY, {"Words": "", "fig-words": "elsewhere#x"}, str) == (BODY, [])


def test_an_old_anchor_stands_before_its_successor():
    body, lost = old_addresses.kept(BODY, {"fig-race": "fig-words"}, str)
    assert lost == []
    assert (
        '<span class="old-address" id="fig-race"></span><figure class="f" id="fig-words">' in body
    )


def test_what_moved_to_another_page_is_told_on_the_old_one():
    body, lost = old_addresses.kept(
        BODY, {"Who-reads?": "chapters/ledger#Readers"}, "../{}.html".format
    )
    assert lost == []
    assert '<p id="Who-reads?">' in body
    assert '<a href="../chapters/ledger.html#Readers">Who reads?</a>' in body


def test_an_attribute_that_ends_in_id_is_no_anchor():
    body = f'<p data-id="Gone">x</p>{BODY}'
    new, lost = old_addresses.kept(body, {"Gone": "Words"}, str)
    assert lost == [] and '<span class="old-address" id="Gone"></span><section' in new
    body = f'<p data-id="Words">x</p>{BODY}'
    assert "</p><span" in old_addresses.kept(body, {"Gone": "Words"}, str)[0]


@pytest.mark.parametrize("successor", ["", "Nowhere"])
def test_what_leads_nowhere_is_named(successor):
    assert old_addresses.kept(BODY, {"Gone": successor}, str) == (BODY, ["Gone"])


def test_of_two_editions_the_newer_one_counts(tmp_path):
    for edition, successor in {"0.1": "a", "0.2": "b"}.items():
        (tmp_path / edition).mkdir()
        rows = [old_addresses.COLUMNS, ["chapters/page", "Old", successor]]
        with (tmp_path / edition / "addresses.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    assert old_addresses.read(tmp_path)["chapters/page"]["Old"] == (
        "b",
        "docs/editions/0.2/addresses.csv",
    )


def test_every_address_of_0_1_leads_to_its_successor(root, built_site):
    old = old_addresses.read(root / "docs/editions")
    assert len(old) > 90
    missing = [
        f"{page}.html#{anchor}"
        for page, anchors in old.items()
        for anchor in anchors
        if f'id="{anchor}"' not in (built_site / f"{page}.html").read_text(encoding="utf-8")
    ]
    assert missing == []
