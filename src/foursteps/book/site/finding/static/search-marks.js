/* Marks the words that were searched for at the place found (page.html?q=words#place), opens the
   folds they lie in, and takes the marks away again at a press of Esc or of the button. */
"use strict";
globalThis.FourStepsMarks = (query, cleared) => {
  const { make } = globalThis.FourStepsPage;
  const places_in = globalThis.FourStepsSearch.marker(query);
  const article = document.querySelector("article.bd-article");
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!article) return;

  // A term is its name in a list and what follows, to the next name.
  const parts_of = (element) => {
    const name = element.closest("dt");
    if (!name) return [element.closest(".fs-chart") || element.closest("section, figure, li, p, dd, table") || element];
    const parts = [name];
    while (parts.at(-1).nextElementSibling?.tagName === "DD") parts.push(parts.at(-1).nextElementSibling);
    return parts;
  };
  const UNMARKED = "svg, math, script, style, noscript, .headerlink, .fs-hidden";
  // Code and cells are not what was searched.
  const SEARCHED_NOT = `${UNMARKED}, pre, table`;
  const texts_of = (part, left_out) => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    // A section's own text, not that of the sections in it.
    return nodes.filter((node) => !node.parentElement.closest(left_out)
      && (part.tagName !== "SECTION" || node.parentElement.closest("section") === part));
  };
  const mark = (node) => {
    let at = 0;
    const pieces = [];
    for (const [from, to] of places_in(node.data)) {
      pieces.push(node.data.slice(at, from), make("mark", { className: "find-mark", textContent: node.data.slice(from, to) }));
      at = to;
    }
    if (pieces.length) node.replaceWith(...pieces, node.data.slice(at));
    return pieces.filter((piece) => piece instanceof Element);
  };

  const parts = target && article.contains(target) ? parts_of(target) : [];
  // The nearest place that has a word: here in the text, here at all, else on the page (a word of
  // the picture alone, or a whole page that was found).
  const tries = [[parts, SEARCHED_NOT], [parts, UNMARKED], [[article], SEARCHED_NOT], [[article], UNMARKED]];
  let marks = [], here = false;
  for (const [within, left_out] of tries) {
    marks = within.flatMap((part) => texts_of(part, left_out)).flatMap(mark);
    here = within === parts;
    if (marks.length) break;
  }
  if (!marks.length) return;

  const button = make("button", { type: "button", textContent: "Remove marks" });
  const count = marks.length === 1 ? "1 word marked" : `${marks.length} words marked`;
  const bar = make("div", { className: "find-bar" }, make("span", { textContent: count }), button);
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "Marked words");
  article.before(bar);

  const clear = () => {
    removeEventListener("keydown", escape);
    for (const word of marks) {
      const parent = word.parentNode;
      word.replaceWith(...word.childNodes);
      parent?.normalize();
    }
    bar.remove();
    cleared();
  };
  const escape = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) clear();
  };
  addEventListener("keydown", escape);
  button.addEventListener("click", clear);

  // What lies open is shown before what lies in a fold.
  const first = marks.find((word) => !word.closest("details:not([open])")) || marks[0];
  if (here) for (let fold = first.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  // The browser has gone to the place by now, or goes there when all has loaded.
  const look = () => {
    const box = first.getBoundingClientRect();
    if (here && (box.top < 60 || box.bottom > innerHeight - 60)) first.scrollIntoView({ block: "center" });
  };
  if (document.readyState === "complete") look(); else addEventListener("load", () => requestAnimationFrame(look));
};
