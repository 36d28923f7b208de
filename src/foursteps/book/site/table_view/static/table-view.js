/* A table on its page: sorted and filtered by DataTables, drawn by `table-chart.js`, both loaded with
   the rows when the table comes into view. Without scripts the first rows and the picture stay.
   No modules and no fetch: a browser loads neither from a folder on the disk (file://). */
"use strict";
(() => {
  const box = document.querySelector(".table-view");
  if (!box) return;
  const STATIC = new URL(".", document.currentScript.src);
  const NAME = box.dataset.table;
  const PAGE = 50;
  const DELAY = 250; // ms without a key before a filter counts

  const scripts = new Map();
  function script(address) {
    if (!scripts.has(String(address))) {
      scripts.set(String(address), new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = address;
        element.onload = resolve;
        element.onerror = () => reject(new Error(`${address} cannot be loaded`));
        document.head.append(element);
      }));
    }
    return scripts.get(String(address));
  }
  const own = (file) => script(new URL(file, STATIC));

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "class") element.className = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  function option(value, text, chosen) {
    const element = make("option", { value }, text);
    element.selected = chosen;
    return element;
  }

  let number = 0;
  function labelled(text, control, look = "") {
    control.id ||= `table-view-${(number += 1)}`;
    return make("div", { class: `view-field ${look}` }, make("label", { for: control.id }, text), control);
  }

  /* ---- Cells -------------------------------------------------------------------------------- */

  const CHINESE = /[㐀-鿿豈-﫿][㐀-鿿豈-﫿\u3000-〿！-～]*/g;
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  function cell(value, column) {
    const text = String(value);
    if (/^https?:\/\/\S+$/.test(text)) {
      const host = text.replace(/^https?:\/\/(www\.)?/, "").split("/")[0];
      return `<a href="${escaped(text)}">${escaped(host)}</a>`;
    }
    return escaped(text).replace(CHINESE, (run) => `<span lang="zh-Hans">${run}</span>`);
  }

  const kindOf = (column) => {
    if (column.type === "integer" || column.type === "number") return "number";
    const texts = column.values.map(String).filter((text) => !text.startsWith("http"));
    const longest = Math.max(0, ...texts.map((text) => text.length));
    return longest > 160 ? "long longer" : longest > 60 ? "long" : "";
  };

  /* ---- The view ----------------------------------------------------------------------------- */

  class View {
    constructor(table) {
      this.table = table;
      this.state = globalThis.FourStepsTableState;
      this.columns = this.state.columns(table);
      this.view = this.state.fromHash(location.hash, table) ?? { filters: {}, sort: [], chart: null };
      this.build();
      if (this.view.chart) this.openChart();
    }

    build() {
      this.filters = new Filters(this);
      this.status = make("p", { class: "view-status", role: "status" });
      this.line = make("code", { tabindex: "0", role: "region", "aria-label": "The same rows in pandas" });
      this.copied = make("span", { class: "view-copied", role: "status" });
      const copy = (text, said) => () => navigator.clipboard?.writeText(text())
        .then(() => this.say(said), () => this.say("The browser did not allow it."))
        ?? this.say("This browser does not let a page copy; mark the text instead.");
      this.tools = make("div", { class: "view-tools" },
        this.filters.fold,
        make("p", { class: "view-buttons" },
          make("button", { type: "button", onclick: () => this.download() }, "CSV of these rows"),
          make("button", { type: "button", onclick: copy(() => location.href, "The link is copied.") },
            "Copy link to this view"),
          this.reset = make("button", { type: "button", onclick: () => this.clear() }, "Show all rows"),
          this.copied),
        this.status);
      this.code = make("div", { class: "view-code" },
        make("p", {}, "The same rows in Python, after ", make("code", {}, "from foursteps import load"), ":"),
        make("div", { class: "view-line" }, this.line,
          make("button", { type: "button", onclick: copy(() => this.line.textContent, "The line is copied.") },
            "Copy", make("span", { class: "screen-reader" }, " the line"))));
      const scroll = box.querySelector(".table-scroll");
      this.draw(scroll);
      box.prepend(this.tools);
      box.querySelector(".rows-note")?.remove();
      box.append(this.code);
      new ChartMaker(this);
      this.update(false);
    }

    /* DataTables takes the place of the rows that the page came with. */
    draw(scroll) {
      const element = scroll.querySelector("table");
      element.querySelector("tbody").replaceChildren();
      const order = globalThis.DataTable.ext.type.order;
      for (const column of this.columns) {
        const kind = `view-${column.at}`;
        const sorted = (way) => (a, b) => {
          if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
          return way * this.state.compare(column, a, b);
        };
        order[`${kind}-asc`] = sorted(1);
        order[`${kind}-desc`] = sorted(-1);
      }
      const key = this.table.key.length === 1
        ? this.columns.find((column) => column.name === this.table.key[0]).at : -1;
      this.grid = new globalThis.DataTable(element, {
        data: this.table.rows,
        autoWidth: false,
        columns: this.columns.map((column) => ({
          data: column.at, type: `view-${column.at}`, className: kindOf(column),
          render: (value, kind) => (kind === "display" ? cell(value, column) : value),
        })),
        createdRow: (row, values) => {
          if (/^[A-Za-z][\w-]*$/.test(values[key] ?? "")) row.id = values[key];
          for (const column of this.columns) row.cells[column.at].dataset.column = column.name;
        },
        layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
        language: { emptyTable: "No row", zeroRecords: "No row is like that." },
        order: this.view.sort.map(([name, way]) => [this.column(name).at, way]),
        pageLength: box.dataset.shown === "all" ? -1 : PAGE,
      });
      this.pager = make("nav", { class: "view-pager", "aria-label": "Pages of the table" });
      scroll.after(this.pager);
      for (const column of this.columns) {
        this.grid.column(column.at).search.fixed("view", (_, row) => {
          const passes = this.state.test(column, this.view.filters[column.name]);
          return !passes || passes(row[column.at]);
        });
      }
      if (Object.keys(this.view.filters).length) this.grid.draw();
      this.grid.on("order", () => {
        this.view.sort = this.grid.order().filter(([, way]) => way)
          .map(([at, way]) => [this.columns[at].name, way]);
        this.update();
      });
      scroll.setAttribute("aria-label", `Rows of ${NAME}`);
      this.show(location.hash);
    }

    column(name) {
      return this.columns.find((column) => column.name === name);
    }

    /* A link to a row leads to its page of rows. */
    show(hash) {
      const name = decodeURIComponent(hash.slice(1));
      const at = this.table.key.length === 1 ? this.column(this.table.key[0]).at : -1;
      const rows = this.grid.rows({ order: "applied" }).data().toArray();
      const found = at < 0 || !name ? -1 : rows.findIndex((row) => row[at] === name);
      if (found < 0) return;
      if (this.grid.page.len() > 0) this.grid.page(Math.floor(found / PAGE)).draw("page");
      // Only an address that is gone to marks its row (:target).
      location.replace(hash);
    }

    rows() {
      return this.state.rows(this.table, this.view);
    }

    changed() {
      this.grid.draw();
      this.update();
    }

    update(remember = true) {
      const shown = this.rows(), all = this.table.rows.length;
      const filtered = shown.length !== all;
      this.status.textContent = filtered
        ? `${shown.length.toLocaleString("en")} of ${all.toLocaleString("en")} rows`
        : "";
      this.reset.disabled = !filtered && !this.view.sort.length;
      this.line.textContent = this.state.pandas(NAME, this.table, this.view);
      this.filters.update();
      this.page();
      this.chart?.rowsChanged();
      if (remember) this.remember();
    }

    remember() {
      const hash = this.state.toHash(this.view);
      try {
        history.replaceState(history.state, "", hash || location.pathname + location.search);
      } catch {
        // A browser may bar it for a file; the view is seen all the same.
      }
    }

    page() {
      const { page, pages, start, end, recordsDisplay } = this.grid.page.info();
      this.pager.hidden = pages < 2;
      const go = (to, text, said) => make("button", {
        type: "button", "aria-label": said, disabled: to < 0 || to >= pages || to === page,
        onclick: () => {
          this.grid.page(to).draw("page");
          this.page();
          box.querySelector(".table-scroll").scrollTop = 0;
          this.pager.querySelector(`[aria-label="${said}"]:not(:disabled)`)?.focus();
        },
      }, text);
      this.pager.replaceChildren(
        go(0, "«", "First page"), go(page - 1, "‹ Previous", "Previous page"),
        make("span", { role: "status" },
          `Rows ${(start + 1).toLocaleString("en")} to ${end.toLocaleString("en")} of ${recordsDisplay.toLocaleString("en")}`),
        go(page + 1, "Next ›", "Next page"), go(pages - 1, "»", "Last page"));
    }

    clear() {
      this.view.filters = {};
      this.view.sort = [];
      this.filters.fill();
      this.grid.order([]);
      this.changed();
    }

    download() {
      const text = this.state.csv(this.table, this.rows());
      const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      const link = make("a", { href: address, download: `${NAME}-view.csv` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    }

    say(text) {
      this.copied.textContent = text;
      setTimeout(() => (this.copied.textContent = ""), 4_000);
    }

    openChart() {
      this.chart.fold.open = true;
      this.chart.draw();
    }
  }

  /* ---- Filters ------------------------------------------------------------------------------ */

  class Filters {
    constructor(owner) {
      this.owner = owner;
      this.summary = make("summary", {}, "Sort and filter");
      this.fold = make("details", { class: "view-fold" }, this.summary);
      this.controls = new Map();
      const typed = (act) => {
        let timer;
        return (event) => {
          clearTimeout(timer);
          timer = setTimeout(() => act(event.target), event.type === "change" ? 0 : DELAY);
        };
      };
      const grid = make("div", { class: "view-fields" });
      grid.append(this.sorter());
      for (const column of owner.columns) {
        const listen = (end) => typed((control) => {
          const filters = owner.view.filters;
          filters[column.name] = end ? { ...filters[column.name], [end]: control.value } : control.value;
          owner.changed();
        });
        const named = make("code", {}, column.name);
        if (column.filter === "choice") {
          const values = [...new Set(column.values.map(String))].sort();
          const control = make("select", { onchange: listen() }, option("", "all"),
            ...values.map((value) => option(value, value)));
          this.controls.set(column.name, [control]);
          if (values.length > 1) grid.append(labelled(named, control));
        } else if (column.filter === "text") {
          const control = make("input", { type: "search", placeholder: "holds …", oninput: listen(), onchange: listen() });
          this.controls.set(column.name, [control]);
          grid.append(labelled(named, control));
        } else {
          const type = column.filter === "date" ? "date" : "number";
          const ends = ["from", "to"].map((end) => make("input", {
            type, step: "any", placeholder: end, "aria-label": `${column.name}, ${end}`,
            oninput: listen(end), onchange: listen(end),
          }));
          this.controls.set(column.name, ends);
          grid.append(make("div", { class: `view-field ${type === "date" ? "view-dates" : ""}` },
            make("span", { class: "view-name" }, named, column.unit ? ` ${column.unit.replace(/ \(.*/, "")}` : ""),
            make("div", { class: "view-ends" }, ...ends)));
        }
      }
      this.fold.append(grid);
      this.fill();
    }

    /* For fingers, and where a narrow page shows no heads of columns. */
    sorter() {
      this.by = make("select", { onchange: () => this.sort() }, option("", "as in the file"),
        ...this.owner.columns.map((column) => option(column.name, column.name)));
      this.way = make("select", { onchange: () => this.sort() }, option("asc", "smallest first"), option("desc", "largest first"));
      const group = make("div", { class: "view-field view-sorter" },
        make("span", { class: "view-name" }, "Sort by"), make("div", { class: "view-ends" }, this.by, this.way));
      this.by.setAttribute("aria-label", "Sort by");
      this.way.setAttribute("aria-label", "Order");
      return group;
    }

    sort() {
      const { grid } = this.owner;
      grid.order(this.by.value ? [[this.owner.column(this.by.value).at, this.way.value]] : []);
      grid.draw();
    }

    fill() {
      for (const [name, controls] of this.controls) {
        const wanted = this.owner.view.filters[name];
        if (controls.length === 1) controls[0].value = wanted ?? "";
        else [controls[0].value, controls[1].value] = [wanted?.from ?? "", wanted?.to ?? ""];
      }
    }

    update() {
      const { view, columns, state } = this.owner;
      const count = columns.filter((column) => state.test(column, view.filters[column.name])).length;
      this.summary.textContent = count ? `Sort and filter (${count} filter${count > 1 ? "s" : ""})` : "Sort and filter";
      [this.by.value, this.way.value] = view.sort[0] ?? ["", "asc"];
    }
  }

  /* ---- The reader's chart ------------------------------------------------------------------- */

  const KINDS = [["line", "line"], ["step", "steps"], ["bar", "bars"], ["stacked", "stacked bars"], ["dots", "dots"]];
  const SUMMARIES = [["", "as it stands"], ["sum", "sum"], ["mean", "mean"], ["median", "median"], ["largest", "largest"]];

  class ChartMaker {
    constructor(owner) {
      this.owner = owner;
      owner.chart = this;
      this.figure = document.getElementById("picture");
      const stands = this.figure !== null;
      this.figure ??= make("figure", { class: "table-picture", id: "picture", hidden: true },
        make("div", { class: "fs-picture" }));
      this.picture = this.figure.querySelector(".fs-picture");
      this.message = make("p", { class: "view-status", role: "status" });
      const names = owner.columns.map((column) => [column.name, column.name]);
      const select = (options) => make("select", { onchange: () => this.choose() },
        ...options.map(([value, text]) => option(value, text)));
      const tick = () => make("input", { type: "checkbox", onchange: () => this.choose() });
      this.controls = {
        kind: select(KINDS), x: select([["", "(rows counted)"], ...names]), y: select([["", "(rows counted)"], ...names]),
        colour: select([["", "(one colour)"], ...names]), summary: select(SUMMARIES), logx: tick(), logy: tick(),
      };
      const { kind, x, y, colour, summary, logx, logy } = this.controls;
      this.fold = make("details", { class: "view-fold view-chart" }, make("summary", {}, "Draw your own chart"),
        make("div", { class: "view-fields" }, labelled("Draw", kind), labelled("Across", x), labelled("Up", y),
          labelled("Colour by", colour), labelled("Numbers", summary),
          labelled("Logarithmic across", logx, "view-tick"), labelled("Logarithmic up", logy, "view-tick")),
        make("p", { class: "view-buttons" }, this.back = make("button", { type: "button", onclick: () => this.undo() },
          "Back to the picture")),
        this.message);
      this.fold.addEventListener("toggle", () => { if (this.fold.open) own("table-chart.js"); });
      if (stands) this.figure.after(this.fold);
      else box.after(this.fold, this.figure);
      this.fill(owner.view.chart ?? owner.table.picture);
      this.back.hidden = !owner.table.picture.kind;
    }

    fill(choice) {
      const { kind, x, y, colour, summary, logx, logy } = this.controls;
      const first = this.owner.columns.find((column) => column.filter === "number");
      kind.value = choice.kind ?? "bar";
      x.value = choice.x ?? "";
      y.value = choice.y ?? (choice.kind ? "" : this.owner.columns.find((c) => c.filter === "choice")?.name ?? first?.name ?? "");
      colour.value = choice.colour ?? "";
      summary.value = choice.summary ?? "";
      logx.checked = (choice.log ?? []).includes("x");
      logy.checked = (choice.log ?? []).includes("y");
    }

    /* The first change draws the picture's rows; from then on the filters are the reader's. */
    choose() {
      const { kind, x, y, colour, summary, logx, logy } = this.controls;
      const { owner } = this;
      const where = owner.table.picture.where ?? {};
      if (!owner.view.chart && !Object.keys(owner.view.filters).length) {
        for (const [name, value] of Object.entries(where)) {
          const column = owner.column(name);
          if (typeof value === "string") {
            owner.view.filters[name] = column.filter === "number" ? { from: value, to: value } : value;
          }
        }
        owner.filters.fill();
        owner.grid.draw();
      }
      owner.view.chart = {
        kind: kind.value, x: x.value, y: y.value, colour: colour.value, summary: summary.value,
        log: [...(logx.checked ? ["x"] : []), ...(logy.checked ? ["y"] : [])],
      };
      owner.update();
    }

    rowsChanged() {
      if (this.owner.view.chart) this.draw();
    }

    undo() {
      this.owner.view.chart = null;
      delete this.figure.dataset.chartState;
      this.live?.remove();
      this.message.textContent = "";
      this.fill(this.owner.table.picture);
      this.owner.remember();
    }

    async draw() {
      const wanted = (this.turn = (this.turn ?? 0) + 1);
      try {
        await Promise.all([own("table-chart.js"), own("table-looks.js"), own("vega-embed-classic.js")]);
        const { table, view } = this.owner;
        const { looks, config } = globalThis.FourStepsLooks;
        const width = this.figure.clientWidth && this.figure.clientWidth < 480 ? 328 : looks.width;
        const rows = this.owner.rows();
        const chart = Object.fromEntries(Object.entries(view.chart).filter(([, value]) => value.length));
        const { spec, note } = globalThis.FourStepsTableChart.spec(
          { ...table, name: NAME, rows }, chart, { ...looks, width });
        if (note) spec.title = { text: "", subtitle: note };
        const live = make("div", { class: "fs-live" });
        this.figure.hidden = false;
        this.picture.append(live);
        const drawn = { ...spec, config, background: null, autosize: { type: "fit-x", contains: "padding" } };
        await globalThis.foursteps.vegaEmbed(live, drawn, {
          mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, logLevel: 1,
          tooltip: { theme: "foursteps", disableDefaultStyle: true },
        });
        if (wanted !== this.turn || !this.owner.view.chart) return live.remove();
        this.live?.remove();
        this.live = live;
        live.querySelector("svg").setAttribute("aria-hidden", "true");
        this.picture.setAttribute("role", "img");
        this.picture.setAttribute("aria-label", spec.description);
        this.figure.dataset.chartState = "live";
        this.message.textContent = spec.description;
      } catch (problem) {
        this.message.textContent = problem.message;
      }
    }
  }

  /* ---- When --------------------------------------------------------------------------------- */

  let begun;
  function begin() {
    begun ??= Promise.all([own("datatables.js"), own("table-state.js"), script(new URL(`_tables/${NAME}.js`, location.href))])
      .then(() => {
        new View(globalThis.FourStepsTables[NAME]);
        box.dataset.state = "live";
      })
      .catch((problem) => {
        box.dataset.state = "rows";
        console.warn(`${NAME} stays as it is:`, problem);
      });
    return begun;
  }
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    begin();
  }, { rootMargin: "300px" });
  watcher.observe(box);
  if (location.hash) begin();
})();
