/* Search, as far as every page needs it: what opens it, and the way to what it loads. Nothing is
   loaded before; then classic scripts, since a page opened from disk may load nothing else.
   The field and its hits: search-finder.js; the marks at the place found: search-marks.js. */
"use strict";
(() => {
  const SCRIPTS = new URL(".", document.currentScript.src);
  const ROOT = new URL("..", SCRIPTS);

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const loads = new Map();
  const load = (name) => {
    if (!loads.has(name)) {
      loads.set(name, new Promise((done, failed) => {
        const script = make("script", { src: new URL(name, SCRIPTS).href, async: false });
        script.onload = done;
        script.onerror = () => { loads.delete(name); script.remove(); failed(new Error(name)); };
        document.head.append(script);
      }));
    }
    return loads.get(name);
  };

  globalThis.FourStepsPage = { ROOT, make, load };

  // Where the dialog cannot be loaded, the page of all hits says what to do instead.
  const open = (link) => load("search-finder.js").then(
    () => globalThis.FourStepsFinder.open_dialog(),
    () => { location.href = link.href; },
  );
  const links = document.querySelectorAll("a.find-open");
  for (const link of links) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link);
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || !links.length) return;
    event.preventDefault();
    open(links[0]);
  });

  const asked = new URLSearchParams(location.search).get("q") || "";
  // From disk some browsers refuse to change the address; then it stays as it is.
  const address = (query) => {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query); else url.searchParams.delete("q");
    try { history.replaceState(history.state, "", url); } catch { /* it stays */ }
  };
  const page = document.querySelector(".find-page");
  if (page) {
    load("search-finder.js").then(() => {
      const { field, look } = globalThis.FourStepsFinder.finder(page, address);
      field.value = asked;
      field.focus();
      if (asked) look();
    });
  } else if (asked) {
    Promise.all(["search-engine.js", "search-marks.js"].map(load))
      .then(() => globalThis.FourStepsMarks(asked, () => address("")));
  }
})();
