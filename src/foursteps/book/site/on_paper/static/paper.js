/* What a page on paper needs beside its style sheet: the choice at its foot, light colours, the
   answers of "Check yourself" and the addresses of links at the end. All of it is done before a
   page is printed and undone afterwards, so that nothing on the screen changes. */
"use strict";
(() => {
  const KEY = "foursteps-print";
  const WITHOUT = { folds: "paper-shut", addresses: "paper-plain" };
  const WITH = { code: "paper-code" };
  const WIDE = 12; // columns
  const root = document.documentElement;
  const form = document.querySelector("#print form");
  let undo = [];

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function choice() {
    const plain = { folds: true, addresses: true, code: false };
    try {
      return { ...plain, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
    } catch {
      return plain; // barred, or not ours
    }
  }

  function remember(chosen) {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      // It holds for this page alone.
    }
  }

  function chosenHere() {
    if (!form) return choice();
    return Object.fromEntries(Object.keys(choice()).map((name) => [name, form.elements[name].checked]));
  }

  function closing(article, name, title, list) {
    const part = make("section", { className: `paper-only ${name}` }, make("h2", { textContent: title }), list);
    (article.querySelector(":scope > section") ?? article).append(part);
    undo.push(() => part.remove());
  }

  /* Three forms: a question and the fold "Answer"; a question and a fold for each choice; a fold
     whose summary is the question. The question stays, numbered; what was folded stands under its
     number at the end. */
  function moveAnswers(article) {
    const section = [...article.querySelectorAll("section > h2, section > h3")]
      .find((heading) => heading.textContent.trim().startsWith("Check yourself"))?.parentElement;
    if (!section) return;
    const asked = (part) => part.matches("p") && part.firstElementChild?.matches("strong") && !part.closest("details");
    const parts = [...section.querySelectorAll("p, details")].filter((part) => !part.parentElement.closest("details"));
    const inFolds = !parts.some(asked);
    const list = make("ol");
    let number = 0;
    for (const part of parts) {
      const fold = part.matches("details");
      if (inFolds ? fold : asked(part)) {
        number += 1;
        list.append(make("li", { value: number }));
        if (!inFolds && !/^\s*\d/.test(part.textContent)) shown(part.firstChild, "b", `${number}. `);
      }
      if (!fold || !number) continue;
      const summary = part.querySelector("summary").textContent.trim();
      if (inFolds) shown(part, "p", `${number}. ${summary}`);
      else if (!summary.startsWith("Answer")) {
        shown(part, "p", `○ ${summary}`);
        list.lastElementChild.append(make("p", { textContent: `${summary}:` }));
      }
      const said = [...part.childNodes].filter((node) => node.nodeName !== "SUMMARY");
      list.lastElementChild.append(...said.map((node) => node.cloneNode(true)));
      part.classList.add("paper-moved");
      undo.push(() => part.classList.remove("paper-moved"));
    }
    list.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    if (number) closing(article, "paper-answers", "Answers to Check yourself", list);
  }

  function shown(before, name, textContent) {
    const added = make(name, { className: "paper-only", textContent });
    before.before(added);
    undo.push(() => added.remove());
  }

  function gatherAddresses(article) {
    const numbers = new Map();
    for (const link of article.querySelectorAll('a[href^="http"]')) {
      const address = link.href;
      const shown = link.textContent.trim().replace(/\/$/, "");
      if (link.closest(".fs-about, .fs-data, .headerlink, .paper-moved")) continue;
      if (!shown || address.replace(/\/$/, "").endsWith(shown) && shown.includes("/")) continue;
      if (!numbers.has(address)) numbers.set(address, numbers.size + 1);
      const mark = make("sup", { className: "paper-only", textContent: numbers.get(address) });
      link.after(mark);
      undo.push(() => mark.remove());
    }
    if (!numbers.size) return;
    const list = make("ol", {}, ...[...numbers.keys()].map((address) => make("li", { textContent: address })));
    closing(article, "paper-notes", "Addresses", list);
  }

  /* What a chooser on the screen hides must not be lost: every fold is open while it is printed. */
  function openFolds(article) {
    for (const fold of article.querySelectorAll("details:not([open])")) {
      if (fold.closest(".paper-moved, .fs-data")) continue;
      fold.open = true;
      undo.push(() => { fold.open = false; });
    }
  }

  /* No paper is wide enough for them: each row becomes a record that names its columns. */
  function listRecords(article) {
    for (const table of article.querySelectorAll("table")) {
      const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
      if (heads.length < WIDE || table.closest(".fs-data")) continue;
      for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
        [...row.cells].forEach((cell, at) => { cell.dataset.paperColumn = heads[at] ?? ""; });
      }
      table.classList.add("paper-records");
      undo.push(() => table.classList.remove("paper-records"));
    }
  }

  function prepare(chosen = chosenHere()) {
    restore();
    for (const [name, word] of Object.entries(WITHOUT)) root.classList.toggle(word, !chosen[name]);
    for (const [name, word] of Object.entries(WITH)) root.classList.toggle(word, chosen[name]);
    const theme = root.dataset.theme;
    if (theme) {
      root.dataset.theme = "light";
      undo.push(() => { root.dataset.theme = theme; });
    }
    for (const article of document.querySelectorAll("article.bd-article")) {
      moveAnswers(article);
      if (chosen.folds) openFolds(article);
      listRecords(article);
      if (chosen.addresses) gatherAddresses(article);
    }
  }

  function restore() {
    for (const step of undo.reverse()) step();
    undo = [];
  }

  window.addEventListener("beforeprint", () => prepare());
  window.addEventListener("afterprint", restore);
  if (!form) return;
  const kept = choice();
  for (const name of Object.keys(kept)) form.elements[name].checked = kept[name];
  form.addEventListener("change", () => remember(chosenHere()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.print();
  });
  form.hidden = false;
})();
