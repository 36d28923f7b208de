/* Folds: whatever an address points at is opened, and one switch in the page's head shows or hides
   the code of the whole site; the choice is kept in this browser. Without this script every fold
   opens by itself. */
"use strict";
(() => {
  const article = document.querySelector("article.bd-article");
  if (!article) return;

  // ---- What an address points at lies open --------------------------------------------------

  const reveal = () => {
    let name;
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const place = name && document.getElementById(name);
    if (!place) return;
    let opened = false;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened ||= !fold.open;
      fold.open = true;
    }
    // A closing part is a heading with its fold below it.
    const closing = place.querySelector(":scope > details.closing-part");
    if (closing) closing.open = true;
    if (opened) place.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  // A link to where one is already changes nothing in the address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href*="#"]');
    if (link && link.hash === location.hash && link.pathname === location.pathname) reveal();
  });
  reveal();

  // On paper the closing part is open; afterwards it is as it was.
  const closing_parts = [...article.querySelectorAll("details.closing-part:not([open])")];
  addEventListener("beforeprint", () => { for (const fold of closing_parts) { fold.dataset.was = fold.open; fold.open = true; } });
  addEventListener("afterprint", () => { for (const fold of closing_parts) fold.open = fold.dataset.was === "true"; });

  // ---- The switch ---------------------------------------------------------------------------

  const folds = [...article.querySelectorAll("details.code-fold")];
  const button = document.querySelector(".code-switch");
  if (!button) return;
  const KEY = "foursteps-code";
  const kept = () => { try { return localStorage.getItem(KEY) === "shown"; } catch { return false; } };
  const keep = (shown) => {
    try { if (shown) localStorage.setItem(KEY, "shown"); else localStorage.removeItem(KEY); } catch { /* for this page only */ }
  };

  let shown = false;
  // What is in sight stays where it is, however much opens above it.
  const anchored = (change) => {
    const parts = article.querySelectorAll("h1, h2, h3, p, li, figure, table");
    const seen = [...parts].find((part) => part.getBoundingClientRect().bottom > 80 && part.checkVisibility());
    const before = seen?.getBoundingClientRect().top;
    change();
    if (scrollY > 0 && seen) scrollBy({ top: seen.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const set = (now) => {
    shown = now;
    button.textContent = shown ? "Hide code" : "Show code";
    for (const fold of folds) fold.open = shown;
  };
  set(kept());
  // A place in a fold is open whatever the switch says.
  reveal();
  button.addEventListener("click", () => {
    keep(!shown);
    anchored(() => set(!shown));
  });
})();
