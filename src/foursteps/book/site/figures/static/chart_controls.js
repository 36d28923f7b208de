/* The controls of a living chart: named, large enough, with values in words; and they speak:
   after a change the chart's headline is read aloud, and its description and table follow. */
"use strict";
(() => {
  const PAUSE = 400; // ms after the last move of a slider
  const MANY = 3; // words of a chart that change together; more are no headline
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];
  // Units that a number is said with; "(number)" or "(payoff)" only explain the name.
  const SAID = /^(?:%|(?:months?|years?|people|points)\b)/;

  /* What a value of a slider is in words: its name ends with the unit in brackets. */
  function inWords(value, name, step) {
    const unit = name.match(/\(([^()]*)\)\s*$/)?.[1] ?? "";
    if (unit === "year") {
      const year = Math.floor(Number(value) + 1e-6);
      const month = MONTHS[Math.floor((Number(value) - year) * 12 + 1e-6)];
      return step % 1 ? `${month} ${year}` : String(year);
    }
    const number = String(value).replace("-", "−");
    return SAID.test(unit) ? `${number} ${unit}` : number;
  }

  const plainName = (name, step) =>
    step % 1 ? name.replace(/\s*\(year\)\s*$/, "").trim() : name.trim();

  function nameRadios(row, name, id) {
    name.id = id;
    row.setAttribute("role", "radiogroup");
    row.setAttribute("aria-labelledby", id);
  }

  /* Give a row of Vega's its label, and a slider the words of its value. */
  function nameControl(row, id) {
    const name = row.querySelector(".vega-bind-name");
    const input = row.querySelector("input, select, textarea");
    if (!input) return;
    if (input.type === "radio") {
      nameRadios(row, name, id);
      return;
    }
    input.id = id;
    const own = name.textContent;
    const label = document.createElement("label");
    label.htmlFor = id;
    label.className = "vega-bind-name";
    label.textContent = input.type === "range" ? plainName(own, Number(input.step)) : own;
    const value = input.nextElementSibling;
    // Vega wraps name, control and value in one label; the value would be read as its name.
    row.replaceChildren(label, ...[...row.firstElementChild.childNodes].filter((n) => n !== name));
    if (!value) return;
    // Vega goes on writing the bare number into its own element.
    value.hidden = true;
    const shown = document.createElement("span");
    shown.className = "fs-value";
    row.append(shown);
    const tell = () => {
      const words = inWords(input.value, own, Number(input.step));
      shown.textContent = words;
      input.setAttribute("aria-valuetext", words);
    };
    tell();
    new MutationObserver(tell).observe(value, { childList: true, characterData: true, subtree: true });
    input.addEventListener("input", tell);
  }

  function nameControls(figure, controls) {
    [...controls.querySelectorAll(".vega-bind")].forEach((row, number) =>
      nameControl(row, `${figure.id}-control-${number}`),
    );
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Controls of the chart above");
  }

  /* The words of the drawing: titles and texts among the marks, without axes and legends. */
  function texts(svg) {
    return [...svg.querySelectorAll(".role-title-text text, .role-mark.mark-text text")]
      .filter((text) => Number(getComputedStyle(text).opacity) > 0)
      .map((text) =>
        ([...text.children].map((line) => line.textContent).join(" ") || text.textContent).trim(),
      )
      .filter(Boolean);
  }

  function setting(row) {
    const input = row.querySelector("input:checked, select, input[type=range], input");
    const name = row.querySelector(".vega-bind-name").textContent.trim();
    if (input.type === "checkbox") return `${name}: ${input.checked ? "yes" : "no"}`;
    if (input.type === "radio") return `${name}: ${input.closest("label").textContent.trim()}`;
    return `${name}: ${row.querySelector(".fs-value")?.textContent ?? input.value}`;
  }

  /* What the drawing says now and did not say before; null if nothing, or too much to hear. */
  function headline(before, now) {
    const fresh = [...new Set(now.filter((text) => !before.includes(text)))];
    return fresh.length && fresh.length <= MANY ? fresh.join(". ") : null;
  }

  /* What the marks are drawn from, mark by mark. */
  function drawnRows(view) {
    const found = [];
    (function walk(mark) {
      if (mark.marktype === "group") mark.items.forEach((item) => item.items.forEach(walk));
      else if (mark.role === "mark") found.push(mark.items.map((item) => item.datum));
    })(view.scenegraph().root);
    return found;
  }

  /* The rows of each table of a figure that the chart draws now: those that have its columns. */
  function tablesNow(view, specification) {
    const tables = Object.values(specification.datasets ?? {}).filter((rows) => rows.length);
    const drawn = drawnRows(view);
    if (!tables.length) return [drawn.reduce((most, rows) => (rows.length > most.length ? rows : most), [])];
    return tables.map((rows) => {
      const columns = Object.keys(rows[0]);
      const whole = drawn.flat().filter((row) => row && columns.every((name) => name in row));
      const unlike = new Map(whole.map((row) => [columns.map((name) => row[name]).join("\u241e"), row]));
      return [...unlike.values()];
    });
  }

  const tidy = (value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value);

  function fillTables(figure, view, specification) {
    if (!window.foursteps.fillTable) return;
    tablesNow(view, specification).forEach((rows, at) => {
      if (!rows.length) return;
      const plain = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, tidy(value)])),
      );
      window.foursteps.fillTable(figure, plain, at + 1);
    });
  }

  /* Name the controls of a living chart and have it speak when one is moved.

     chart: {figure, controls, view, svg, specification, say}. Returns a function that ends it. */
  function giveVoice({ figure, controls, view, svg, specification, say }) {
    nameControls(figure, controls);
    const picture = figure.querySelector(".fs-picture");
    // What is said of a chart that stands still says nothing of its controls.
    const described = (picture.dataset.alive ??= picture.getAttribute("aria-label"));
    picture.setAttribute("aria-label", described);
    const first = texts(svg);
    let before = first;
    let waiting;

    async function speak(row) {
      await view.runAsync();
      const now = texts(svg);
      const said = headline(before, now) ?? setting(row);
      before = now;
      const settings = [...controls.querySelectorAll(".vega-bind")].map(setting).join("; ");
      const result = headline(first, now) ?? "";
      const label = `${described} Now: ${settings}. ${result}`;
      picture.setAttribute("aria-label", label.trim());
      fillTables(figure, view, specification);
      say(said);
    }

    const heard = new AbortController();
    controls.addEventListener("input", ({ target }) => {
      clearTimeout(waiting);
      waiting = setTimeout(speak, PAUSE, target.closest(".vega-bind"));
    }, heard);
    return () => {
      clearTimeout(waiting);
      heard.abort();
    };
  }

  window.foursteps = { ...window.foursteps, giveVoice, headline, inWords };
})();
