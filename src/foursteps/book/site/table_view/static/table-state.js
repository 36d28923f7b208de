/* A view of a table: which rows, in which order, drawn how. As an address, as a line of pandas, and
   as the test of a row. Runs in the browser and, for its tests, on Node.

   view: { filters: { column: text | { from, to } }, sort: [[column, "asc" | "desc"]], chart } */
"use strict";
(() => {
  const CHOICES = 20; // more different values than these are looked for, not listed
  const CHART = ["kind", "x", "y", "colour", "summary", "log"];

  /* How a column is filtered: by range, by one of its values, or by a part of its text. */
  function filterKind(field, values) {
    if (field.type === "date") return "date";
    if (field.type === "integer" || field.type === "number") return "number";
    return new Set(values).size <= CHOICES ? "choice" : "text";
  }

  function columns(table) {
    return table.fields.map((field, at) => {
      const values = table.rows.map((row) => row[at]).filter((value) => value !== "");
      return { ...field, at, filter: filterKind(field, values), values };
    });
  }

  /* The test of one cell; null where the column is not filtered. */
  function test(column, wanted) {
    if (wanted === undefined || wanted === "") return null;
    if (column.filter === "choice") return (value) => String(value) === wanted;
    if (column.filter === "text") {
      const part = wanted.toLowerCase();
      return (value) => String(value).toLowerCase().includes(part);
    }
    const bound = (text) => (column.filter === "number" ? Number(text) : text);
    const { from = "", to = "" } = wanted;
    if (from === "" && to === "") return null;
    return (value) => value !== ""
      && (from === "" || bound(value) >= bound(from)) && (to === "" || bound(value) <= bound(to));
  }

  /* As load() compares: numbers by size, texts by their signs, what is missing at the end. */
  function compare(column, a, b) {
    if (column.filter === "number") return Number(a) - Number(b);
    const [first, second] = [String(a), String(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  }

  function toHash(view) {
    const said = new URLSearchParams();
    for (const [name, wanted] of Object.entries(view.filters)) {
      const text = typeof wanted === "string" ? wanted
        : wanted.from || wanted.to ? `${wanted.from ?? ""}..${wanted.to ?? ""}` : "";
      if (text) said.append(name, text);
    }
    if (view.sort.length) {
      said.append("_sort", view.sort.map(([name, way]) => (way === "desc" ? "-" : "") + name).join(","));
    }
    for (const part of CHART) {
      const value = view.chart?.[part];
      if (value?.length) said.append(`_${part}`, [value].flat().join(","));
    }
    const text = said.toString();
    return text ? `#view&${text}` : "";
  }

  /* The view of an address; null if it names none. What the table has not is left out. */
  function fromHash(hash, table) {
    if (!hash.startsWith("#view&")) return null;
    const known = new Map(columns(table).map((column) => [column.name, column]));
    const view = { filters: {}, sort: [], chart: null };
    const chart = {};
    for (const [key, value] of new URLSearchParams(hash.slice(6))) {
      const part = key.slice(1);
      if (key === "_sort") {
        view.sort = value.split(",").map((name) => (name.startsWith("-") ? [name.slice(1), "desc"] : [name, "asc"]))
          .filter(([name]) => known.has(name));
      } else if (key.startsWith("_") && CHART.includes(part)) {
        chart[part] = part === "log" ? value.split(",") : value;
      } else if (known.has(key)) {
        const range = known.get(key).filter === "number" || known.get(key).filter === "date";
        const [from, to = ""] = range ? value.split("..") : [];
        view.filters[key] = range ? { from, to } : value;
      }
    }
    if (chart.kind) view.chart = chart;
    return view;
  }

  /* A text as Python writes it. */
  const python = (text) => JSON.stringify(text).replace(/\\u2028/g, "\u2028");

  function condition(column, wanted) {
    const of = `t[${python(column.name)}]`;
    if (column.filter === "choice") {
      if (column.type === "boolean") return wanted === "true" ? of : `~${of}`;
      return `(${of} == ${python(wanted)})`;
    }
    if (column.filter === "text") {
      return `${of}.str.contains(${python(wanted)}, case=False, regex=False, na=False)`;
    }
    const bound = (text) => (column.filter === "number" ? String(Number(text)) : python(text));
    const { from = "", to = "" } = wanted;
    if (from !== "" && to !== "") return `${of}.between(${bound(from)}, ${bound(to)})`;
    return from !== "" ? `(${of} >= ${bound(from)})` : `(${of} <= ${bound(to)})`;
  }

  /* The line of pandas that gives the rows of a view, in its order. */
  function pandas(name, table, view) {
    const found = columns(table)
      .filter((column) => test(column, view.filters[column.name]))
      .map((column) => condition(column, view.filters[column.name]));
    let line = `load(${python(name)})`;
    if (found.length) line += `.loc[lambda t: ${found.join(" & ")}]`;
    if (view.sort.length) {
      const names = view.sort.map(([column]) => python(column));
      const ways = view.sort.map(([, way]) => (way === "asc" ? "True" : "False"));
      const several = names.length > 1;
      line += `.sort_values(${several ? `[${names.join(", ")}]` : names[0]}`;
      if (ways.includes("False")) line += `, ascending=${several ? `[${ways.join(", ")}]` : ways[0]}`;
      line += ', kind="stable")';
    }
    return line;
  }

  /* The rows of a view, in its order. */
  function rows(table, view) {
    const all = columns(table);
    const tests = all.map((column) => [column.at, test(column, view.filters[column.name])])
      .filter(([, passes]) => passes);
    const kept = table.rows.filter((row) => tests.every(([at, passes]) => passes(row[at])));
    const order = view.sort.map(([name, way]) => [all.find((column) => column.name === name), way]);
    return kept.map((row, number) => [row, number]).sort(([a, first], [b, second]) => {
      for (const [column, way] of order) {
        const [left, right] = [a[column.at], b[column.at]];
        if (left === "" || right === "") {
          if (left !== right) return left === "" ? 1 : -1;
          continue;
        }
        const found = compare(column, left, right);
        if (found) return way === "asc" ? found : -found;
      }
      return first - second;
    }).map(([row]) => row);
  }

  function csv(table, shown) {
    const cell = (value) => {
      const text = String(value);
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const lines = [table.fields.map((field) => field.name), ...shown];
    return lines.map((line) => line.map(cell).join(",") + "\n").join("");
  }

  globalThis.FourStepsTableState = { columns, compare, test, toHash, fromHash, pandas, rows, csv };
})();
