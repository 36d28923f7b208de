"""Charts on a phone: their words, what their marks say when tapped, what their controls tell."""

import re
from pathlib import Path

from playwright.async_api import TimeoutError as Waited

FAULTS_OF_LAYOUT = Path(__file__).with_name("narrow_charts.js").read_text(encoding="utf-8")
PATIENCE = 20_000  # ms
# What the marks of a living chart say, as Vega keeps it to be shown.
SAID = """() => Object.fromEntries([...document.querySelectorAll('figure.fs-figure')].map(figure => [
  figure.id,
  [...figure.querySelectorAll('.fs-live .role-mark > *')]
    .flatMap(node => [node.__data__].flat().slice(0, 1))
    .map(item => item?.tooltip).filter(Boolean),
]).filter(([, said]) => said.length))"""
COLUMNS = """async name => {
  const spec = await window.foursteps.specificationOf(name);
  const tables = Object.values(spec.datasets ?? {});
  return tables.flatMap(table => table.columns ?? Object.keys(table[0] ?? {}));
}"""
# The middle of the first mark that says something.
MARK = """name => {
  const marks = [...document.querySelectorAll(`#${name} .fs-live .role-mark:not(.mark-line) > *`)]
    .filter(node => node.__data__?.tooltip);
  marks[0].scrollIntoView({block: 'center'});
  const box = marks[0].getBoundingClientRect();
  return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
}"""
TARGETS = """() => [...document.querySelectorAll('.fs-controls input, .fs-controls select')]
  .map(node => [node.closest('figure').id, node.type, node.getBoundingClientRect()])
  .filter(([, , box]) => box.height < 24 || box.width < 24)
  .map(([name, type, box]) => `${name}: a target of ${box.width} by ${box.height} px (${type})`)"""
# Dates that a chart writes as it counts them.
MILLISECONDS = """() => [...document.querySelectorAll('.fs-picture text')]
  .filter(text => /\\d{13}/.test(text.textContent))
  .map(text => `${text.closest('figure').id}: says ${text.textContent}`)"""
WITH_CONTROLS = "figure.fs-figure:has(.vega-bind)"


async def is_narrow(page):
    return await page.evaluate("matchMedia('(max-width: 500px)').matches")


async def layout_faults(page):
    """What is too small, covered or cut in the charts of a page, if the page is a phone's."""
    return await page.evaluate(FAULTS_OF_LAYOUT) if await is_narrow(page) else []


async def faults(page):
    """What is wrong with the living charts of a page in a reader's hand."""
    found = await layout_faults(page)
    said = await page.evaluate(SAID)
    for name, lines in said.items():
        found += tooltip_faults(name, lines, await page.evaluate(COLUMNS, name))
        found += await key_faults(page, name)
        if await is_narrow(page):
            found += await tap_faults(page, name)
    found += await page.evaluate(TARGETS)
    found += await page.evaluate(MILLISECONDS)
    for figure in await page.locator(WITH_CONTROLS).all():
        found += await control_faults(page, figure)
    return found


def tooltip_faults(name, lines, columns):
    """Lines of tooltips with a column's raw name or a date in milliseconds, each once."""
    found = {}
    for line in lines:
        for title, value in line.items():
            if title in columns:
                found[f"{name}: a tooltip names the column {title!r}"] = None
            digits = [word for word in value.split() if len(word.strip("-.")) >= 13]
            if any(word.strip("-.").isdigit() for word in digits):
                found[f"{name}: a tooltip says {title}: {value}"] = None
    return list(found)


TOOLTIP = "#vg-tooltip-element.visible td.key"
OUT_OF_SIGHT = """() => {
  const {left, right} = document.querySelector('#vg-tooltip-element').getBoundingClientRect();
  return left < 0 || right > document.documentElement.clientWidth;
}"""


async def tap_faults(page, name):
    """A finger beside a mark has it say what it is, and a finger elsewhere ends that."""
    x, y = await page.evaluate(MARK, name)
    await page.touchscreen.tap(x + 6, y + 6)
    if not await page.locator(TOOLTIP).count():
        return [f"{name}: a tap shows no tooltip"]
    found = [f"{name}: a tooltip is cut"] if await page.evaluate(OUT_OF_SIGHT) else []
    await page.touchscreen.tap(4, 200)
    if await page.locator(TOOLTIP).count():
        found.append(f"{name}: the tooltip stays")
    return found


async def key_faults(page, name):
    """An arrow key on the chart has a mark say what it is, aloud too; Escape ends that."""
    await page.locator(f"#{name} .fs-picture").focus()
    await page.keyboard.press("ArrowRight")
    found = []
    if not await page.locator(TOOLTIP).count():
        found.append(f"{name}: an arrow key shows no tooltip")
    if not await page.locator(f"#{name} [role=status]").inner_text():
        found.append(f"{name}: an arrow key is not heard")
    await page.keyboard.press("Escape")
    if await page.locator(TOOLTIP).count():
        found.append(f"{name}: Escape leaves the tooltip")
    return found


async def control_faults(page, figure):
    """The last control of a figure, moved by a key, is heard, and the description follows."""
    name = await figure.get_attribute("id")
    control = figure.locator(".vega-bind input, .vega-bind select").last
    words = await control.get_attribute("aria-valuetext") or ""
    found = [f"{name}: a slider says {words}"] if re.match(r"20\d\d\.", words) else []
    await figure.locator("[role=status]").evaluate("node => { node.textContent = ''; }")
    await control.focus()
    key = {"checkbox": "Space", "radio": "ArrowUp"}.get(await control.get_attribute("type") or "")
    before = await control.evaluate("node => node.value")
    # At an end of its range a slider moves one way only.
    for press in [key] if key else ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]:
        await page.keyboard.press(press)
        if await control.evaluate("node => node.value") != before:
            break
    try:
        await page.wait_for_function(
            "name => document.querySelector(`#${name} [role=status]`).textContent",
            arg=name,
            timeout=PATIENCE,
        )
    except Waited:
        return [*found, f"{name}: a control that moves is not heard"]
    if " Now: " not in await figure.locator(".fs-picture").get_attribute("aria-label"):
        found.append(f"{name}: the description does not follow the controls")
    return found
