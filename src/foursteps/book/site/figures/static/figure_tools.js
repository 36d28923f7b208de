/* The data tables of figures, drawn when they are opened: shut, they would be a third of a
   chapter's elements. Their rows stand in `noscript`, which a browser with scripts keeps as text;
   a table that is cut there gets all its rows from the figure's specification.

   For other scripts, in `window.foursteps`:
     fillTable(figure, rows, number = 1)  put other rows into a figure's table: what its chart
                                          draws now. rows: objects by the names of its columns;
                                          a shut table takes them when it is opened.
     drawTables()                         draw the tables of the page, shut ones too. */
"use strict";
(() => {
  const waiting = new WeakMap(); // fold → Map(number → rows): put in before it is opened

  const foldOf = (figure) => document.querySelector(`.fs-data[data-of="${figure.id}"]`);

  function text(value) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    if (typeof value === "boolean") return value ? "yes" : "no";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  function line(values) {
    const row = document.createElement("tr");
    values.forEach((value, at) => {
      const said = text(value);
      // As in the rows that stand in the page: the first cell names its row, unless it is empty.
      const cell = document.createElement(at === 0 && said !== "" ? "th" : "td");
      if (cell.tagName === "TH") cell.scope = "row";
      cell.textContent = said;
      row.append(cell);
    });
    return row;
  }

  function put(table, rows, note) {
    const body = document.createElement("tbody");
    body.append(...rows.map(line));
    table.tBodies[0].replaceWith(body);
    table.querySelector(".fs-cut").textContent = note;
  }

  const counted = (rows) => `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;

  function putDrawn(fold, number, rows) {
    const table = fold.querySelectorAll("table")[number - 1];
    const known = JSON.parse(fold.dataset.tables)[number - 1];
    if (!table || !known) return;
    const values = rows.map((row) => known.columns.map((column) => row[column]));
    put(table, values, `${counted(rows)}, as the chart stands now; the CSV file has it as it began.`);
  }

  /* Take the tables out of `noscript`; whether there was anything to take. */
  function draw(fold) {
    const standing = fold.querySelector("noscript");
    if (!standing) return false;
    const read = new DOMParser().parseFromString(standing.textContent, "text/html");
    standing.replaceWith(...read.body.childNodes);
    for (const [number, rows] of waiting.get(fold) ?? []) putDrawn(fold, number, rows);
    return true;
  }

  /* Give a table that was cut all its rows. */
  async function complete(fold) {
    if (![...fold.querySelectorAll(".fs-cut")].some((note) => note.textContent !== "")) return;
    const { datasets = {} } = await window.foursteps.specificationOf(fold.dataset.of);
    JSON.parse(fold.dataset.tables).forEach(({ columns, dataset }, at) => {
      const table = fold.querySelectorAll("table")[at];
      const cut = table.querySelector(".fs-cut").textContent !== "";
      const stored = datasets[dataset];
      if (!stored || !cut || waiting.get(fold)?.has(at + 1)) return;
      const value = stored.columns
        ? (row, column) => row[stored.columns.indexOf(column)]
        : (row, column) => row[column];
      const rows = (stored.rows ?? stored).map((row) => columns.map((column) => value(row, column)));
      put(table, rows, `${counted(rows)}.`);
    });
  }

  function open(fold) {
    // Where the rest cannot be had, the table stays as it is: it says that it is cut.
    if (draw(fold)) complete(fold).catch(console.warn);
  }

  function fillTable(figure, rows, number = 1) {
    const fold = foldOf(figure);
    if (!fold) return;
    if (!waiting.has(fold)) waiting.set(fold, new Map());
    waiting.get(fold).set(number, rows);
    if (!fold.querySelector("noscript")) putDrawn(fold, number, rows);
  }

  function drawTables() {
    document.querySelectorAll(".fs-data").forEach(draw);
  }

  window.foursteps = { ...window.foursteps, fillTable, drawTables };
  window.addEventListener("beforeprint", drawTables);
  // `toggle` does not bubble.
  document.addEventListener(
    "toggle",
    ({ target }) => target.open && target.matches(".fs-data") && open(target),
    true,
  );
  document.querySelectorAll(".fs-data[open]").forEach(open);
})();
