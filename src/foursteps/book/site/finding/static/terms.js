/* The meaning of a glossary term where a page links to it: shown by pointer, focus or a first tap,
   hidden by Esc or by leaving. Without this script the link leads to the glossary. */
"use strict";
(() => {
  const { make, load } = globalThis.FourStepsPage;
  const LINKS = 'main a[href*="glossary.html#term-"]';
  const WAIT = 150; // ms: a pointer on its way elsewhere calls nothing up
  const LINGER = 250; // ms to reach the meaning with the pointer

  let box, shown, timer, touched = false;
  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    if (box) box.hidden = true;
  };

  const show = async (link) => {
    clearTimeout(timer);
    if (shown === link) return;
    hide();
    shown = link;
    try { await load("search/terms.js"); } catch { return; }
    const row = globalThis.FourStepsTerms[link.hash.slice("#term-".length)];
    if (!row || shown !== link) return;
    const [term, chinese, pinyin, meaning] = row;
    if (!box) {
      box = make("div", { className: "term-meaning", id: "term-meaning", hidden: true });
      box.setAttribute("role", "tooltip");
      box.addEventListener("pointerenter", () => clearTimeout(timer));
      box.addEventListener("pointerleave", leave);
      document.querySelector("main").append(box);
    }
    box.replaceChildren(
      make("p", {}, make("strong", { textContent: term }), " ", make("span", { lang: "zh-Hans", textContent: chinese }), " ",
        make("em", { textContent: pinyin })),
      make("p", { textContent: meaning }),
    );
    if (touched) box.append(make("p", { className: "term-more", textContent: "Tap the term again for its entry." }));
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    // Below the end of the term, above it where the window ends.
    const line = [...link.getClientRects()].at(-1);
    const room = document.documentElement.clientWidth - box.offsetWidth - 8;
    const from = box.offsetParent.getBoundingClientRect();
    box.style.left = `${Math.max(8, Math.min(line.left, room)) - from.left}px`;
    const below = line.bottom + box.offsetHeight + 8 < innerHeight;
    box.style.top = `${(below ? line.bottom + 4 : line.top - box.offsetHeight - 4) - from.top}px`;
  };
  const leave = () => { clearTimeout(timer); timer = setTimeout(hide, LINGER); };

  const on = (type, act) => addEventListener(type, (event) => {
    const link = event.target instanceof Element && event.target.closest(LINKS);
    if (link && link.pathname !== location.pathname) act(link, event);
  }, true);
  on("pointerover", (link, event) => {
    if (event.pointerType === "touch" || shown === link) { clearTimeout(timer); return; }
    clearTimeout(timer);
    timer = setTimeout(() => show(link), WAIT);
  });
  on("pointerout", (link, event) => { if (event.pointerType !== "touch") leave(); });
  on("pointerdown", (link, event) => { touched = event.pointerType === "touch"; });
  on("focusin", (link) => { if (link.matches(":focus-visible")) { touched = false; show(link); } });
  on("focusout", hide);
  // A finger has no hover: its first tap shows the meaning, the second follows the link.
  on("click", (link, event) => {
    if (touched && shown !== link) { event.preventDefault(); show(link); }
  });
  addEventListener("pointerdown", (event) => {
    if (shown && event.target instanceof Element && !event.target.closest(`${LINKS}, .term-meaning`)) hide();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) { event.preventDefault(); hide(); }
  }, true);
})();
