"""How long the largest tables take to come to life on a phone."""

import asyncio

from tests.book.site import browser

PHONE = {"width": 412, "height": 480}
SLOWER = 4  # times, the processor of a phone
# The pages whose rows weigh most.
COUNT = 5
WAIT = """async () => {
  const box = document.querySelector('.table-view');
  if (box.dataset.state) throw new Error('the table was in view before it was looked for');
  const begun = performance.now();
  box.scrollIntoView();
  await new Promise((done) => new MutationObserver(() => box.dataset.state && done())
    .observe(box, { attributes: true }));
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return [box.dataset.state, performance.now() - begun];
}"""


def largest(html):
    """Addresses of the pages with the most bytes of rows, the heaviest first."""
    scripts = sorted((html / "data" / "_tables").glob("*.js"), key=lambda p: -p.stat().st_size)
    return [f"data/{path.stem.replace('_', '-')}.html" for path in scripts[:COUNT]]


def slowest_opening(executable, base, names):
    """Seconds from a table's coming into view to its being sorted at a touch, the slowest page."""

    async def measure():
        seconds = {}
        async with browser.chromium_browser(executable) as running:
            for name in names:
                context = await running.new_context(viewport=PHONE, device_scale_factor=2)
                page = await context.new_page()
                session = await context.new_cdp_session(page)
                await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                await page.goto(f"{base}/{name}", wait_until="load")
                await page.wait_for_timeout(1_500)
                state, milliseconds = await page.evaluate(WAIT)
                if state != "live":
                    raise RuntimeError(f"the table of {name} does not come to life")
                seconds[name] = milliseconds / 1000
                await context.close()
        return seconds

    return max(asyncio.run(measure()).values())
