"""The class report: its figures, its charts, and both pages under axe in a browser."""

import dataclasses
import re

import pytest

from foursteps.marker.classroom import feedback, grade, report
from foursteps.marker.exercise import sets

from . import classes, small, standin


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A class of eight with known points, and its output folder."""
    folder = tmp_path_factory.mktemp("report")
    exercise_set = sets.read(small.write(folder / "exercises"))
    put, place = classes.put, folder / "in"
    for n in range(4):
        put(place, f"good{n}.ipynb", classes.notebook(exercise_set))
    for n in range(2):
        slip = {"mean-of-five": "mean = 3", "a-letter": "letter = 'A'"}
        put(place, f"slip{n}.ipynb", classes.notebook(exercise_set, slip))
    put(place, "blank.ipynb", classes.blank(exercise_set))
    put(place, "dee_4_12_s.ipynb", b"{")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        found = grade.grade(place, exercise_set, folder / "out", standin.run)
    return found, folder / "out"


def test_the_report_says_how_the_class_did(marked):
    html = (marked[1] / "report.html").read_text(encoding="utf-8")
    text = re.sub(
        r"\s+", " ", re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL)
    )
    assert "Students 8 Files 8" in text
    assert "Written answers that wait for a person 6" in text
    assert "Lowest and highest 0 – 17" in text
    assert "1. A mean ★ 2 64 %" in text  # (4 × 1 + 2 × 0.25 + 0) / 7
    assert "dee_4_12_s.ipynb" in text
    assert "1 file could not be read: ask for the right file" in text
    assert "Notebooks that were run; all figures below are about these 7" in text
    assert "1. A mean 2 median This is the median" in text
    assert re.search(r"\d\. A choice 2 first Not the first\.", text)


def test_a_question_that_does_not_tell_strong_from_weak_is_flagged(marked):
    found, _ = marked
    (question, *_) = found.exercise_set.scheme.auto
    students = report._marked_students(found)
    credits = {
        q.id: [found.used[s].record.marks[q.id].credit for s in students]
        for q in found.exercise_set.scheme.auto
    }
    assert not report._question(found, question, students, credits)["look"]
    turned = {**credits, question.id: [1 - c for c in credits[question.id]]}
    assert report._question(found, question, students, turned)["look"]
    same = {**credits, question.id: [1] * len(students)}
    assert not report._question(found, question, students, same)["look"]  # nothing to tell


def test_only_the_commonest_misconceptions_are_listed(marked, monkeypatch):
    monkeypatch.setattr(report, "LISTED", 1)
    html = report.page(marked[0])
    assert "Not the first." not in html or "This is the median" not in html
    assert "1 more were met, none by more than 2 students" in html


def test_the_pages_are_dark_on_a_dark_screen_and_light_on_paper(marked, chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(color_scheme="dark")
        page.goto((marked[1] / "report.html").as_uri())
        ground = "getComputedStyle(document.body).backgroundColor"
        bar = "getComputedStyle(document.querySelector('figure path[fill*=\"--fs-other-1\"]')).fill"
        assert page.evaluate(ground) == "rgb(20, 24, 30)"
        dark = page.evaluate(bar)
        page.emulate_media(media="print")
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
        assert page.evaluate(bar) == "rgb(0, 133, 122)" != dark
        browser.close()


@pytest.mark.parametrize("font", ["Liberation Sans", "DejaVu Sans"])
def test_no_word_of_a_chart_is_cut_at_the_left(marked, chromium, font):
    """Also where none of the theme's fonts is there and another one stands in."""
    from playwright.sync_api import sync_playwright

    html = (marked[1] / "report.html").read_text(encoding="utf-8")
    if font == "DejaVu Sans":
        html = re.sub("Liberation Sans|Arial|Helvetica", "No Such Font", html)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 900})
        page.set_content(html)
        left = "Math.min(...[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().left))"
        assert page.evaluate(left) >= 0
        browser.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_word_without_an_end_fits_the_page(marked, chromium, width):
    from playwright.sync_api import sync_playwright

    unread = next((marked[1] / "feedback").glob("4-*.html"))
    wide = "[document.documentElement, ...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        for path in (marked[1] / "report.html", unread):
            html = path.read_text(encoding="utf-8")
            for short in ("dee_4_12_s", "no JSON"):
                assert short in html
                html = html.replace(short, "n" * 249)
            page.set_content(html)
            assert page.evaluate(wide) == 0, path.name
        browser.close()


def test_a_comment_keeps_its_lines(marked, chromium):
    from playwright.sync_api import sync_playwright

    found = marked[0]
    hand = grade.ByHand(1, "First <b>this</b>.\nThen that.")
    known = dataclasses.replace(found, by_hand={("good0", "an-essay"): hand})
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(feedback.page(known, "good0"))
        assert "Comment. First <b>this</b>.\nThen that." in page.inner_text("main")
        browser.close()


def test_discrimination_is_the_correlation_with_the_rest():
    assert report.correlation([0, 0.5, 1, 1], [1, 2, 3, 3]) == pytest.approx(1)
    assert report.correlation([1, 1, 1], [1, 2, 3]) is None
    assert report.correlation([0, 1], [0, 1]) is None


def test_the_charts_are_inline_described_and_do_not_share_ids(marked):
    html = (marked[1] / "report.html").read_text(encoding="utf-8")
    assert html.count("<svg") == html.count('role="img"') == 3
    assert len(re.findall(r'role="img" aria-label="Bars: [^"]{20,}"', html)) == 3
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert not re.search(r"(?:src|href)=[\"'](?!#)", html)
    for picture in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        assert set(re.findall(r"var\((--fs-[\w-]+)\)", picture)) >= {"--fs-other-1", "--fs-grid"}
        assert all(f"{name}: " in html for name in re.findall(r"var\((--fs-[\w-]+)\)", picture))


def test_a_class_without_a_readable_notebook_has_a_report(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    exercise_set = sets.read(small.write(tmp_path / "exercises"))
    classes.put(tmp_path / "in", "a.ipynb", b"{")
    grade.grade(tmp_path / "in", exercise_set, tmp_path / "out", standin.run)
    html = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "<svg" not in html
    assert "a.ipynb" in html


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (1280, "dark")])
def test_both_pages_have_no_fault_under_axe(marked, chromium, width, scheme):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    out = marked[1]
    slip = next((out / "feedback").glob("slip0-*.html"))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=scheme
        )
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        for path in (out / "report.html", slip):
            page.goto(path.as_uri())
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{path.name} is {over} px too wide"
        assert all(url.startswith("file:") for url in asked)
        browser.close()
