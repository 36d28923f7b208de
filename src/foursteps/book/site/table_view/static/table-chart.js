/* From a table and a choice of columns to a Vega-Lite chart: the one way in which a table is drawn,
   on Node when the pages are built (the table's picture) and in the browser (the reader's chart).

   table: { name, key: [column], fields: [{ name, type, unit, description }], rows: [[value]] }, the
   values as in the CSV file, a missing one "".
   choice: { kind: line | step | bar | stacked | dots, x, y, colour, summary, log: [x | y], largest,
   title, x_title, y_title }; without `y` the rows are counted.
   theme: { countries: { US, China: { colour, shape, dash } }, others: { colour, shape, dash: [] } }
*/
"use strict";
(() => {
  const FEW = 8; // colours that can be told apart
  const MANY = 40; // categories that an axis can name
  const SUMMARIES = { sum: "Sum of ", mean: "Mean of ", median: "Median of ", largest: "Largest " };
  const OTHERS = "all others";
  const MISSING = "not given";
  const WIDTH = 440; // of a picture, unless the theme says so, in its own units
  const LETTER = 7; // about the width of one
  const NAMES = {
    line: "Line chart", step: "Line chart in steps", bar: "Bar chart", stacked: "Stacked bar chart",
    dots: "Dot plot",
  };

  function role(field, values) {
    if (field.type === "date" || field.unit === "year") return "time";
    if (field.type === "integer" || field.type === "number") return "number";
    return values.length && values.every((text) => /^\d{4}-\d\d$/.test(text)) ? "time" : "category";
  }

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const plain = (field) => capital(field.name.replaceAll("_", " "));

  function words(field, role) {
    const said = String(field.description ?? "").split(/[;:(]/)[0].replaceAll("`", "").trim();
    return role !== "category" && said && said.length <= 44 ? said : plain(field);
  }

  /* A unit may stand in another column; it is named where the rows drawn agree on it. */
  function unit(table, field) {
    const elsewhere = /^see the column (\w+)/.exec(field.unit ?? "");
    const at = elsewhere ? table.fields.findIndex((other) => other.name === elsewhere[1]) : -1;
    const found = at < 0 ? [] : [...new Set(table.rows.map((row) => row[at]))];
    const text = found.length === 1 ? found[0] : (field.unit ?? "");
    return text.replace(/ \(.*/, "") || "number";
  }

  function columnOf(table, name) {
    const at = table.fields.findIndex((field) => field.name === name);
    if (at < 0) return null;
    const field = table.fields[at];
    const values = table.rows.map((row) => row[at]).filter((value) => value !== "");
    const kind = role(field, values);
    return { at, field, name, role: kind, label: words(field, kind) };
  }

  function titled(table, column, said, summary) {
    if (said) return said;
    if (column.role !== "number") return column.label;
    const before = SUMMARIES[summary] ?? "";
    const label = before ? before + column.label.charAt(0).toLowerCase() + column.label.slice(1) : column.label;
    return `${label} (${unit(table, column.field)})`;
  }

  const value = (column, row) => {
    const text = row[column.at];
    if (text === "" || text === undefined) return null;
    return column.role === "number" ? Number(text) : String(text);
  };

  function summarised(numbers, how) {
    const sorted = [...numbers].sort((a, b) => a - b);
    const sum = sorted.reduce((total, number) => total + number, 0);
    if (how === "sum") return sum;
    if (how === "largest") return sorted.at(-1);
    if (how === "median") {
      const middle = sorted.length / 2;
      return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
    }
    return sum / sorted.length;
  }

  function grouped(points, number) {
    const groups = new Map();
    for (const point of points) {
      const key = JSON.stringify({ ...point, [number]: 0, key: 0 });
      if (!groups.has(key)) groups.set(key, { point, numbers: [] });
      groups.get(key).numbers.push(point[number]);
    }
    return [...groups.values()];
  }

  /* The colours of most rows; what is left over has one name. */
  function fewColours(points) {
    const counts = new Map();
    for (const { colour } of points) counts.set(colour, (counts.get(colour) ?? 0) + 1);
    if (counts.size <= FEW) return;
    const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, FEW - 1).map(([name]) => name);
    for (const point of points) if (!kept.includes(point.colour)) point.colour = OTHERS;
  }

  function scale(domain, theme, channel) {
    const pair = Object.keys(theme.countries).filter((place) => domain.includes(place));
    const last = [OTHERS, MISSING].filter((name) => domain.includes(name));
    const rest = domain.filter((name) => !pair.includes(name) && !last.includes(name));
    rest.push(...last);
    // Where no country has its fixed look, all looks may be used.
    const looks = pair.length ? theme.others[channel] : theme.all[channel];
    return {
      domain: [...pair, ...rest],
      range: [
        ...pair.map((place) => theme.countries[place][channel]),
        ...rest.map((_, number) => looks[number % looks.length]),
      ],
    };
  }

  function timeAxis(values) {
    const years = values.map((text) => Number(text.slice(0, 4)));
    const span = Math.max(...years) - Math.min(...years);
    if (values.some((text) => text.length > 4) && span < 2) {
      return { format: "%b %Y", tickCount: 5 };
    }
    const step = [1, 2, 5, 10, 20, 50, 100].find((years) => span / years <= 8) ?? 200;
    return { format: "%Y", tickCount: { interval: "year", step } };
  }

  /* Lines at powers of ten, or at 1, 2 and 5 of each where there are few. */
  function logAxis(low, high) {
    const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
    const parts = last - first <= 2 ? [1, 2, 5] : [1];
    const every = Math.ceil((last - first) / 7);
    const values = [];
    for (let power = first; power <= last; power += every) {
      for (const part of parts) values.push(part * 10 ** power);
    }
    return {
      values: values.filter((number) => number >= low * 0.999 && number <= high * 1.001),
      format: high >= 1e7 ? "~e" : ",.6~g",
    };
  }

  function axis(table, column, points, choice, side, ordinal) {
    const found = { field: side, title: titled(table, column, choice[`${side}_title`], choice.summary) };
    const values = points.map((point) => point[side]);
    const padding = choice.kind === "dots" ? { padding: 8 } : {};
    if (column.role === "time" && !ordinal) {
      const scale = { type: "utc", ...padding };
      return { ...found, type: "temporal", scale, axis: timeAxis(values) };
    }
    if (column.role === "number") {
      const bars = choice.kind === "bar" || choice.kind === "stacked";
      const low = Math.min(...values), high = Math.max(...values);
      if ((choice.log ?? []).includes(side)) {
        const scale = { type: "log", nice: false, padding: 8 };
        return { ...found, type: "quantitative", scale, axis: logAxis(low, high) };
      }
      const zero = bars || (low >= 0 && low <= high / 2);
      const ticks = side === "x" ? { tickCount: 6 } : {};
      const whole = column.counted && high <= 10 ? { tickMinStep: 1 } : {};
      return { ...found, type: "quantitative", scale: { zero, ...(zero ? {} : padding) }, axis: { ...ticks, ...whole } };
    }
    if (column.role === "time") return { ...found, type: "ordinal", axis: { labelAngle: 0 } };
    const level = side === "x" && new Set(values).size <= 6 ? { axis: { labelAngle: 0 } } : {};
    return { ...found, type: "nominal", ...level };
  }

  /* As many bars as an axis can name: lying ones with the longest first, standing ones by name. */
  function largest(points, side, number, count) {
    const flat = side === "y";
    const totals = new Map();
    for (const point of points) {
      totals.set(point[side], (totals.get(point[side]) ?? 0) + Math.abs(point[number]));
    }
    const sorted = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    const order = sorted.slice(0, count || MANY);
    return { all: sorted.length, order: flat ? order : order.sort() };
  }

  function marks(choice, points) {
    switch (choice.kind) {
      case "line":
      case "step": {
        const lines = new Set(points.map((point) => point.colour)).size || 1;
        const mark = { type: "line", ...(choice.kind === "step" ? { interpolate: "step-after" } : {}) };
        return points.length / lines <= 30 ? { ...mark, point: { size: 40 } } : mark;
      }
      case "dots":
        return { type: "point", filled: true, opacity: points.length > 300 ? 0.55 : 0.85,
          size: points.length > 300 ? 30 : 60 };
      default:
        return { type: "bar" };
    }
  }

  /* How many names of a legend stand side by side above the plot. */
  function legendColumns(names, points, flat, width) {
    const beside = flat ? Math.max(...points.map((point) => String(point.y).length)) : 5;
    const room = (width ?? WIDTH) - Math.min(210, beside * LETTER) - 40;
    const longest = Math.max(...names.map((name) => String(name).length));
    return Math.max(1, Math.min(names.length, Math.floor(room / (longest * LETTER + 30))));
  }

  function colours(colour, choice, points, flat, theme) {
    if (!colour) return {};
    const title = plain(colour.field);
    if (colour.role === "number") {
      return { color: { field: "colour", type: "quantitative", title: `${title} (${colour.field.unit || "number"})` } };
    }
    const domain = [...new Set(points.map((point) => point.colour))];
    if (colour.role === "time") domain.sort();
    const countries = Object.keys(theme.countries).some((place) => domain.includes(place));
    const lines = choice.kind === "line" || choice.kind === "step";
    const legend = {
      columns: legendColumns(domain, points, flat, theme.width), ...(lines ? { symbolType: "stroke", symbolSize: 260 } : {}),
    };
    const told = { field: "colour", type: "nominal", title: countries ? null : title };
    const found = { color: { ...told, legend, scale: scale(domain, theme, "colour") } };
    const order = found.color.scale.domain;
    if (choice.kind === "dots") {
      found.shape = { ...told, legend, scale: scale(domain, theme, "shape") };
    }
    if (lines) {
      found.strokeDash = { ...told, legend, scale: scale(domain, theme, "dash") };
    }
    if (choice.kind === "bar") {
      const side = flat ? "y" : "x";
      const together = new Set(points.map((point) => point[side])).size < points.length;
      if (together) found[`${side}Offset`] = { field: "colour", sort: order };
    }
    return found;
  }

  function description(choice, x, y, colour, points) {
    const by = colour ? `, by ${colour.label.charAt(0).toLowerCase()}${colour.label.slice(1)}` : "";
    const names = colour && colour.role !== "number"
      ? [...new Set(points.map((point) => point.colour))].slice(0, FEW) : [];
    const list = names.length ? ` (${names.join(", ")})` : "";
    return `${choice.title ? `${choice.title.replace(/[.]$/, "")}${/[?!]$/.test(choice.title) ? "" : "."} ` : ""}`
      + `${NAMES[choice.kind]}: ${y} against ${x}${by}${list}; ${points.length} values.`;
  }

  /* Raises an Error that says what to choose, where the choice cannot be drawn. */
  function spec(table, choice, theme) {
    const rowCount = { role: "number", label: "Rows", field: { name: "rows", unit: "number" }, counted: true };
    const [x, y] = [choice.x, choice.y].map((name) => (name ? columnOf(table, name) : rowCount));
    const colour = choice.colour ? columnOf(table, choice.colour) : null;
    if (!x || !y) throw new Error(`There is no column ${x ? choice.y : choice.x}.`);
    if (x.counted && y.counted) throw new Error("Choose a column for one of the axes.");
    const counted = x.counted || y.counted;
    const bars = choice.kind === "bar" || choice.kind === "stacked";
    if (x.role !== "number" && y.role !== "number" && (bars || choice.kind.match(/line|step/))) {
      throw new Error("Choose a column of numbers for one of the axes.");
    }
    // Lying bars name their categories in full.
    const number = y.counted || (y.role === "number" && !x.counted) ? "y" : "x";
    const side = number === "y" ? "x" : "y";
    const flat = side === "y" && y.role === "category";
    const category = number === "y" ? x : y;
    const key = (table.key ?? []).map((name) => columnOf(table, name))
      .filter((column) => column && ![choice.x, choice.y, choice.colour].includes(column.name));

    let points = [];
    for (const row of table.rows) {
      const point = { x: x.counted ? 1 : value(x, row), y: y.counted ? 1 : value(y, row) };
      if (colour) point.colour = value(colour, row);
      if (point.x === null || point.y === null) continue;
      if (colour && point.colour === null) point.colour = colour.role === "number" ? null : MISSING;
      if (counted && category.role === "time") point[side] = point[side].slice(0, 4);
      if ((choice.log ?? []).some((axis) => !(point[axis] > 0))) continue;
      if (key.length && !bars && !counted && !choice.summary) {
        point.key = key.map((column) => row[column.at]).filter(Boolean).join(", ");
      }
      points.push(point);
    }
    if (!points.length) throw new Error("No row has a value in all of these columns.");
    if (colour && colour.role !== "number") fewColours(points);
    let summary = choice.summary;
    const histogram = counted && category.role === "number";
    if (!histogram && (counted || summary || choice.kind !== "dots")) {
      const groups = grouped(points, number);
      const several = groups.length < points.length;
      summary = counted ? "sum" : several ? (summary ?? (choice.kind === "stacked" ? "sum" : "mean")) : undefined;
      if (summary) {
        points = groups.map(({ point, numbers }) => {
          const { key: _, ...rest } = point;
          return { ...rest, [number]: summarised(numbers, summary) };
        });
      }
    }
    const told = { ...choice, summary: counted ? undefined : summary };

    if (counted && category.role === "time") told[`${side}_title`] ??= "Year";
    const ordinal = bars && category.role === "time"
      && (counted || new Set(points.map((point) => point[side])).size <= 24);
    let note = "";
    const encoding = {};
    let order;
    if (bars && category.role === "category") {
      const found = largest(points, side, number, Number(choice.largest));
      order = found.order;
      points = points.filter((point) => order.includes(point[side]));
      if (found.all > order.length) note = `The ${order.length} largest of ${found.all}`;
    }
    encoding.x = axis(table, x, points, told, "x", ordinal && side === "x");
    encoding.y = axis(table, y, points, told, "y", ordinal && side === "y");
    if (choice.kind === "dots" && category.role === "category" && x.role !== y.role) {
      encoding[side].sort = { field: number, op: "max", order: "descending" };
      if (new Set(points.map((point) => point[side])).size > MANY) {
        throw new Error(`The column ${category.name} has too many values for an axis.`);
      }
    }
    if (order) encoding[side].sort = order;
    if (histogram) encoding[side] = { ...encoding[side], bin: { maxbins: 20 } };
    if (ordinal && side === "x") encoding.x.axis.labelOverlap = true;
    const painted = colours(colour, choice, points, flat, theme);
    Object.assign(encoding, painted);
    if (histogram) {
      const { title } = encoding[number];
      encoding[number] = { aggregate: "sum", field: number, type: "quantitative", title };
    }
    for (const point of points) {
      if (x.role === "time") point.when = point.x;
      if (y.role === "time") point.when = point.y;
    }
    if (choice.kind === "line" || choice.kind === "step") {
      points.sort((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : 0));
    }
    const measured = (column) => (column.role !== "number" || column.label.endsWith(")")
      ? column.label : `${column.label} (${column.field.unit || "number"})`);
    const tip = (column, name, type) => ({
      field: column.role === "time" ? "when" : name, title: measured(column),
      type: column.role === "number" ? "quantitative" : "nominal", ...type,
    });
    encoding.tooltip = [
      ...(points.some((point) => point.key)
        ? [{ field: "key", type: "nominal", title: key.map((c) => c.label).join(", ") }] : []),
      ...[[x, "x"], [y, "y"]].map(([column, name]) => tip(column, name, !histogram ? {}
        : column.counted ? { aggregate: "sum" } : { bin: { maxbins: 20 } })),
      ...(colour ? [{ field: "colour", type: colour.role === "number" ? "quantitative" : "nominal",
        title: capital(colour.label) }] : []),
    ];
    const title = choice.title ?? "";
    const mark = marks(choice, points);
    if (bars && category.role === "time" && !ordinal) mark.size = 6;
    const made = {
      ...(theme.width ? { width: theme.width } : {}),
      ...(title ? { title: note ? { text: title, subtitle: note } : title } : {}),
      description: description(choice, encoding.x.title, encoding.y.title, colour, points),
      mark,
      encoding,
    };
    const offset = order && encoding[`${side}Offset`];
    if (order && side === "y") {
      made.height = { step: offset ? 13 : order.length > 16 ? 17 : 22 };
      if (offset) made.height.for = "offset";
    }
    if (choice.kind === "dots" && category.role === "category" && side === "y" && x.role !== y.role) {
      made.height = { step: new Set(points.map((point) => point.y)).size > 16 ? 17 : 22 };
    }
    return { spec: { ...made, data: { name: "table" }, datasets: { table: points } }, note };
  }

  globalThis.FourStepsTableChart = { spec, role, words, unit, columnOf };
})();
