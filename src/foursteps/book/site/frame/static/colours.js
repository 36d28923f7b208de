/* Light or dark, decided in the head and before the style sheet, so that the first paint has the
   reader's colours: decided later, readers in the dark would see a white page first.
   Without this script `data-theme` stays "auto", by which the style sheet knows that scripts are off. */
"use strict";
(() => {
  const KEY = "foursteps-colours";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let choice = "auto";
  // Storage may be barred (from disk, in a private window); then a choice lasts as long as the page.
  try { choice = localStorage.getItem(KEY) || choice; } catch { /* the system's colours */ }
  const paint = () => {
    root.dataset.mode = choice;
    root.dataset.theme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
  };
  /* Called without a choice it says the present one. */
  globalThis.FourStepsColours = (chosen = choice) => {
    if (chosen !== choice) {
      choice = chosen;
      try { localStorage.setItem(KEY, choice); } catch { /* not kept */ }
      paint();
    }
    return choice;
  };
  dark.addEventListener("change", paint);
  paint();
})();
/* The faces of text and headings are asked for with the style sheet, so that the first paint mostly
   has them: one that comes later waits for the next page, and no line moves. From disk they come at
   once, and a browser would refuse the hint. */
if (location.protocol !== "file:") {
  for (const name of ["serif-400", "sans-400", "sans-600"]) {
    const hint = document.createElement("link");
    const face = new URL(`${name}.woff2`, document.currentScript.src);
    document.head.append(Object.assign(hint, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href: face }));
  }
}
