"""Search: the forty queries find what they should, in few bytes, with text that reads well."""

import csv
import fnmatch
import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

from foursteps.book.site import finding
from foursteps.book.site.finding.sections import read_entries
from foursteps.book.site.formulas import node_binary

HERE = Path(__file__).parent
with (HERE / "search_queries.csv").open(encoding="utf-8", newline="") as file:
    QUERIES = list(csv.DictReader(file))
FIRST_TIME = 250_000  # bytes gzipped of all that a first search loads
EXTRACTS = 40_000  # and of the texts of the hits that it shows
SHOWN = 10  # FIRST in search-finder.js
LOADED = ["search.js", "search-finder.js", "minisearch.js", "search-engine.js", "search/index.js"]


def asked(static, queries):
    """What the index in the folder `static` answers, query → {hits, also}."""
    done = subprocess.run(
        [node_binary(), HERE / "ask.js", static],
        input=json.dumps(queries), capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(zip(queries, json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def answers(built_site):
    """The built index's answers to the forty queries and a few more."""
    more = [
        "c7",
        "official texts",
        "Kaplan Meier",
        "training_compute_flop",
        "竞",
        "军",
        "困",
        "export contr",
        "  ",
    ]
    return asked(built_site / "_static", [row["query"] for row in QUERIES] + more)


@pytest.fixture(scope="module")
def scripts(built_site):
    """Name below _static → bytes gzipped of what a search can load."""
    static = built_site / "_static"
    texts = [f"search/{path.name}" for path in (static / "search").glob("text-*.js")]
    return {
        name: len(gzip.compress((static / name).read_bytes(), 6, mtime=0))
        for name in [*LOADED, *texts]
    }


def missed(row, addresses):
    """Why the addresses of the hits are not what the row of the file expects, or nothing."""
    if row["expected"] == "none":
        return f"finds {addresses[:3]}" if addresses else None
    first = addresses[0] if addresses else "nothing"
    if not any(fnmatch.fnmatchcase(first, wanted) for wanted in row["expected"].split()):
        return f"first {first}, not {row['expected']}"
    for wanted in filter(None, row["first_five"].split(" & ")):
        if not fnmatch.filter(addresses[:5], wanted):
            return f"{wanted} is not among {addresses[:5]}"
    return None


def test_the_file_holds_forty_queries_of_each_kind():
    kinds = [row["who"] for row in QUERIES]
    assert len(QUERIES) == len({row["query"] for row in QUERIES}) == 40
    assert kinds.count("measured") == 10 and kinds.count("reader of Chinese") == 15
    assert all(row["expected"] and row["why"] for row in QUERIES)


@pytest.mark.parametrize("row", QUERIES, ids=lambda row: row["query"])
def test_a_query_finds_what_it_should(answers, row):
    fault = missed(row, [hit["address"] for hit in answers[row["query"]]["hits"]])
    assert fault is None, fault


def test_a_wrong_answer_is_told():
    row = {"expected": "a.html b.html#*", "first_five": "c.html & d.html"}
    assert missed(row, []) == "first nothing, not a.html b.html#*"
    assert missed(row, ["c.html", "a.html"]).startswith("first c.html")
    assert missed(row, ["b.html#x", "c.html"]).startswith("d.html is not among")
    assert missed(row, ["a.html", "d.html", "c.html"]) is None
    assert missed({"expected": "none"}, ["a.html"]).startswith("finds")


def test_expected_places_exist(pages):
    """An expectation that no page can meet is out of date."""
    places = {
        f"{name}#{tag['id']}" for name, page in pages.items() for tag in page.soup.select("[id]")
    } | set(pages)
    for row in QUERIES:
        for wanted in filter(None, re.split(r" & | ", f"{row['expected']} {row['first_five']}")):
            assert wanted == "none" or fnmatch.filter(places, wanted), (row["query"], wanted)


def test_every_address_leads_to_its_place(pages, built_site):
    index = (built_site / "_static/search/index.js").read_text("utf-8")
    entries = json.loads(index.removeprefix("globalThis.FourStepsIndex = ").rstrip(";\n"))[
        "entries"
    ]
    assert len(entries) > 600
    ids = {name: {tag["id"] for tag in page.soup.select("[id]")} for name, page in pages.items()}
    for address, page, title, *_ in entries:
        name, _, anchor = address.partition("#")
        assert name in ids and (not anchor or anchor in ids[name]), address
        assert page and title, address
    assert len({entry[0] for entry in entries}) == len(entries)


def test_order_of_worth(answers):
    """What is called so first, then titles with the phrase; a phrase in a text before its words."""
    ranks = [hit["rank"] for hit in answers["arms race"]["hits"]]
    assert ranks == sorted(ranks, reverse=True) and ranks[0] == 3 and 2 in ranks
    hits = answers["official texts"]["hits"]
    assert [hit["rank"] for hit in hits] == sorted((hit["rank"] for hit in hits), reverse=True)
    side_by_side = [hit["whole"] for hit in hits if hit["rank"] == 1]
    assert len(side_by_side) > 3 and hits[-1]["rank"] == 0
    assert all(re.search("official texts?", text, re.IGNORECASE) for text in side_by_side)


def test_other_spellings_and_words_are_told(answers):
    assert answers["huwaei"]["also"] == "huawei"
    assert answers["芯片"]["also"] == "chip"
    assert answers["gallium"]["also"] == ""
    assert answers["c7"]["hits"] == answers["C07"]["hits"]
    assert answers["Kaplan Meier"]["hits"][0]["address"].endswith("#term-kaplan-meier-median")
    assert answers["training_compute_flop"]["hits"][0]["address"] == "data/notable-models.html"
    assert answers["  "]["hits"] == []


def test_words_are_found_before_they_are_finished(answers):
    """From one character on in Chinese, from a beginning in English."""
    for query, place in {
        "竞": "#term-international-competition",
        "军": "#term-arms-race",
        "困": "#term-security-dilemma",
        "export contr": "#term-export-control",
    }.items():
        first_two = [hit["address"] for hit in answers[query]["hits"][:2]]
        assert f"chapters/glossary.html{place}" in first_two, (query, first_two)


def test_extracts_hold_the_word_and_read_as_text(answers):
    for query in ("安全困境", "稀土", "gallium", "rare earths", "prisoners dilemma"):
        assert any(hit["marked"] for hit in answers[query]["hits"][:5]), query
    marked = {word for hit in answers["稀土"]["hits"] for word in hit["marked"]}
    assert "稀土" in marked and "rare" not in answers["huwaei"]["hits"][0]["marked"]
    for query, answer in answers.items():
        for hit in answer["hits"][:SHOWN]:
            assert len(hit["extract"]) <= 220, (query, hit["address"])
            glued = re.search(r"[a-z][.;:!?][A-Z][a-z]|[a-z]\d{4,}|\d★", hit["extract"])
            assert not glued, (query, hit["address"], glued[0])


def test_no_cell_of_a_table_is_transferred(built_site):
    """Numbers that stand in cells alone are in no script of the search."""
    texts = "".join(p.read_text("utf-8") for p in (built_site / "_static/search").glob("*.js"))
    for number in ("716.526", "5.9158815e+17", "52b9887d5b95de44"):
        assert any(number in p.read_text("utf-8") for p in (built_site / "data").glob("*.html"))
        assert number not in texts


def test_bytes_of_a_search(answers, scripts):
    assert sum(scripts[name] for name in LOADED) <= FIRST_TIME
    heaviest = sorted((v for name, v in scripts.items() if "text-" in name), reverse=True)
    assert sum(heaviest[:SHOWN]) <= EXTRACTS, heaviest[:SHOWN]
    for query, answer in answers.items():
        shown = {hit["shard"] for hit in answer["hits"][:SHOWN]}
        assert sum(scripts[f"search/text-{n}.js"] for n in shown) <= EXTRACTS, query
    finder = (Path(finding.__file__).parent / "static/search-finder.js").read_text("utf-8")
    assert f"const FIRST = {SHOWN};" in finder


def test_nothing_of_the_stock_search_is_left(built_site, pages):
    for name in (*finding.REPLACED, "searchindex.js"):
        assert not list(built_site.rglob(name)), name
    for name, page in pages.items():
        loaded = [tag["src"] for tag in page.soup.select("script[src]")]
        assert not [s for s in loaded if "searchindex" in s or s.endswith(finding.REPLACED)], name
        assert not page.soup.select("#pst-search-dialog"), name


def test_without_scripts_a_page_leads_on(pages):
    for name, page in pages.items():
        if name != "index.html":
            links = page.soup.select("a.find-open")
            assert links and all(link["href"].endswith(("search.html", "#")) for link in links), (
                name
            )
    inside = {link["href"] for link in pages["search.html"].soup.select("noscript a")}
    assert {
        "chapters/glossary.html",
        "data/index.html",
        "chapters/1-security-dilemma.html",
    } <= inside


def test_the_same_pages_give_the_same_index(built_site, root):
    entries = read_entries(
        "chapters/glossary.html", (built_site / "chapters/glossary.html").read_text("utf-8")
    )
    assert finding.search_scripts(entries, []) == finding.search_scripts(entries, [])


# ---- Reading a page --------------------------------------------------------------------------

PAGE = """<html><body><article class="bd-article"><section id="top">
<h1>Step 9: The trial<a class="headerlink" href="#top">#</a></h1>
<section id="one"><h2>One <em>thing</em></h2><p>First.</p><p>Then <b>more</b></p>
<pre>x = load(<span>"moves"</span>)</pre><table><tr><td>60931</td></tr></table>
<div class="fs-chart"><figure class="fs-figure" id="fig-a"><div role="img" aria-label="Two lines.">
<svg><text x="1">Labels &amp; such</text><text>12</text></svg></div><figcaption>
<span class="fs-number">Figure 9.4</span> <a class="fs-sign" href="#fig-a">#</a>
<span class="fs-caption">A caption.</span></figcaption>
</figure><div class="fs-tools"><ul><li>Picture</li></ul><details class="fs-data"><summary>Table<span
class="fs-hidden"> of “A finding”</span></summary></details></div></div><p>After.</p></section>
<section id="empty"><h2>Empty</h2><section id="list"><h3>List</h3><p>Words</p>
<dl><dt><span id="term-lag"></span><strong>lag</strong> <span lang="zh-Hans">滞后</span> <em>zhìhòu</em></dt>
<dd><p>A delay.</p></dd><dt><span id="term-toy"></span><strong>toy</strong> <span lang="zh-Hans">玩具</span>
<em>wánjù</em></dt><dd><p>A <em>small</em> model.</p></dd></dl><dl><dt>Key</dt><dd>chip</dd></dl>
<ol><li id="C03"><p>C03 A claim.</p><p>Why</p></li><li id="ref-x">Somebody. A book. URL: https://x.org/y.</li></ol>
</section></section></section></article></body></html>"""


def test_a_page_is_read_into_entries():
    found = {entry.address: entry for entry in read_entries("chapters/x.html", PAGE)}
    assert list(found) == [
        f"chapters/x.html{anchor}"
        for anchor in ("", "#one", "#fig-a", "#list", "#term-lag", "#term-toy", "#C03", "#ref-x")
    ]
    page, one, figure, words, lag, toy, claim, book = found.values()
    assert (page.kind, page.title) == ("page", "Step 9: The trial")
    assert page.names == ["Step 9: The trial", "trial"]
    assert (one.title, one.text, one.also) == ("One thing", "First. Then more · After.", ["moves"])
    assert {entry.page for entry in found.values()} == {"Step 9: The trial"}
    assert figure.title == "Figure 9.4: A finding" and figure.also == ["Labels & such"]
    assert figure.text == "A caption. Two lines."
    assert words.text == "Words · Key: chip"
    assert (lag.title, lag.text) == ("lag 滞后", "A delay.")
    assert (toy.names, toy.text) == (["toy", "玩具", "wánjù"], "A small model.")
    assert (claim.title, claim.names, claim.text) == ("C03 A claim.", ["C03"], "Why")
    assert (book.kind, book.title) == ("reference", "Somebody. A book.")


def test_a_data_page_is_one_entry():
    page = PAGE.replace("<td>60931</td>", '<th scope="row"><code>tpp</code>').replace(
        '<section id="one">',
        '<p class="download">Read <code>load("moves")</code></p><section id="one">',
    )
    (entry,) = read_entries("data/moves.html", page)
    assert entry.kind == "table" and "moves" in entry.names and "tpp" in entry.also
    assert "60931" not in entry.text and "A delay." in entry.text
    assert read_entries("index.html", "<html><body>moved</body></html>") == []


def test_texts_are_parted_into_small_scripts():
    entries = [finding.Entry(f"{n}.html", text="x" * n) for n in (4000, 1000, 3000, 9000, 10)]
    assert finding.shards(entries) == [0, 0, 1, 2, 3]


def test_a_failing_node_is_told(monkeypatch):
    monkeypatch.setattr(finding, "MINISEARCH", Path("missing.js"))
    with pytest.raises(finding.SearchError, match="missing.js"):
        finding.make_index([])


def test_other_words_lead_somewhere(answers, built_site, root):
    rows = finding.other_words([])
    found = asked(built_site / "_static", [own for _, own in rows])
    assert [own for own, answer in found.items() if not answer["hits"]] == []
    assert len({word for word, _ in rows}) == len(rows)
