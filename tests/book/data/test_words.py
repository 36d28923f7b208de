"""Words counted in official texts: each rule on examples, and the tables that come of them."""

import importlib
import io
import sys
import tarfile

import pandas as pd
import pytest

from foursteps import load
from foursteps.book.data.build import built_rows
from foursteps.book.data.recipes import read_recipe
from tests.conftest import ROOT

RECIPES = ROOT / "data" / "recipes"


def imported(name):
    """A helper of the recipes."""
    sys.path.insert(0, str(RECIPES))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(RECIPES))


us = imported("_us_words")
senses = imported("_us_race_senses")

EXAMPLES = {
    "win": ("win wins winning winner won", "wind, window, wonder, won’t, won't"),
    "dominance": ("dominance dominant dominate dominating", "domain, domino, supremacy"),
    "leadership": ("leadership Leadership", "leader, leaders, leading"),
    "winner_take_all": ("winner-take-all winner takes all", "the winner took it all"),
    "zero_sum": ("zero-sum zero sum", "zero emissions"),
    "adversary": ("adversary adversaries", "adversarial, adverse"),
    "competition": ("compete competition competitors competitive", "competent, competence"),
    "cooperation": ("cooperate co-operation collaborative", "corporate, coordinate"),
    "safety": ("safe safer safely safety", "safeguard, unsafe, savings"),
    "national_security": ("national security National Security", "nation, secure"),
    "china": ("China Chinese PRC Beijing People’s Republic of China", "South China Sea, chinaware"),
}


@pytest.mark.parametrize("word", us.WORDS)
def test_the_rule_of_a_word_counts_its_examples_and_no_other(word):
    counted, left = EXAMPLES[word]
    pattern = us.WORDS[word]
    once = pattern.sub("", counted)
    assert not any(character.isalpha() for character in once), f"not counted: {once}"
    assert not pattern.search(left)


def test_each_word_has_its_rule_in_words_for_the_reader():
    fields = (RECIPES / "_fields.yml").read_text(encoding="utf-8")
    assert all(f"\nword_{word}:" in fields for word in ("race", *us.WORDS))


def test_a_hit_is_near_up_to_thirty_words_from_a_name_of_ai():
    text = us.Text("win " + "word " * 29 + "AI " + "word " * 29 + "win win", "2025-01-01")
    assert len(text.hits(us.WORDS["win"])) == 2
    assert len(text.hits(us.WORDS["win"], near=False)) == 3
    assert text.words_near == 61


def test_words_near_two_names_of_ai_count_once():
    text = us.Text("a b c AI d AI e f", "2025-01-01")
    assert (len(text.ai), text.words_near) == (2, 8)


@pytest.mark.parametrize(
    ("text", "date", "names"),
    [
        ("AI, A.I. and artificial  intelligence", "2025-01-01", 3),
        ("aid, said, Air Force", "2025-01-01", 0),
        ("Super Intelligence (SI)", "2026-09-28", 0),
        ("Super Intelligence (SI)", "2026-09-29", 2),
    ],
)
def test_what_names_ai_and_since_when(text, date, names):
    assert len(us.Text(text, date).ai) == names


def test_addresses_and_signs_are_not_read():
    assert us.plain("**Win** the [race](https://a.org/ai-race/) <https://b.org/AI>") == (
        "Win the race"
    )


def test_a_text_whose_races_were_not_all_coded_is_refused():
    with pytest.raises(LookupError, match="new-page: 2 occurrences of race, 0 coded"):
        senses.letters(senses.PAGES, "new-page", 2)
    assert senses.counts("AQQEF") == {"race": 3, "race_quoted": 2, "race_other_sense": 2}


@pytest.mark.parametrize("coded", [senses.PAGES, senses.TEXTS])
def test_every_letter_has_its_meaning(coded):
    assert set("".join(coded.values())) <= set(senses.SENSES)
    names = list(coded)
    assert not [n for n in names for other in names if n != other and other.startswith(n)]


PAGE = """---
date: '{date}'
source_url: {url}
title: "{title}"
---

{text}
"""
BIDEN, NOW = "https://bidenwhitehouse.archives.gov/a", "https://www.whitehouse.gov/a"
PAGES = {
    "statements-releases/2024-05/old": ("2024-05-02", BIDEN, "A statement", "Nothing new."),
    "speeches-remarks/2024-05/said": ("2024-05-01", BIDEN, "A speech", "AI  safety for *all*."),
    "speeches-remarks/2024-05/said-2": ("2024-05-01", BIDEN, "A speech", "AI safety for *all*."),
    "articles/2025-06/2025-06-30-60-organizations-sign": (
        "2025-06-30", NOW, "Remarks on winning", "The AI race is not zero-sum. China's dominance."
    ),
}  # fmt: skip


@pytest.fixture
def raw(tmp_path):
    """A small archive in the shape of the publisher's."""
    path = tmp_path / read_recipe(RECIPES / "whitehouse_totals.yml").raw[0]
    path.parent.mkdir(parents=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, (date, url, title, text) in PAGES.items():
            content = PAGE.format(date=date, url=url, title=title, text=text).encode()
            member = tarfile.TarInfo(f"repository-1/{name}.md")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        archive.addfile(tarfile.TarInfo("repository-1/README.md"))
    return tmp_path


def rows(name, raw, *columns):
    header, *table = built_rows(read_recipe(RECIPES / f"{name}.yml"), raw)
    return [tuple(row[header.index(column)] for column in columns) for row in table]


def test_pages_that_name_ai_without_repeats(raw):
    columns = ("date", "administration", "kind", "spoken", "ai", "race", "safety", "zero_sum")
    assert rows("whitehouse_ai_documents", raw, *columns) == [
        ("2024-05-01", "Biden", "speeches-remarks", "true", "1", "0", "1", "0"),
        ("2025-06-30", "Trump, second", "articles", "true", "1", "1", "0", "1"),
    ]


def test_all_pages_by_half_year_and_kind(raw):
    columns = ("half_year", "kind", "documents", "repeats", "naming_ai", "zero_sum")
    assert rows("whitehouse_totals", raw, *columns) == [
        ("2024H1", "speeches-remarks", "2", "1", "1", "0"),
        ("2024H1", "statements-releases", "1", "0", "0", "0"),
        ("2025H1", "articles", "1", "0", "1", "1"),
    ]


def test_places_of_race_with_what_stands_around(raw):
    columns = ("number", "sense", "voice", "context")
    (place,) = rows("whitehouse_race_words", raw, *columns)
    assert place[:3] == ("1", "AI contest", "own")
    assert place[3].startswith("Remarks on winning. The AI race is not zero-sum.")


def test_the_three_tables_of_the_white_house_agree():
    pages, totals = load("whitehouse_ai_documents"), load("whitehouse_totals")
    keys = ["half_year", "administration", "kind", "spoken"]
    naming = totals.set_index(keys)["naming_ai"]
    assert naming[naming > 0].sort_index().equals(pages.groupby(keys).size().astype("Int64"))
    places = load("whitehouse_race_words")
    contests = places["sense"].eq("AI contest")
    assert contests.sum() == pages["race"].sum()
    assert (contests & places["voice"].eq("quoted")).sum() == pages["race_quoted"].sum()
    assert (~contests).sum() == pages["race_other_sense"].sum()


def test_a_text_that_stands_in_two_tables_has_one_count():
    pages = load("whitehouse_ai_documents").drop_duplicates("url", keep=False).set_index("url")
    texts = load("us_policy_words").set_index("url")
    both = texts.index.intersection(pages.index)
    assert len(both) > 15
    for word in ("race", "win", "dominance", "leadership", "safety", "competition"):
        assert texts.loc[both, word].equals(pages.loc[both, word]), word


def test_whole_texts_have_at_least_what_stands_near_ai():
    texts = load("us_policy_words")
    for word in ("race", *us.WORDS):
        assert (texts[f"{word}_whole"] >= texts[word]).all(), word


def test_the_15_texts_of_the_first_set_are_all_there():
    first = load("us_policy_words").query("first_set")
    old = load("race_texts").query("place == 'US'")
    assert len(first) == len(old) == 15
    assert sorted(first["date"]) == sorted(old["date"])


@pytest.fixture(scope="module")
def chinese():
    return load("china_words")


def test_a_report_read_in_part_has_no_zero(chinese):
    reports = chinese[chinese["kind"] == "work report"]
    assert sorted(reports["year"].unique()) == list(range(2008, 2027))
    part = reports["how"].str.startswith("at least")
    assert set(reports.loc[part, "year"]) == {2023}
    assert reports.loc[part, "count"].isna().any()
    assert (reports.loc[part, "count"].dropna() > 0).all()
    assert reports.loc[~part, "count"].notna().all()


def test_every_text_is_counted_for_every_term(chinese):
    assert chinese.groupby("text")["term"].nunique().eq(chinese["term"].nunique()).all()


def test_a_part_is_never_more_than_its_whole(chinese):
    counts = chinese.set_index(["text", "term"])["count"]
    for row in chinese.dropna(subset=["part_of", "count"]).itertuples():
        assert row.part_of in row.term
        assert row.count <= counts[row.text, row.part_of]


def test_an_occurrence_noted_by_eye_must_hold_its_term():
    recipe = imported("china_words")
    with pytest.raises(ValueError, match="竞赛: not once in 竞争力"):
        recipe._by_eye(2025, "2025-03-05", "by eye", 1, {"竞赛": "竞争力"})
    part = recipe._in_part(2023, "2023-03-05", "at least", {"竞争": "竞争力"})
    assert part.set_index("term")["count"].dropna().to_dict() == {"竞争": 1}
    table = recipe._by_eye(2025, "2025-03-05", "by eye", 1, {"竞争": "竞争力 竞争，"})
    assert table.set_index("term")["count"].to_dict() == (
        dict.fromkeys(recipe.TERMS, 0) | {"竞争": 2}
    )


def test_counts_of_the_order_that_renames_ai_use_the_new_name():
    texts = load("us_policy_words").set_index("text")
    order = texts.loc["2026-09-29-eo-inaugurating-the-era-of-super-intelligence"]
    assert order["ai"] > 20
    assert load("whitehouse_ai_documents")["date"].max() < pd.Timestamp("2026-09-29")


def test_statements_that_stand_in_the_archive_are_spoken_there_and_of_the_same_day():
    said = load("words_spoken")
    pages = load("whitehouse_ai_documents").drop_duplicates("url").set_index("url")
    held = said[said["source_url"].isin(pages.index)]
    assert len(held) == 4
    for row in held.itertuples():
        page = pages.loc[row.source_url]
        assert page["spoken"], row.id
        assert page["date"] == row.date, row.id


def test_chinese_terms_of_a_statement_are_terms_that_are_counted(chinese):
    said = load("words_spoken").query("place == 'China'")
    assert len(said) >= 4
    assert set(said["terms"].str.split("; ").explode()) <= set(chinese["term"])


@pytest.fixture(scope="module")
def passages():
    return load("word_passages")


def test_sixty_passages_of_each_side_hold_the_word_for_which_they_were_drawn(passages):
    assert passages["place"].value_counts().to_dict() == {"US": 60, "China": 60}
    terms = imported("word_passages").CHINA_WORDS
    for row in passages.itertuples():
        if row.place == "China":
            assert any(term in row.passage for term in terms[row.word][0]), row.id
        else:
            pattern = us.RACE if row.word == "race" else us.WORDS[row.word]
            assert pattern.search(row.passage), row.id


def test_passages_are_drawn_from_many_texts(passages):
    assert passages["passage"].is_unique
    us_passages = passages[passages["place"] == "US"]
    assert not us_passages.duplicated(["word", "text"]).any()
    assert set(us_passages["text"]) <= set(load("whitehouse_ai_documents")["url"])
    chinese = passages[passages["place"] == "China"]
    assert set(chinese["text"]) <= set(load("china_words")["text"])
    assert chinese.groupby(["word", "text"]).size().max() <= 3
