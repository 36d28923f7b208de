"""The frame of a page: one style sheet, icons, Chinese marked, nothing inline, no leftovers."""

import gzip
import re

import pytest

from foursteps.book.site.frame import POLICY, chinese, icons, purge, style_sheet
from tests.book.site import scans
from tests.book.site.test_pages import report

NAMES = purge.Names(
    tags={"p", "a", "main"}, classes={"here"}, ids={"top"}, attributes={"open", "data-theme"}
)


def short(css, script=""):
    names = purge.Names(set(NAMES.tags), set(NAMES.classes), set(NAMES.ids), set(NAMES.attributes))
    names.read_script(script)
    return purge.purged(css, names)


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("p { top: 0 }", "p{top:0}"),
        (".gone { top: 0 }", ""),
        ("p , .gone > a, .here { top: 0 }", "p,.here{top:0}"),
        ("p.gone, p:not(.gone), #top, #gone { top: 0 }", "p:not(.gone),#top{top:0}"),
        ("p:is(.gone, .here) a, p:is(.gone, b) { top: 0 }", "p:is(.gone,.here) a{top:0}"),
        ("a:has(> .gone), :where(a) { top: 0 }", ":where(a){top:0}"),
        ('[open], [data-gone], [data-theme="dark"] p {top:0}', '[open],[data-theme="dark"] p{top:0}'),
        ("p::before, a:hover, p:nth-child(2n + 1) {top:0}", "p::before,a:hover,p:nth-child(2n + 1){top:0}"),
        ("@media print { .gone { top: 0 } }", ""),
        (
            "@media (width > 9px) { .gone {top:0} p {top: 0} }",
            "@media (width>9px){p{top:0}}",
        ),
        ("p { top: calc(1px  +  2px) ; /* why */ left: 0 !important; }", "p{top:calc(1px + 2px);left:0!important}"),
        ('p::before { content: "a > b ,  c" }', 'p::before{content:"a > b ,  c"}'),
        # A variable stays if something that stays asks for it, by way of another too.
        (
            ":root { --a: var(--b); --b: 1px; --c: 2px } p { top: var(--a) } .gone { top: var(--c) }",
            ":root{--a:var(--b);--b:1px}p{top:var(--a)}",
        ),
        (
            "@keyframes x { to { top: 0 } } @keyframes y { to { top: 0 } } p { animation: x 1s }",
            "@keyframes x{to{top:0}}p{animation:x 1s}",
        ),
        (
            "@font-face {font-family: Used; src: url(a)} @font-face {font-family: 'Not Used'; src: url(b)} p {font: 1em Used}",
            "@font-face{font-family:Used;src:url(a)}p{font:1em Used}",
        ),
        ("p { &:hover { top: 0 } }", "p{&:hover{top:0}}"),
        ("@page { margin: 2cm } @charset 'utf-8';", "@page{margin:2cm}"),
    ],
)  # fmt: skip
def test_what_can_match_nothing_goes(css, left):
    assert short(css).replace("\n", "") == left


@pytest.mark.parametrize(
    ("script", "css"),
    [
        ('make("div", { className: "made" })', ".made{top:0}"),
        ('make("dialog")', "dialog{top:0}"),
        ("box.className = `quiz-${answer}`", ".quiz-right{top:0}"),
        ("box.dataset.chartState = 1", '[data-chart-state="live"]{top:0}'),
        ('Object.assign(box, { ariaExpanded: "true" })', "[aria-expanded]{top:0}"),
        ('style.setProperty("--made", 1)', "p{--made:2px}"),
    ],
)
def test_what_a_script_names_stays(script, css):
    assert short(css, script) == css
    assert short(css) == ""


def test_a_broken_style_sheet_is_named():
    with pytest.raises(ValueError, match="line 2 of the joined style sheet"):
        short("p { top: 0 }\n} p { top: 1px }")


def test_sheets_are_joined_in_order_with_their_files(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.css").write_text(
        '@import url("base.css") print;\np { background: url(../x/y.png), url(data:z), url("#m") }'
    )
    (tmp_path / "deep/base.css").write_text("b { background: url('z.png') }")
    (tmp_path / "paper.css").write_text("i { top: 0 }")
    assert style_sheet.joined(tmp_path, ["deep/a.css", "paper.css@print"]).split("\n") == [
        "@media print {",
        'b { background: url("deep/z.png") }',
        "}",
        'p { background: url("x/y.png"), url(data:z), url("#m") }',
        "@media print {",
        "i { top: 0 }",
        "}",
    ]
    (tmp_path / "far.css").write_text("@import 'https://cdn.example/x.css';")
    with pytest.raises(ValueError, match="far.css imports https://cdn.example"):
        style_sheet.joined(tmp_path, ["far.css"])


def test_sheets_of_few_pages_stand_where_those_pages_have_them():
    assert style_sheet.merged([["a", "z"], ["a", "m", "z"], ["a", "k"]]) == ["a", "k", "m", "z"]


def test_the_rules_of_the_icon_font_go():
    css = "a{top:0}.fa-bars:before,.fa-navicon:before{content:'x'}.fas{top:0}i.fas{top:1px}"
    assert style_sheet.without_icon_font(css) == "a{top:0}i.fas{top:1px}"


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>no</p>", "<p>no</p>"),
        ("<p>is 竞争。</p>", '<p>is <span lang="zh-Hans">竞争</span>。</p>'),
        ("<p>军民融合，发展 (x)</p>", '<p><span lang="zh-Hans">军民融合，发展</span> (x)</p>'),
        ('<p lang="zh-Hans">竞<b>争</b></p>', '<p lang="zh-Hans">竞<b>争</b></p>'),
        (
            '<div lang="zh"><div>竞</div>争</div>争',
            '<div lang="zh"><div>竞</div>争</div><span lang="zh-Hans">争</span>',
        ),
        ('<a title="竞 > 争">x</a>', '<a title="竞 > 争">x</a>'),
        ("<script>'竞'</script><title>争</title><!-- 竞 -->", None),
        ("<svg><text>竞</text></svg>", None),
    ],
)
def test_chinese_is_marked(html, marked):
    assert chinese.mark(html) == (html if marked is None else marked)
    assert chinese.unmarked(chinese.mark(html)) == []


def test_every_chinese_run_of_every_page_is_marked(pages):
    report({name: chinese.unmarked(page.html) for name, page in pages.items()})
    assert sum(page.html.count('lang="zh') for page in pages.values()) > 400


def test_nothing_is_inline(pages):
    """So that the site runs under its policy, and under a host's that is as strict."""
    report({name: scans.inline_faults(page) for name, page in pages.items()})


def test_each_page_carries_the_policy_before_what_it_loads(pages):
    for name, page in pages.items():
        policy = page.soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert policy["content"] == POLICY, name
        assert not policy.find_all_previous(["script", "link"]), name


def test_servers_are_told_the_same_policy(root):
    said = (root / "docs/deploy.md").read_text(encoding="utf-8")
    assert re.findall(r"""Content-Security-Policy "([^"]+)\"""", said) == [POLICY, POLICY]


def test_one_style_sheet_and_no_script_that_holds_up_the_page(pages, built_site):
    version = style_sheet.version_of(built_site / "_static" / style_sheet.SHEET)
    for name, page in pages.items():
        sheets = page.soup.find_all("link", rel="stylesheet")
        assert [s["href"].partition("_static/")[2] for s in sheets] == [f"book.css?v={version}"]
        scripts = page.soup.find_all("script", src=True)
        at_once = [s["src"] for s in scripts if "defer" not in s.attrs and "async" not in s.attrs]
        assert [src.partition("_static/")[2] for src in at_once] == ["colours.js"], name
        assert scripts[0]["src"] == at_once[0] and not scripts[0].find_previous("link"), name


def test_the_style_sheet_is_light(built_site):
    css = (built_site / "_static" / style_sheet.SHEET).read_bytes()
    assert len(gzip.compress(css)) < 30_000


def test_nothing_of_the_theme_is_shipped_in_vain(built_site):
    static = built_site / "_static"
    names = {path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file()}
    gone = r"bootstrap|pydata|sphinx-book|basic\.css|fontawesome|logo_|clipboard|copybutton|macros|webfonts|\.map$"
    assert [name for name in names if re.search(gone, name)] == []


def test_every_icon_has_its_drawing(built_site, pages):
    css = (built_site / "_static" / style_sheet.SHEET).read_text("utf-8")
    drawn = set(re.findall(r"\.(fa-[\w-]+)\{--icon:", css))
    shown = set().union(*(icons.used(str(page.soup.body)) for page in pages.values()))
    assert shown and shown == drawn


def test_icons_are_of_the_plain_set_and_known_by_all_their_names():
    script = (
        'x("far",p)}moon:[1,2,[],"f1","HOLLOW"]d("far",p);var p={moon:[3,4,[9214],"f1","FULL"],'
        '"magnifying-glass":[5,6,[1,"search"],"f2","GLASS"]};d("fas",p)'
    )
    assert icons.drawings(script) == {
        "moon": ("3", "4", "FULL"),
        "magnifying-glass": ("5", "6", "GLASS"),
        "search": ("5", "6", "GLASS"),
    }
    assert icons.rules({"fa-moon", "fa-none"}, script) == (
        ".fa-moon{--icon:url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
        "viewBox='0 0 3 4'%3E%3Cpath d='FULL'/%3E%3C/svg%3E\")}"
    )


def test_what_opens_something_says_so(pages):
    """A menu is a fold, which says by itself whether it is open; links that open get it by script."""
    for name, page in pages.items():
        for menu in page.soup.select("details.menu"):
            assert menu.find("summary")["aria-label"], name
        for toggle in page.soup.select(".sidebar-toggle"):
            assert toggle["aria-label"], name
            assert page.soup.find(id=toggle["href"].removeprefix("#")), name
        for dialog in page.soup.find_all("dialog"):
            assert dialog["aria-label"], name
        assert page.soup.body.find("a")["href"] == "#page-text", name
        passed = page.soup.find(id="page-text").find_all_next(["button", "summary"])
        assert not [tag for tag in passed if tag.find_parent(class_="bd-header-article")], name
