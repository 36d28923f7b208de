/* The field with its hits: in a dialog on every page, and on the page search.html. The index is
   loaded when the field is entered, the texts for extracts with the hits that show them. */
"use strict";
globalThis.FourStepsFinder = (() => {
  const { ROOT, make, load } = globalThis.FourStepsPage;
  const FIRST = 10; // hits shown at once, each with its extract
  const PAUSE = 80; // ms without a key before a query is looked up
  const HAN = /\p{Script=Han}+(?:[+、，。“”《》·]*\p{Script=Han}+)*\+?/gu;

  let opened;
  const engine = () => {
    opened ||= Promise.all(["minisearch.js", "search-engine.js", "search/index.js"].map(load))
      .then(() => globalThis.FourStepsSearch.open(globalThis.FourStepsIndex))
      .catch((error) => { opened = null; throw error; });
    return opened;
  };
  const texts = async (hits) => {
    await Promise.all([...new Set(hits.map((hit) => hit.shard))].map((shard) => load(`search/text-${shard}.js`)));
    return new Map(globalThis.FourStepsTexts);
  };

  // Text with its marks, and with Chinese said to be Chinese.
  const marked = (text, places) => {
    const part = document.createDocumentFragment();
    const plain = (piece, into) => {
      let at = 0;
      for (const { 0: run, index } of piece.matchAll(HAN)) {
        into.append(piece.slice(at, index), make("span", { lang: "zh-Hans", textContent: run }));
        at = index + run.length;
      }
      into.append(piece.slice(at));
    };
    let at = 0;
    for (const [from, to] of places) {
      plain(text.slice(at, from), part);
      const mark = make("mark");
      plain(text.slice(from, to), mark);
      part.append(mark);
      at = to;
    }
    plain(text.slice(at), part);
    return part;
  };

  /* A field with its hits below it, in `place`; `changed` is told each query that was looked up. */
  const finder = (place, changed = () => {}) => {
    const id = `find-${document.querySelectorAll(".find-form").length}`;
    const field = make("input", { type: "search", name: "q", placeholder: "Words, names, 中文", autocomplete: "off", spellcheck: false });
    field.setAttribute("aria-label", "Search this book");
    field.setAttribute("enterkeyhint", "search");
    const form = make("form", { className: "find-form", action: new URL("search.html", ROOT).href }, field);
    form.setAttribute("role", "search");
    const status = make("p", { className: "find-status" });
    status.setAttribute("role", "status");
    const list = make("ol", { className: "find-hits" });
    const more = make("button", { type: "button", className: "find-more", textContent: "Show more", hidden: true });
    place.append(form, status, list, more);

    let turn = 0, hits = [], find = null;
    const links = () => [...list.querySelectorAll("a")];

    const item = (hit, number) => {
      const mark = globalThis.FourStepsSearch.marker(hit.query);
      const [page, anchor] = hit.address.split("#");
      const link = make("a", { href: `${new URL(page, ROOT)}?q=${encodeURIComponent(hit.query)}${anchor ? `#${anchor}` : ""}` });
      if (hit.title !== hit.page) link.append(make("span", { className: "find-where" }, marked(`${hit.page} › `, [])));
      link.append(make("span", { className: "find-title" }, marked(hit.title, mark(hit.title))));
      const head = make("p", { className: "find-head" }, link);
      if (hit.kind === "table") head.append(make("span", { className: "find-kind", textContent: "Table" }));
      const text = make("p", { className: "find-text", id: `${id}-${number}` });
      link.setAttribute("aria-describedby", text.id);
      return make("li", {}, head, text);
    };

    const failed = () => { status.textContent = "The search could not be loaded. Are you offline? Type on to try again."; };

    // The links stand at once; their extracts come when they are loaded.
    const show = (to) => {
      const mine = turn;
      const from = list.children.length;
      const shown = hits.slice(from, to);
      list.append(...shown.map((hit, i) => item(hit, from + i)));
      more.hidden = list.children.length >= hits.length;
      const { extract, marker } = globalThis.FourStepsSearch;
      texts(shown).then((known) => {
        if (mine !== turn) return;
        shown.forEach((hit, i) => {
          const part = extract(known.get(hit.id) || "", marker(hit.query));
          list.children[from + i].querySelector(".find-text").append(
            part.before ? "… " : "", marked(part.text, part.places), part.after ? " …" : "");
        });
      }, () => { if (mine === turn) failed(); });
    };

    const look = async () => {
      const mine = ++turn;
      const query = field.value.trim();
      changed(query);
      if (!query) { hits = []; list.replaceChildren(); status.textContent = ""; more.hidden = true; return; }
      try {
        if (!find) { status.textContent = "Loading the index …"; find = await engine(); }
        if (mine !== turn) return;
        const found = find(query);
        hits = found.hits;
        const count = hits.length === 1 ? "1 place" : `${hits.length} places`;
        status.textContent = hits.length ? `${count} found` : `Nothing found for “${query}”.`;
        if (found.also) status.append(hits.length ? ", for " : "", marked(`“${found.also}”`, []), " too");
        list.replaceChildren();
        show(FIRST);
      } catch {
        if (mine === turn) failed();
      }
    };

    // What is typed is looked up after a pause; a key that goes to the hits does not wait for it.
    let timer = null, latest = Promise.resolve();
    const now = () => { clearTimeout(timer); timer = null; latest = look(); return latest; };
    const settled = () => (timer === null ? latest : now());
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(now, PAUSE); });
    field.addEventListener("focus", () => engine().then((made) => { find = made; }, () => {}), { once: true });
    more.addEventListener("click", () => {
      const next = list.children.length;
      show(next + 2 * FIRST);
      links()[next]?.focus();
    });
    // Enter opens the first hit.
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await settled();
      links()[0]?.click();
    });
    place.addEventListener("keydown", async (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
      if (![field, ...links()].includes(document.activeElement)) return;
      event.preventDefault();
      await settled();
      const stops = [field, ...links()];
      const at = stops.indexOf(document.activeElement);
      const next = stops[Math.min(stops.length - 1, Math.max(0, at + step))];
      next.focus();
      next.closest("li")?.scrollIntoView({ block: "nearest" });
    });
    return { field, look };
  };

  // ---- The dialog ------------------------------------------------------------------------

  let dialog;
  const open_dialog = () => {
    if (!dialog) {
      const close = make("button", { type: "button", className: "find-close", textContent: "Close" });
      dialog = make("dialog", { className: "find" });
      dialog.setAttribute("aria-label", "Search this book");
      document.body.append(dialog);
      dialog.field = finder(dialog).field;
      dialog.firstElementChild.append(close);
      close.addEventListener("click", () => dialog.close());
      // A press beside the dialog closes it; a hit on this very page does too.
      dialog.addEventListener("click", (event) => {
        const box = dialog.getBoundingClientRect();
        const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
        if (event.target.closest("a") || (event.target === dialog && outside)) dialog.close();
      });
      // A field for searching would keep the first Esc to empty itself.
      dialog.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { event.preventDefault(); dialog.close(); }
      });
    }
    if (dialog.open) return;
    dialog.showModal();
    dialog.field.focus();
    dialog.field.select();
  };

  return { finder, open_dialog };
})();
