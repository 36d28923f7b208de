"""Open the built site in Chromium, many pages side by side, and say what is wrong with each."""

import asyncio
import contextlib
import io
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Error, async_playwright

from tests.book.site import charts_in_hand

TABS = 3
PHONE = 500  # px; narrower pages are pointed at with a finger
PATIENCE = 120_000  # ms; a bound against hanging, not a measure
CHART = 'figure[id^="fig-"]'
# A chart that came into view says whether it is interactive ("live") or failed ("picture").
STATE = "data-chart-state"
# Preloading would load style sheets a second time, imports by a wrong address among them.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return null;
  const right = document.documentElement.clientWidth;
  const worst = [...document.querySelectorAll('main *')]
    .filter(e => e.getBoundingClientRect().right > right + 1 && !e.closest('.table-scroll'))
    .map(e => e.tagName.toLowerCase() + '.' + e.className).slice(0, 4);
  return `${wide} px too wide: ${worst.join(', ')}`;
}"""
CUT = """() => [...document.querySelectorAll('figure[id^="fig-"]')].flatMap(figure =>
  [...figure.querySelectorAll('.fs-picture text')]
    .filter(text => text.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map(text => `${figure.id}: cut at the right: ${text.textContent}`).slice(0, 2))"""
OPEN_FOLDS = """() => document.querySelectorAll('details:not(.menu)')
  .forEach(fold => { fold.open = true; })"""
# What the keyboard reaches and how each stop shows it. A script gives the focus on: as after a Tab,
# since the element that had it before shows it.
STOPS = """() => {
  const shown = (e) => {
    const style = getComputedStyle(e);
    const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
      && !/, 0\\)$|^transparent$/.test(style.outlineColor);
    return [line, style.boxShadow];
  };
  const said = (e) => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.`
    + `${[...e.classList].join('.')} “${(e.ariaLabel || e.textContent).trim().slice(0, 30)}”`;
  const faults = [];
  const all = document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]');
  let stops = 0;
  for (const e of all) {
    if (e.disabled || !e.checkVisibility({ visibilityProperty: true })) continue;
    const before = getComputedStyle(e).boxShadow;
    e.focus({ preventScroll: true });
    if (document.activeElement !== e) continue;
    stops += 1;
    const [line, shadow] = shown(e);
    if (!line && (shadow === 'none' || shadow === before)) faults.push(`no visible focus: ${said(e)}`);
  }
  if (stops < 5) faults.push(`only ${stops} stops for the keyboard`);
  return [...new Set(faults)].slice(0, 8);
}"""
# Links in running text are exempt, and what a label of that size stands for.
TARGETS = """() => [...document.querySelectorAll(
    'button, summary, select, input:not([type=hidden]), [role=button], .menu a, .bd-sidebar a')]
  .filter(e => e.checkVisibility({ visibilityProperty: true, opacityProperty: false }))
  .flatMap(e => {
    const boxes = [e, ...(e.labels || []), e.closest('label')].filter(Boolean)
      .map(b => b.getBoundingClientRect());
    const side = Math.max(...boxes.map(b => Math.min(b.width, b.height)));
    return side && side < 23.5 ? [`a target of ${side.toFixed(1)} px: ${e.tagName.toLowerCase()}.`
      + `${e.className} “${e.textContent.trim().slice(0, 30)}”`] : [];
  }).slice(0, 6)"""
# In a drawing Vega names every part; no rule speaks of them.
CLASSES = """() => [...new Set([...document.querySelectorAll('[class]:not(svg *)')]
  .flatMap(e => [...e.classList]))]"""
CODE_CUT = """() => [...document.querySelectorAll('.bd-article div.highlight pre')]
  .filter(code => !code.closest('.cell_output') && code.scrollWidth > code.clientWidth + 1)
  .map(code => `code is cut at the right: ${code.textContent.slice(0, 60)}`).slice(0, 3)"""

# A chapter told in acts says in a box what is known. Its first picture is soon met, and no paragraph
# of its path is taller than a phone's screen.
TOLD = """() => {
  if (!document.querySelector('.box.known')) return [];
  const phone = document.documentElement.clientWidth < 500;
  const screen = phone ? 844 : 900;
  const picture = document.querySelector('article figure[id^="fig-"]');
  const begins = picture
    ? (picture.getBoundingClientRect().top + window.scrollY) / screen : Infinity;
  const most = phone ? 2 : 1.2;
  const faults = begins > most
    ? [`the first picture begins after ${begins.toFixed(2)} screens; at most ${most}`] : [];
  const tall = [...document.querySelectorAll('article p')].filter(
    p => phone && !p.closest('details') && p.getBoundingClientRect().height > screen);
  return faults.concat(tall.map(
    p => `a paragraph is taller than the screen: ${p.textContent.slice(0, 40)}`));
}"""


@contextlib.asynccontextmanager
async def chromium_browser(executable):
    """Yield a headless Chromium of playwright."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            yield browser
        finally:
            await browser.close()


def listen(page, base, faults):
    """Record script errors, failed requests and requests to another host in `faults`."""
    host = urlsplit(base).netloc

    def requested(request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            faults.append(f"asks another host: {request.url}")

    def answered(response):
        if response.status >= 400:
            faults.append(f"{response.status} for {response.url.removeprefix(base)}")

    page.on("request", requested)
    page.on("response", answered)
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on(
        "console",
        lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None,
    )


async def keep_home(context, base):
    """Refuse every request that leaves the server at `base` (it is recorded all the same)."""

    async def route(route):
        if urlsplit(route.request.url).netloc == urlsplit(base).netloc:
            await route.continue_()
        else:
            await route.abort()

    await context.route("**/*", route)


async def axe_faults(page, within=None):
    """What axe finds, of any impact, in the page or only `within` a selector."""
    context = {"include": [[within]]} if within else None
    results = await Axe().run(page, context=context, options=AXE_OPTIONS)
    return [
        f"axe {rule['id']} ({rule['impact']}), {len(rule['nodes'])}×: "
        f"{rule['nodes'][0]['html'][:160]}"
        for rule in results.response["violations"]
    ]


async def bring_to_life(page):
    """Scroll every chart into view, wait for what becomes of it; those that stay pictures."""
    faults = []
    for chart in await page.locator(CHART).all():
        name = await chart.get_attribute("id")
        await chart.scroll_into_view_if_needed()
        settled = f'figure[id="{name}"][{STATE}]'
        await page.wait_for_selector(settled, state="attached", timeout=PATIENCE)
        if await chart.get_attribute(STATE) != "live":
            faults.append(f"{name} does not become interactive")
    return faults


async def walk_by_keyboard(page):
    """Stops of the keyboard that do not show that they are one."""
    await page.keyboard.press("Tab")
    return await page.evaluate(STOPS)


async def examine(context, base, name, known=None):
    """Faults of one page: as loaded with all folds open, then with every chart alive.

    known: the names for which the style sheet was kept (`purge.Names`).
    """
    faults = []
    page = await context.new_page()
    listen(page, base, faults)
    try:
        await page.goto(f"{base}/{name}", wait_until="load", timeout=PATIENCE)
        faults += await page.evaluate(TOLD)
        await page.evaluate(OPEN_FOLDS)
        faults += await axe_faults(page)
        wide = await page.evaluate(OVERFLOW)
        faults += [wide] if wide else []
        faults += await page.evaluate(CUT)
        faults += await page.evaluate(TARGETS)
        faults += await page.evaluate(CODE_CUT)
        if await page.locator(CHART).count():
            faults += await charts_in_hand.layout_faults(page)
            faults += await bring_to_life(page)
            faults += await charts_in_hand.faults(page)
            faults += [f"charts alive: {f}" for f in await axe_faults(page, CHART)]
            wide = await page.evaluate(OVERFLOW)
            faults += [f"charts alive: {wide}"] if wide else []
            faults += [f"charts alive: {cut}" for cut in await page.evaluate(CUT)]
            faults += [f"charts alive: {small}" for small in await page.evaluate(TARGETS)]
        faults += await walk_by_keyboard(page)
        if known:
            made = [c for c in await page.evaluate(CLASSES) if not known.has("classes", c)]
            faults += [f"no style rule was kept for the class {c}" for c in made]
    except Error as error:
        faults.append(f"could not be examined: {error}")
    finally:
        await page.close()
    return faults


async def examine_all(executable, base, names, width, scheme, *, examine=examine):
    """Examine every page at `width` px in the colour `scheme`; a dict name → faults."""
    queue = list(names)
    found = {}
    async with chromium_browser(executable) as browser:
        context = await browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            has_touch=width < PHONE,
        )
        await keep_home(context, base)

        async def tab():
            while queue:
                name = queue.pop(0)
                found[name] = await examine(context, base, name)

        await asyncio.gather(*(tab() for _ in range(TABS)))
    return found


def colours(png):
    """Number of different colours in a picture (PNG as bytes), up to 4,096."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return len(picture.getcolors(maxcolors=picture.width * picture.height) or [])


async def charts_without_scripts(executable, base, names):
    """With scripts off: for every chart of every page, why it cannot be seen (or nothing)."""
    found, count = {}, 0
    async with chromium_browser(executable) as browser:
        context = await browser.new_context(
            viewport={"width": 1280, "height": 900}, java_script_enabled=False
        )
        for name in names:
            page = await context.new_page()
            await page.goto(f"{base}/{name}", wait_until="load", timeout=PATIENCE)
            # What a reader folds open without any script.
            await page.evaluate(OPEN_FOLDS)
            found[name] = []
            for chart in await page.locator(CHART).all():
                count += 1
                label = await chart.get_attribute("id")
                drawing = chart.locator("svg").first
                box = await drawing.bounding_box() if await drawing.count() else None
                if not box or box["width"] < 100 or box["height"] < 60:
                    found[name].append(f"{label}: no drawing, or a tiny one ({box})")
                elif colours(await drawing.screenshot(timeout=PATIENCE)) < 5:
                    found[name].append(f"{label}: the drawing is blank")
            await page.close()
    return found, count


async def weigh(executable, base, names):
    """Bytes transferred, uncompressed, by each page on a cold cache before anything is touched."""
    weights = {}
    async with chromium_browser(executable) as browser:
        for name in names:
            context = await browser.new_context(viewport={"width": 1280, "height": 900})
            page = await context.new_page()
            answers = []
            page.on("response", lambda answer, kept=answers: kept.append(answer))
            await page.goto(f"{base}/{name}", wait_until="networkidle", timeout=PATIENCE)
            sizes = {}
            for answer in answers:
                if answer.ok and answer.url.startswith("http"):
                    sizes[answer.url.removeprefix(base)] = len(await answer.body())
            weights[name] = sizes
            await context.close()
    return weights
