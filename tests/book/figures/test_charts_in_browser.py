"""The figures in Chromium: still without scripts, alive in view, from our own files alone.

What holds over http holds from a folder on the disk (file://), where a browser loads neither
modules nor anything by fetch.
"""

import pytest
from playwright.sync_api import sync_playwright

from tests.book.site.server import serving
from tests.reader.charts import examples

PAGE = "pages/charts.html"
COUNT = len(examples.KINDS)


@pytest.fixture(scope="module")
def base(chart_site):
    with serving(chart_site) as address:
        yield address


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()


@pytest.fixture(params=["http", "file"])
def opened(browser, base, chart_site, request):
    """A page at 390 px with what it asked for and what went wrong, script errors included."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.home = base if request.param == "http" else chart_site.as_uri()
    page.asked, page.wrong = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda m: page.wrong.append(m.text) if "figure" in str(m.location) else 0)
    page.goto(f"{page.home}/{PAGE}")
    yield page
    context.close()


def enter(page, name):
    page.locator(f"#{name}").scroll_into_view_if_needed()
    page.wait_for_selector(f'#{name}[data-chart-state="live"]')


def test_without_scripts_every_chart_is_drawn(browser, base):
    page = browser.new_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto(f"{base}/{PAGE}")
    pictures = page.locator(".fs-static")
    assert pictures.count() == COUNT
    for picture in pictures.all():
        assert picture.is_visible()
        assert picture.bounding_box()["width"] > 300
        assert picture.bounding_box()["x"] + picture.bounding_box()["width"] <= 390
    page.close()


def test_words_are_large_enough_on_a_phone(opened):
    sizes = opened.evaluate(
        """() => [...document.querySelectorAll('.fs-static text')].map(text => {
          const svg = text.closest('svg');
          const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
          return parseFloat(getComputedStyle(text).fontSize) * scale;
        })"""
    )
    assert min(sizes) > 9


def test_a_chart_comes_alive_in_view_and_nothing_before(opened):
    opened.wait_for_load_state("networkidle")
    assert not [url for url in opened.asked if "vega-embed" in url]
    assert opened.locator("[data-chart-state]").count() == 0
    enter(opened, "fig-line")
    assert [url for url in opened.asked if "vega-embed" in url]
    assert opened.locator("#fig-line .fs-live svg").is_visible()
    assert not opened.locator("#fig-line .fs-static").is_visible()
    assert all(url.startswith((opened.home, "data:", "blob:")) for url in opened.asked)


def test_the_library_is_asked_for_once_and_leaves_one_name(opened):
    enter(opened, "fig-line")
    enter(opened, "fig-points")
    assert len([url for url in opened.asked if "vega-embed" in url]) == 1
    named = "Object.keys(window).filter(name => /vega|foursteps|embed/i.test(name))"
    assert opened.evaluate(named) == ["foursteps"]


def test_tooltip(opened):
    enter(opened, "fig-timeline")
    opened.locator("#fig-timeline .fs-live .mark-symbol.role-mark path").first.hover()
    tooltip = opened.locator("#vg-tooltip-element.visible")
    tooltip.wait_for()
    assert "place" in tooltip.inner_text()
    assert "US" in tooltip.inner_text() or "China" in tooltip.inner_text()


def test_every_chart_comes_alive_without_moving_the_page(opened):
    def height():
        return opened.evaluate("document.querySelector('article').offsetHeight")

    before = height()
    for kind in examples.KINDS:
        name = f"fig-{kind.__name__.replace('_', '-')}"
        enter(opened, name)
        assert opened.locator(f"#{name} .fs-picture").get_attribute("role") == "img"
        assert opened.locator(f"#{name} .fs-live svg").get_attribute("aria-hidden") == "true"
    assert abs(height() - before) <= 4 * COUNT
    assert opened.locator("summary", has_text="…").count() == 0  # no menu of vega-embed
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.evaluate(wide) <= 0
    assert opened.wrong == []


def test_slider_by_keyboard(opened):
    enter(opened, "fig-slider")
    slider = opened.get_by_label("Reaction (share)")
    assert slider.get_attribute("type") == "range"

    def drawn():
        return opened.locator("#fig-slider .fs-live .role-mark path").first.get_attribute("d")

    before = drawn()
    slider.focus()
    opened.keyboard.press("ArrowRight")
    opened.wait_for_function(
        "(before) => document.querySelector('#fig-slider .fs-live .role-mark path')"
        ".getAttribute('d') !== before",
        arg=before,
    )
    assert opened.locator("#fig-slider .fs-value").inner_text() == "0.5"
    assert opened.wrong == []


def test_slider_of_a_timeline_hides_events(opened):
    enter(opened, "fig-timeline")
    marks = opened.locator("#fig-timeline .fs-live .mark-symbol.role-mark path")
    assert marks.count() == 2
    opened.get_by_label("Start (year)").focus()
    opened.keyboard.press("End")  # 2025
    opened.wait_for_function(
        "() => !document.querySelector('#fig-timeline .fs-live .mark-symbol.role-mark path')"
    )


def test_brush_where_the_pointer_is(opened):
    """The picture is scaled to the page: the selection must lie under the pointer."""
    enter(opened, "fig-brushed")
    box = opened.locator("#fig-brushed .fs-live .background").first.bounding_box()
    y = box["y"] + box["height"] / 2
    left, right = box["x"] + box["width"] * 0.3, box["x"] + box["width"] * 0.6
    opened.mouse.move(left, y)
    opened.mouse.down()
    opened.mouse.move(right, y, steps=4)
    opened.mouse.up()
    brush = opened.locator("#fig-brushed .fs-live .brush_brush_bg path").first.bounding_box()
    assert abs(brush["x"] - left) < 4
    assert abs(brush["x"] + brush["width"] - right) < 4


@pytest.mark.parametrize("alive", [False, True], ids=["picture", "alive"])
def test_dark_pages_repaint(opened, alive):
    if alive:
        enter(opened, "fig-line")
    layer = ".fs-live" if alive else ".fs-static"

    def painted():
        return opened.evaluate(
            f"""() => ['path[stroke*="--fs-us"]', 'text'].map(what => {{
              const found = getComputedStyle(document.querySelector('#fig-line {layer} ' + what));
              return what === 'text' ? found.fill : found.stroke;
            }})"""
        )

    opened.evaluate("document.documentElement.dataset.theme = 'light'")
    light = painted()
    opened.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = painted()
    assert light == ["rgb(90, 53, 168)", "rgb(31, 35, 40)"]
    assert dark == ["rgb(183, 156, 245)", "rgb(230, 232, 234)"]


def test_print_shows_the_picture_in_light_colours(opened):
    enter(opened, "fig-line")
    opened.evaluate("document.documentElement.dataset.theme = 'dark'")
    opened.emulate_media(media="print")
    assert opened.locator("#fig-line .fs-static").is_visible()
    assert not opened.locator("#fig-line .fs-live").is_visible()
    stroke = "getComputedStyle(document.querySelector('#fig-line path[stroke*=\"us\"]')).stroke"
    assert opened.evaluate(stroke) == "rgb(90, 53, 168)"


def test_a_failure_leaves_the_picture(browser, base):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.route("**/vega-embed*.js", lambda route: route.abort())
    page.goto(f"{base}/{PAGE}")
    page.locator("#fig-slider").scroll_into_view_if_needed()
    page.wait_for_selector('#fig-slider[data-chart-state="picture"]')
    assert page.locator("#fig-slider .fs-static").is_visible()
    assert (
        "drawn with their starting values" in page.locator("#fig-slider .fs-controls").inner_text()
    )
    page.close()


def table_of(page, name):
    """The cells of a figure's first data table: the rows of its head and its body."""
    return page.evaluate(
        """name => [...document.querySelector(`.fs-data[data-of="${name}"] table`).rows]
          .map(row => [...row.cells].map(cell => cell.tagName + cell.textContent))""",
        name,
    )


def test_a_shut_table_is_no_part_of_the_page(opened):
    assert opened.locator(".fs-data").count() == COUNT
    assert opened.locator(".fs-data table").count() == 0


def test_table_opens_by_keyboard(opened):
    opened.locator("#fig-line + .fs-tools .fs-data summary").focus()
    opened.keyboard.press("Enter")
    assert opened.locator("#fig-line + .fs-tools .fs-data table").is_visible()
    assert opened.locator(".fs-data table").count() == 1  # the others stay shut
    assert opened.wrong == []


def test_the_drawn_tables_are_those_of_readers_without_scripts(browser, opened, base):
    """Drawn before printing, from rows that a browser without scripts shows as they stand."""
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{base}/{PAGE}")
    for kind in examples.KINDS:
        name = f"fig-{kind.__name__.replace('_', '-')}"
        standing = table_of(page, name)
        assert len(standing) > 1 and table_of(opened, name) == standing
    page.close()


def test_a_table_that_is_cut_is_drawn_whole(opened):
    """As if the page held fewer rows than the chart: the specification has all."""
    whole = opened.evaluate(
        """() => {
          const fold = document.querySelector('.fs-data[data-of="fig-line"]');
          const standing = fold.querySelector('noscript');
          const read = new DOMParser().parseFromString(standing.textContent, 'text/html');
          const rows = [...read.querySelectorAll('tbody tr')].map(row => row.innerHTML);
          read.querySelectorAll('tbody tr + tr').forEach(row => row.remove());
          read.querySelector('.fs-cut').textContent = 'The first row.';
          standing.textContent = read.body.innerHTML;
          return rows;
        }"""
    )
    opened.locator("#fig-line + .fs-tools .fs-data summary").click()
    opened.wait_for_selector('.fs-data[data-of="fig-line"] tbody tr:nth-child(2)')
    body = "[...document.querySelectorAll('.fs-data[data-of=\"fig-line\"] tbody tr')]"
    assert opened.evaluate(f"{body}.map(row => row.innerHTML)") == whole
    assert opened.locator(".fs-data .fs-cut").inner_text() == f"{len(whole)} rows."


@pytest.mark.parametrize("before", [True, False], ids=["shut", "open"])
def test_rows_that_the_chart_draws_now(opened, before):
    """Another script puts in rows, whether the table is open or not."""
    summary = opened.locator("#fig-line + .fs-tools .fs-data summary")
    if not before:
        summary.click()
        opened.wait_for_selector(".fs-data table")
    opened.evaluate(
        """() => foursteps.fillTable(document.getElementById('fig-line'),
          [{year: 2001, spend: 1.5, place: 'A', other: 9}, {place: '', year: null, spend: true}])"""
    )
    if before:
        assert opened.locator(".fs-data table").count() == 0
        summary.click()
        opened.wait_for_selector(".fs-data table")
    assert table_of(opened, "fig-line")[1:] == [
        ["THA", "TD2001", "TD1.5"],
        ["TD", "TD–", "TDyes"],
    ]
    said = opened.locator("[data-of=fig-line] caption").inner_text()
    assert "2 rows, as the chart stands now" in said
    assert opened.wrong == []
