/* What moves in the frame of a page: colours, menus, the two lists of contents, copying of code,
   printing. Without this script the menus open (they are <details>), the lists are reached by
   links, and what cannot work is not shown. */
"use strict";
(() => {
  const WIDE = matchMedia("(min-width: 992px)"); // from here on the book's contents stand beside the page
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /* ---- Colours: as the system has them, then the other, then the system's own by choice ---- */

  for (const button of all(".theme-switch-button")) {
    const words = { auto: "as the system", light: "light", dark: "dark" };
    const name = () => {
      const said = `Colours: ${words[globalThis.FourStepsColours()]}`;
      button.setAttribute("aria-label", said);
      button.title = said;
    };
    button.addEventListener("click", () => {
      const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
      const turns = isDark ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
      globalThis.FourStepsColours(turns[(turns.indexOf(globalThis.FourStepsColours()) + 1) % 3]);
      name();
    });
    name();
  }

  /* ---- Menus: one open at a time, closed by Esc, by a press elsewhere, by leaving with Tab ---- */

  const menus = all("details.menu");
  for (const menu of menus) {
    menu.addEventListener("toggle", () => {
      if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
  addEventListener("pointerdown", (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  for (const button of all(".print-page")) button.addEventListener("click", () => print());

  /* ---- The two lists of contents: beside the page where there is room, else in a dialog ---- */

  const list_in_dialog = (toggle, list, dialog, beside) => {
    if (!toggle || !list || !dialog) return;
    const HIDDEN = "pst-sidebar-hidden";
    const closed = () => toggle.setAttribute("aria-expanded", String(beside() && !list.classList.contains(HIDDEN)));
    // The children move, so that every id stays unique; with them the classes that dress them.
    const move = (from, to) => {
      to.append(...all(":scope > :not(.dialog-close)", from));
      for (const name of [...from.classList]) {
        if (name === HIDDEN) continue;
        from.classList.remove(name);
        to.classList.add(name);
      }
    };
    // It is a link, for readers without scripts; with scripts it does what a button does.
    toggle.setAttribute("role", "button");
    const press = (event) => {
      event.preventDefault();
      if (beside()) {
        list.classList.toggle(HIDDEN);
        closed();
        return;
      }
      move(list, dialog);
      dialog.showModal();
      toggle.setAttribute("aria-expanded", "true");
    };
    toggle.addEventListener("click", press);
    toggle.addEventListener("keydown", (event) => { if (event.key === " ") press(event); });
    dialog.addEventListener("close", () => { move(dialog, list); closed(); });
    dialog.addEventListener("click", (event) => {
      // A press on the veil is a press on the dialog itself, outside its box.
      const box = dialog.getBoundingClientRect();
      const outside = event.target === dialog && (event.clientX < box.left || event.clientX > box.right);
      if (outside || event.target.closest("a, .dialog-close")) dialog.close();
    });
    WIDE.addEventListener("change", () => { if (dialog.open) dialog.close(); closed(); });
    closed();
  };
  const by_id = (id) => document.getElementById(id);
  list_in_dialog(document.querySelector(".primary-toggle"), by_id("pst-primary-sidebar"), by_id("pst-primary-sidebar-modal"), () => WIDE.matches);
  list_in_dialog(document.querySelector(".secondary-toggle"), by_id("pst-secondary-sidebar"), by_id("pst-secondary-sidebar-modal"), () => false);

  /* ---- Where the reader is: the entry of the section in view is marked ---- */

  const entries = all("#pst-page-toc-nav a[href^='#']");
  if (entries.length) {
    const link_of = new Map();
    for (const link of entries) {
      const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const heading = section?.querySelector("h1, h2, h3, h4, h5, h6") || section;
      if (heading) link_of.set(heading, link);
    }
    const mark = (current) => {
      for (const link of entries) {
        link.classList.toggle("active", link === current);
        if (link === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      }
      for (const entry of all(".toc-entry.active")) entry.classList.remove("active");
      for (let entry = current.closest(".toc-entry"); entry; entry = entry.parentElement.closest(".toc-entry")) entry.classList.add("active");
    };
    const headings = [...link_of.keys()];
    const in_view = new Set();
    let seen = false; // at first every heading is reported, from wherever it is
    // The upper third of the window: the first heading in it; where there is none, the one above.
    const watcher = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) in_view.add(target); else in_view.delete(target);
      }
      const { target, boundingClientRect, rootBounds } = changes.at(-1);
      const left_below = boundingClientRect.top > rootBounds.bottom;
      const above = left_below ? headings[headings.indexOf(target) - 1] : target;
      const current = headings.find((heading) => in_view.has(heading)) || (seen && above);
      seen ||= in_view.size > 0;
      if (current) mark(link_of.get(current));
    }, { rootMargin: "-56px 0px -65% 0px" });
    for (const heading of headings) watcher.observe(heading);
  }

  /* ---- The way back to the top, offered to whoever turns back on a long page ---- */

  const top = by_id("pst-back-to-top");
  let before = scrollY;
  if (top) addEventListener("scroll", () => {
    const turned = scrollY < before && scrollY > 2 * innerHeight;
    before = scrollY;
    top.classList.toggle("offered", turned);
    document.body.classList.toggle("scrolled", scrollY > 0);
  }, { passive: true });

  /* ---- Copying of code ---- */

  const copied = async (text) => {
    // From disk and over plain http there is no clipboard but this old way.
    if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
    const field = make("textarea", { value: text, readOnly: true, className: "copied-text" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  for (const code of all("div.highlight pre")) {
    const button = make("button", { type: "button", className: "copybtn", textContent: "Copy" });
    button.append(make("span", { className: "screen-reader", textContent: " code" }));
    // Said aloud too; put there now, since a region that comes with its words is not read.
    const said = make("span", { className: "copy-said", role: "status" });
    button.addEventListener("click", async () => {
      const done = await copied(code.innerText.replace(/\n$/, ""));
      said.textContent = done ? "Copied" : "Not copied: select and copy by hand";
      button.focus();
      setTimeout(() => { said.textContent = ""; }, 2000);
    });
    code.after(button, said);
  }

  /* ---- What scrolls sideways can be reached by keyboard; what does not is no stop ---- */

  const SCROLLING = "pre, .cell_output > .output, .pst-scrollable-table-container";
  const stops = () => {
    // Read everything, then write everything: in turns, each would lay the page out anew.
    const boxes = all(SCROLLING, by_id("main-content")).filter((box) => !box.hasAttribute("aria-label"));
    const scroll = boxes.map((box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight);
    boxes.forEach((box, at) => {
      if (scroll[at]) box.tabIndex = 0; else box.removeAttribute("tabindex");
    });
  };
  let soon;
  const stops_soon = () => { clearTimeout(soon); soon = setTimeout(stops, 200); };
  addEventListener("resize", stops_soon);
  addEventListener("toggle", stops_soon, true); // a fold's content has no width before it opens
  if (document.readyState === "complete") stops(); else addEventListener("load", stops);
})();
