/* The claims ledger: sort, filter, and the reader's own verdicts, kept in this browser only.
   Without this script the list is complete, in the order of the claims' numbers. */
"use strict";
(() => {
  const list = document.querySelector("ol.ledger");
  if (!list) return;
  const KEY = "foursteps-ledger";
  const WORDS = {
    judged: ["supported", "partly supported", "contested", "not supported as stated", "not testable with open data"],
    weighed: ["convincing", "convincing in part", "not convincing", "undecided"],
  };
  const items = [...list.children];

  // Storage may be switched off; then scores live as long as the page.
  let stored = true;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { stored = false; return {}; } };
  const write = () => { try { localStorage.setItem(KEY, JSON.stringify(scores)); } catch { stored = false; } };
  const scores = read();

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const select = (label, choices) => {
    const box = make("select", { ariaLabel: label });
    for (const [value, text] of choices) box.append(make("option", { value, textContent: text }));
    return [make("label", {}, make("span", { textContent: label }), box), box];
  };
  const distinct = (values) => [...new Set(values)].map((value) => [value, value]);
  const kinds = distinct(items.flatMap((item) => item.dataset.kind.split("; ")));
  const verdicts = distinct([...items].sort((a, b) => a.dataset.order - b.dataset.order).map((item) => item.dataset.verdict));
  const steps = [...new Set(items.flatMap((item) => item.dataset.steps.split(" ")))].sort()
    .map((step) => [step, step === "0" ? "opening" : `step ${step}`]);
  const all = [["", "all"]];

  const [sortLabel, sort] = select("Sort by", [["claim", "number"], ["order", "verdict"], ["strength", "strength of evidence"], ["kind", "kind"]]);
  const [kindLabel, kind] = select("Kind", [...all, ...kinds]);
  const [verdictLabel, verdict] = select("Verdict", [...all, ...verdicts]);
  const [stepLabel, step] = select("Step", [...all, ...steps]);
  const words = make("input", { type: "search", ariaLabel: "Words" });
  const wordsLabel = make("label", {}, make("span", { textContent: "Words" }), words);
  const status = make("p", { className: "ledger-status" });
  status.setAttribute("role", "status");
  const download = make("button", { type: "button", textContent: "Download your verdicts (CSV)" });
  const clear = make("button", { type: "button", textContent: "Remove your verdicts" });
  const controls = make("form", { className: "ledger-controls" },
    sortLabel, kindLabel, verdictLabel, stepLabel, wordsLabel);
  controls.setAttribute("aria-label", "Sort and filter the claims");
  controls.addEventListener("submit", (event) => event.preventDefault());
  const buttons = make("p", { className: "ledger-buttons" }, download, " ", clear);
  list.before(controls, status, buttons);

  const own = new Map();
  for (const item of items) {
    const id = item.dataset.claim;
    const choices = WORDS[item.dataset.verdict === "weighed" ? "weighed" : "judged"];
    const [label, box] = select(`Your verdict on ${id}`, [["", "not yet"], ...choices.map((word) => [word, word])]);
    label.className = "ledger-own";
    box.value = choices.includes(scores[id]) ? scores[id] : "";
    box.addEventListener("change", () => {
      if (box.value) scores[id] = box.value; else delete scores[id];
      write();
      report();
    });
    own.set(item, box);
    item.querySelector(".ledger-verdict").after(label);
  }

  const differs = (item) => {
    const mine = own.get(item).value;
    return mine !== "" && item.dataset.verdict !== "weighed" && mine !== item.dataset.verdict;
  };
  function report() {
    const shown = items.filter((item) => !item.hidden).length;
    const scored = items.filter((item) => own.get(item).value).length;
    const other = items.filter(differs).length;
    for (const item of items) item.classList.toggle("differs", differs(item));
    status.textContent = `${shown} of ${items.length} claims shown. You have judged ${scored}`
      + (scored ? `; on ${other} of them your verdict is not the book’s.` : ".")
      + (stored ? "" : " This browser keeps nothing, so your verdicts are lost when the page closes.");
    download.disabled = clear.disabled = scored === 0;
  }
  function apply() {
    const text = words.value.trim().toLowerCase();
    for (const item of items) {
      const data = item.dataset;
      item.hidden = !(
        (!kind.value || data.kind.split("; ").includes(kind.value))
        && (!verdict.value || data.verdict === verdict.value)
        && (!step.value || data.steps.split(" ").includes(step.value))
        && (!text || item.textContent.toLowerCase().includes(text))
      );
    }
    const by = sort.value;
    const place = (item) => (by === "order" || by === "strength" ? Number(item.dataset[by]) : item.dataset[by]);
    items.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : a.dataset.claim < b.dataset.claim ? -1 : 1));
    list.append(...items);
    report();
  }
  for (const box of [sort, kind, verdict, step]) box.addEventListener("change", apply);
  words.addEventListener("input", apply);

  download.addEventListener("click", () => {
    const lines = items.map((item) => item.dataset).filter((data) => scores[data.claim])
      .map((data) => `${data.claim},${data.verdict},${scores[data.claim]}`).sort();
    const address = URL.createObjectURL(new Blob([`claim,book,reader\n${lines.join("\n")}\n`], { type: "text/csv" }));
    make("a", { href: address, download: "my-verdicts.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
  clear.addEventListener("click", () => {
    for (const id of Object.keys(scores)) delete scores[id];
    for (const box of own.values()) box.value = "";
    write();
    report();
  });
  apply();
})();
