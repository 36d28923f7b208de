/* What a mark says, not under the mouse alone: Vega shows it where a pointer moves, so a tap near
   a mark, and the arrow keys on a chart that has the focus, move one there. */
"use strict";
(() => {
  const NEAR = 24; // px that a finger may miss a mark by
  const MARGIN = 8; // px between a tooltip and the edge of the screen
  const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  // Vega keeps what it draws from with each element. A line is one element of many points, and
  // the points say more.
  const itemOf = (element) => element.__data__;
  const marks = (svg) =>
    [...svg.querySelectorAll(".role-mark:not(.mark-line, .mark-area) > *")].filter(
      (element) => itemOf(element)?.tooltip && itemOf(element).opacity !== 0,
    );

  function distance(box, x, y) {
    const across = Math.max(box.left - x, 0, x - box.right);
    return Math.hypot(across, Math.max(box.top - y, 0, y - box.bottom));
  }

  function nearest(svg, x, y) {
    let best = null;
    let least = NEAR;
    for (const mark of marks(svg)) {
      const away = distance(mark.getBoundingClientRect(), x, y);
      // Of several under the finger, the last drawn lies on top.
      if (away <= least) [best, least] = [mark, away];
    }
    return best;
  }

  /* Show what a mark says at a place, as if a mouse stood there; null hides. */
  function point(svg, mark, x = 0, y = 0) {
    const type = mark ? "pointermove" : "pointerout";
    const at = { bubbles: true, clientX: x, clientY: y };
    (mark ?? marks(svg)[0])?.dispatchEvent(new PointerEvent(type, at));
  }

  const spoken = (value) =>
    typeof value === "string"
      ? value
      : Object.entries(value).map(([name, said]) => `${name}: ${said}`).join("; ");

  /* The marks of a chart from left to right, as the arrow keys go through them. */
  function inOrder(svg) {
    return marks(svg)
      .map((mark) => ({ mark, box: mark.getBoundingClientRect() }))
      .sort((one, other) => one.box.left - other.box.left || one.box.top - other.box.top);
  }

  function byKeyboard(picture, svg, say) {
    let at = -1;
    const ring = document.createElement("span");
    ring.className = "fs-ring";
    ring.hidden = true;
    picture.append(ring);
    picture.tabIndex = 0;
    picture.setAttribute("aria-keyshortcuts", "ArrowRight ArrowLeft");

    function leave() {
      if (at < 0) return;
      at = -1;
      ring.hidden = true;
      point(svg, null);
    }

    function go(step) {
      const stops = inOrder(svg);
      if (!stops.length) return;
      at = at < 0 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length;
      const { mark } = stops[at];
      mark.scrollIntoView({ block: "nearest" });
      const box = mark.getBoundingClientRect();
      const home = picture.getBoundingClientRect();
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      ring.hidden = false;
      ring.style.left = `${x - home.left}px`;
      ring.style.top = `${y - home.top}px`;
      point(svg, mark, x, y);
      say(spoken(itemOf(mark).tooltip));
    }

    const heard = new AbortController();
    picture.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      if (!KEYS[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      go(KEYS[event.key]);
    }, heard);
    picture.addEventListener("blur", leave, heard);
    return () => {
      heard.abort();
      ring.remove();
    };
  }

  /* Make what the marks of a living chart say reachable by finger and keyboard.

     say: function that has a text read aloud. Returns a function that undoes it, null where no
     mark says anything. */
  function reachTooltips(picture, svg, say) {
    if (!marks(svg).length) return null;
    svg.addEventListener("click", ({ clientX, clientY }) => {
      point(svg, nearest(svg, clientX, clientY), clientX, clientY);
    });
    return byKeyboard(picture, svg, say);
  }

  const tooltip = () => document.getElementById("vg-tooltip-element");

  // Vega looks for a side with room, and on a phone there is none: what it says stays in sight.
  window.addEventListener("pointermove", () => {
    const shown = tooltip();
    if (!shown?.classList.contains("visible")) return;
    const { left, top, width, height } = shown.getBoundingClientRect();
    const within = (at, size, room) => Math.max(MARGIN, Math.min(at, room - size - MARGIN));
    shown.style.left = `${within(left, width, document.documentElement.clientWidth)}px`;
    shown.style.top = `${within(top, height, window.innerHeight)}px`;
  });

  // What was shown by a tap goes with the next tap elsewhere, when the page moves, and on Escape.
  const hide = () => tooltip()?.classList.remove("visible");
  document.addEventListener("click", ({ target }) => target.closest?.(".fs-live svg") || hide());
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  window.addEventListener("wheel", hide, { passive: true });
  window.addEventListener("touchmove", hide, { passive: true });

  window.foursteps = { ...window.foursteps, reachTooltips };
})();
