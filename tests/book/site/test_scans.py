"""The scans themselves: each goes red on a page with the fault it guards against."""

import html

import pytest

from foursteps.book.site.book_facts import BookFacts
from foursteps.book.site.reports import report_address
from tests.book.site import scans
from tests.book.site.scans import Page


def page(body, head=""):
    return Page("chapters/a.html", f"<html><head>{head}</head><body>{body}</body></html>")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<script src="https://cdn.example/x.js"></script>', ""),
        ('<script src="//cdn.example/x.js"></script>', ""),
        ('<script type="module">import "https://cdn.example/x.js"</script>', ""),
        ('<script>const a = await import("https://cdn.example/x.js")</script>', ""),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', ""),
        ('<link rel="preconnect" href="https://cdn.example">', ""),
        ('<link rel="icon" href="https://cdn.example/i.png">', ""),
        ("<style>@import 'https://cdn.example/x.css';</style>", ""),
        ("<style>p { background: url(https://cdn.example/x.png) }</style>", ""),
        ('<meta http-equiv="refresh" content="0; url=https://other.example/">', ""),
        ("", '<img src="https://cdn.example/x.png" alt="x">'),
        ("", '<img srcset="a.png 1x, https://cdn.example/x.png 2x" alt="x">'),
        ("", '<p style="background:url(//cdn.example/x.png)">x</p>'),
        ("", '<svg><image href="https://cdn.example/x.png"/></svg>'),
        ("", '<iframe src="https://video.example/1"></iframe>'),
    ],
)
def test_a_foreign_load_is_found(head, body):
    assert len(scans.foreign_loads(page(body, head))) == 1


def test_a_link_or_a_mere_address_is_no_load():
    body = (
        '<a href="https://other.example/">x</a>'
        '<script type="application/json">{"$schema": "https://vega.github.io/s.json"}</script>'
        '<script>const schema = "https://vega.github.io/s.json";</script>'
    )
    assert scans.foreign_loads(page(body)) == []


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("b.html", "no chapters/b.html"),
        ("../data/t.csv", "no data/t.csv"),
        ("#nowhere", "id 'nowhere'"),
        ("a.html#nowhere", "id 'nowhere'"),
        ("https://own.example/book/data/x.html", "no data/x.html"),
        ("https://own.example/book/chapters/a.html#C99", "id 'C99'"),
        ("javascript:void(0)", "nowhere"),
        ("", "nowhere"),
    ],
)
def test_a_broken_link_is_found(link, why, tmp_path):
    here = page(f'<p id="C07"><a href="{link}">x</a></p>')
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "a.html").touch()
    faults = scans.broken_links(here, tmp_path, {here.name: here}, "https://own.example/book")
    assert len(faults) == 1 and why in faults[0]


def test_good_links_pass(tmp_path):
    here = page(
        '<p id="C07"><a href="#C07">a</a><a href="a.html#C07">b</a><a href="mailto:x@y.z">c</a>'
        '<a href="https://own.example/book/chapters/a.html#C07">d</a>'
        '<a href="https://other.example/">e</a></p>'
    )
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "a.html").touch()
    assert scans.broken_links(here, tmp_path, {here.name: here}, "https://own.example/book") == []


@pytest.mark.parametrize(
    "body",
    [
        "<pre>Traceback (most recent call last)\n  File</pre>",
        '<div class="output traceback">KeyError: 1</div>',
        '<div class="output stderr highlight">FutureWarning</div>',
        '<aside class="system-message">Unknown</aside>',
    ],
)
def test_a_traceback_is_found(body):
    assert scans.tracebacks(page(body))


GOOD = (
    '<!DOCTYPE html><html lang="en"><head><title>A title</title>'
    '<meta name="description" content="What the page is about."></head><body>{}</body></html>'
)


@pytest.mark.parametrize(
    ("html", "what"),
    [
        (GOOD.replace(' lang="en"', "").format("<h1>x</h1>"), "lang"),
        (GOOD.replace("A title", "").format("<h1>x</h1>"), "no title"),
        (GOOD.replace("description", "other").format("<h1>x</h1>"), "no description"),
        (GOOD.format(""), "0 first-level"),
        (GOOD.format("<h1>x</h1><h1>y</h1>"), "2 first-level"),
        (GOOD.format("<h1>x</h1><h3>y</h3>"), "jumps to h3"),
        (GOOD.format('<h1>x</h1><img src="a.png">'), "without alt"),
        (GOOD.format("<h1>x</h1><svg></svg>"), "svg"),
        (GOOD.format('<h1 id="a">x</h1><p id="a">y</p>'), "twice"),
    ],
)
def test_a_fault_of_the_frame_is_found(html, what):
    faults = scans.frame_faults(Page("a.html", html))
    assert len(faults) == 1 and what in faults[0]


def test_a_good_frame_passes():
    assert scans.frame_faults(Page("a.html", GOOD.format("<h1>x</h1><h2>y</h2>"))) == []


OWN = BookFacts(
    "1.0", ("A",), "https://own.example", "https://own.example", "2026-01-02", "2026-01-03"
)
FOOT = (
    '<h1>T</h1><section class="colophon"><p>Version 1.0 <time class="tables-to" '
    'datetime="2026-01-02">x</time> <time class="events-to" datetime="2026-01-03">x</time></p>'
    f'<a class="report" href="{html.escape(report_address(OWN, "chapters/a"))}">R</a>'
    '<details class="cite">“T” https://own.example/chapters/a.html<pre class="bibtex">@b{c}</pre>'
    '<a download="x.bib" href="data:text/plain,%40b%7Bc%7D">d</a></details></section>'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Version 1.0", "Version 0.9"),
        ('datetime="2026-01-02"', 'datetime="2025-01-02"'),
        ('datetime="2026-01-03"', 'datetime="2025-01-03"'),
        ('class="events-to"', ""),
        ("“T”", "“U”"),
        ("a.html<pre", "b.html<pre"),
        ("chapters%2Fa.html", "chapters%2Fb.html"),
        ("version=1.0", "version=0.9"),
        ("%40b%7Bc%7D", "%40b%7Bd%7D"),
    ],
)
def test_a_wrong_foot_is_found(old, new):
    assert scans.foot_faults(page(FOOT), OWN) == []
    assert old in FOOT
    assert len(scans.foot_faults(page(FOOT.replace(old, new)), OWN)) == 1
    assert scans.foot_faults(page("<h1>T</h1>"), OWN) == ["no colophon at the foot"]


@pytest.mark.parametrize(
    "text",
    [
        "see {glue:text}`x:.1f` here",
        "see {cite}`jervis-1978` here",
        "\n:::{note}\nx\n:::",
        "\n```python\nx\n```",
        "see [the other](1-x.ipynb) here",
        "so **very** bold",
        "where $x^2 + y$ is",
        "where $$x$$ is",
        r"\begin{align}",
        "is &lt;!--=x:.1f--&gt;5.5",
        "as shown.[^1]",
    ],
)
def test_raw_markup_is_found(text):
    assert scans.raw_markup(page(f"<article><p>{text}</p></article>"))


def test_markup_in_code_and_money_pass():
    body = "<p>costs $5 or 6 bn USD</p><pre>see [a](b.md) and **kw</pre><code>{cite}`x`</code>"
    assert scans.raw_markup(page(f"<article>{body}</article>")) == []


@pytest.mark.parametrize(
    "body",
    [
        r'<span class="math">\(x\)</span>',
        '<span class="math"><span class="katex-html"></span><math></math></span>',
        '<script src="x/MathJax.js"></script>',
        '<script>var thebe = "x"</script>',
    ],
)
def test_a_formula_for_scripts_is_found(body):
    assert scans.formula_faults(page(body))


@pytest.mark.parametrize(
    "text", ["/home/ann/book/x.csv", "/root/book", "(/tmp/x1/y)", "C:\\Users\\ann", "/Users/ann/x"]
)
def test_a_machine_path_is_found(text, tmp_path):
    assert scans.machine_paths(page(f"<p>{text}</p>"), tmp_path)


def test_an_address_is_no_machine_path(tmp_path):
    body = '<a href="https://x.example/home/ann">../work/x</a>'
    assert scans.machine_paths(page(body), tmp_path) == []
