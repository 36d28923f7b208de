"""The figures in Chromium: still without scripts, alive in view, from our own files alone.

What holds over http holds from a folder on the disk (file://), where a browser loads neither
modules nor anything by fetch.
"""

import pytest
from playwright.sync_api import sync_playwright

from tests.book.site import charts_in_hand
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
    assert page.locator(".fs-wide").count() == page.locator(".fs-narrow").count() == COUNT
    pictures = page.locator(".fs-narrow")
    assert not [wide for wide in page.locator(".fs-wide").all() if wide.is_visible()]
    for picture in pictures.all():
        assert picture.is_visible()
        assert picture.bounding_box()["width"] > 300
        assert picture.bounding_box()["x"] + picture.bounding_box()["width"] <= 390
    page.close()


def test_words_are_large_enough_on_a_phone(opened):
    opened.set_viewport_size({"width": 360, "height": 800})
    assert opened.evaluate(charts_in_hand.FAULTS_OF_LAYOUT) == []


def test_a_chart_that_is_cramped_is_found(opened):
    """The check sees small words, words upon words, and words that run off."""
    opened.evaluate(
        """() => {
          const [one, other, last] = document.querySelectorAll('#fig-line .fs-narrow text');
          one.style.fontSize = '11px';
          const at = other.getBoundingClientRect();
          const from = last.getBoundingClientRect();
          last.style.translate = `${at.left - from.left}px ${at.top - from.top}px`;
          document.querySelector('#fig-points .fs-narrow text').style.translate = '400px';
        }"""
    )
    said = "\n".join(opened.evaluate(charts_in_hand.FAULTS_OF_LAYOUT))
    assert "fig-line: 11.0 px" in said or "fig-line: 10." in said
    assert " upon " in said
    assert "fig-points: runs off" in said


def test_a_page_that_widens_draws_the_other_layout_with_the_reader_s_settings(opened):
    enter(opened, "fig-slider")
    opened.get_by_label("Reaction (share)").focus()
    opened.keyboard.press("ArrowRight")
    narrow = opened.locator("#fig-slider .fs-live svg").get_attribute("viewBox")
    opened.set_viewport_size({"width": 900, "height": 800})
    opened.wait_for_function(
        "old => document.querySelector('#fig-slider[data-chart-state=live] .fs-live svg')"
        "?.getAttribute('viewBox') !== old && document.querySelector("
        "'#fig-slider[data-chart-state=live]')",
        arg=narrow,
    )
    assert opened.locator("#fig-slider .fs-live").count() == 1
    assert opened.locator("#fig-slider .fs-value").inner_text() == "0.5"
    wide = opened.locator("#fig-slider .fs-live svg").bounding_box()["width"]
    assert abs(wide - float(opened.locator("#fig-slider .fs-wide").get_attribute("width"))) < 1
    assert opened.wrong == []


def test_a_chart_comes_alive_in_view_and_nothing_before(opened):
    opened.wait_for_load_state("networkidle")
    assert not [url for url in opened.asked if "vega-embed" in url]
    assert opened.locator("[data-chart-state]").count() == 0
    enter(opened, "fig-line")
    assert [url for url in opened.asked if "vega-embed" in url]
    assert opened.locator("#fig-line .fs-live svg").is_visible()
    assert not opened.locator("#fig-line .fs-narrow").is_visible()
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
    assert "Place" in tooltip.inner_text()
    assert "US" in tooltip.inner_text() or "China" in tooltip.inner_text()


def test_arrow_keys_go_from_mark_to_mark(opened):
    enter(opened, "fig-timeline")
    picture = opened.locator("#fig-timeline .fs-picture")
    tooltip = opened.locator("#vg-tooltip-element.visible")
    heard = opened.locator("#fig-timeline [role=status]")
    picture.focus()
    opened.keyboard.press("ArrowRight")
    first = tooltip.inner_text()
    assert heard.inner_text().startswith("Date: ") and "; Place: " in heard.inner_text()
    opened.keyboard.press("ArrowRight")
    assert tooltip.inner_text() != first
    opened.keyboard.press("ArrowLeft")
    assert tooltip.inner_text() == first
    ring = opened.locator("#fig-timeline .fs-ring").bounding_box()
    mark = opened.locator("#fig-timeline .fs-live .mark-symbol.role-mark path").first.bounding_box()
    assert abs(ring["x"] + ring["width"] / 2 - mark["x"] - mark["width"] / 2) < 3
    opened.keyboard.press("Escape")
    assert tooltip.count() == 0


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


def test_a_slider_that_moves_is_heard(opened):
    """Its value in words; then the chart's headline, in the status, the name and the table."""
    opened.evaluate(
        "() => { window.foursteps.fillTable ="
        " (figure, rows) => { window.filled = [figure.id, rows]; }; }"
    )
    enter(opened, "fig-slider")
    slider = opened.get_by_label("Reaction (share)")
    assert slider.get_attribute("aria-valuetext") == "0.4"
    slider.focus()
    opened.keyboard.press("ArrowRight")
    heard = opened.locator("#fig-slider [role=status]")
    opened.wait_for_function(
        "() => document.querySelector('#fig-slider [role=status]').textContent"
    )
    assert heard.inner_text() == "Reaction (share): 0.5"  # the chart has no words that change
    name = opened.locator("#fig-slider .fs-picture").get_attribute("aria-label")
    assert name.endswith("in words. Now: Reaction (share): 0.5.")
    figure, rows = opened.evaluate("window.filled")
    assert figure == "fig-slider"
    assert [row["arms"] for row in rows] == [round(1 + 0.5 * t, 6) for t in range(11)]


def test_the_headline_that_a_chart_writes_is_heard(opened):
    """Of a chart with words that follow its control, those are read."""
    said = opened.evaluate(
        "() => window.foursteps.headline(['Lag: 6.1', 'US'], ['Lag: 5.9', 'US'])"
    )
    assert said == "Lag: 5.9"
    many = "() => window.foursteps.headline([], ['1', '2', '3', '4'])"
    assert opened.evaluate(many) is None


@pytest.mark.parametrize(
    ("value", "name", "step", "words"),
    [
        ("2026.9", "Date (year)", 0.1, "November 2026"),
        ("2022.75", "Count from (year)", 0.25, "October 2022"),
        ("2019", "Count from (year)", 1, "2019"),
        ("1", "Stock (months of need)", 1, "1 months of need"),
        ("60", "Ceiling (% of people)", 5, "60 % of people"),
        ("-0.2", "Care less burden", 0.05, "−0.2"),
        ("2.25", "Gain (payoff)", 0.5, "2.25"),
    ],
)
def test_values_of_sliders_in_words(browser, base, value, name, step, words):
    page = browser.new_page()
    page.goto(f"{base}/{PAGE}")
    call = "([value, name, step]) => window.foursteps.inWords(value, name, step)"
    assert page.evaluate(call, [value, name, step]) == words
    page.close()


def test_nothing_stands_where_no_control_can_live(browser, base, opened):
    """With scripts off, on paper, or where a file fails: no room, no word of sliders."""
    enter(opened, "fig-slider")
    assert opened.locator("#fig-slider .fs-controls").bounding_box()["height"] >= 40
    assert not opened.locator("#fig-slider .fs-still").is_visible()
    opened.emulate_media(media="print")
    assert opened.locator("#fig-slider .fs-still").is_visible()
    assert not opened.locator("#fig-slider .fs-controls").is_visible()
    still = browser.new_page(java_script_enabled=False)
    still.goto(f"{base}/{PAGE}")
    assert still.locator("#fig-slider .fs-still").is_visible()
    assert still.locator("#fig-slider .fs-controls").evaluate("node => node.offsetHeight") == 0
    still.close()


POLICY = "default-src 'self'; img-src 'self' data:"


def test_charts_live_under_a_strict_policy(browser, base):
    """No eval, no inline script, no style that a library puts into the page."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "policy" in said.text else None)

    def answer(route):
        reply = route.fetch()
        headers = {**reply.headers, "content-security-policy": POLICY}
        route.fulfill(response=reply, headers=headers)

    page.route("**/*.html", answer)
    page.goto(f"{base}/{PAGE}")
    for name in ("fig-slider", "fig-timeline", "fig-brushed"):
        # The stock theme's own scripts and styles are refused here; the charts' are not.
        refused.clear()
        enter(page, name)
    page.locator("#fig-timeline .fs-live .mark-symbol.role-mark path").first.hover()
    page.locator("#vg-tooltip-element.visible").wait_for()
    assert refused == []
    page.close()


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
    layer = ".fs-live" if alive else ".fs-narrow"

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
    assert dark == ["rgb(183, 156, 245)", "rgb(224, 227, 229)"]


def test_print_shows_the_picture_in_light_colours(opened):
    enter(opened, "fig-line")
    opened.evaluate("document.documentElement.dataset.theme = 'dark'")
    opened.emulate_media(media="print")
    assert opened.locator("#fig-line .fs-narrow").is_visible()
    assert not opened.locator("#fig-line .fs-live").is_visible()
    stroke = "getComputedStyle(document.querySelector('#fig-line path[stroke*=\"us\"]')).stroke"
    assert opened.evaluate(stroke) == "rgb(90, 53, 168)"


def test_a_failure_leaves_the_picture(browser, base):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.route("**/vega-embed*.js", lambda route: route.abort())
    page.goto(f"{base}/{PAGE}")
    page.locator("#fig-slider").scroll_into_view_if_needed()
    page.wait_for_selector('#fig-slider[data-chart-state="picture"]')
    assert page.locator("#fig-slider .fs-narrow").is_visible()
    assert "with the starting values" in page.locator("#fig-slider .fs-still").inner_text()
    assert page.locator("#fig-slider .fs-controls").evaluate("node => node.offsetHeight") == 0
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
    opened.locator("#fig-line + .fs-tools .fs-data table").wait_for()
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
