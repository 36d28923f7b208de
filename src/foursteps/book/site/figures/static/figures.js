/* Charts become interactive when they come into view; until then, and wherever this
   fails, the picture drawn at build stays. Nothing is fetched from another host.
   No modules and no fetch: a browser loads neither from a folder on the disk (file://). */
"use strict";
(() => {
  const BUNDLE = new URL("vega-embed-classic.js", document.currentScript.src);
  let vega;
  const library = () => (vega ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = BUNDLE;
    script.onload = () => resolve(window.foursteps.vegaEmbed);
    script.onerror = () => reject(new Error(`${BUNDLE} cannot be loaded`));
    document.head.append(script);
  }));

  const OPTIONS = {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true, // expressions are read, not compiled: the policy of the site forbids eval
    defaultStyle: false,
    logLevel: 1, // errors only
    tooltip: { theme: "foursteps", disableDefaultStyle: true },
  };

  function specification(figure) {
    const stored = document.querySelector(`script[data-figure="${figure.id}"]`);
    const spec = JSON.parse(stored.textContent);
    // Stored with the label that JupyterLab draws; our copy of Vega is newer.
    delete spec.$schema;
    // Packed to keep the page light.
    if (spec.configFrom === "page") {
      const theme = JSON.parse(document.getElementById("fs-theme").textContent);
      spec.config = { ...theme, ...spec.config };
      delete spec.configFrom;
    }
    for (const [name, table] of Object.entries(spec.datasets ?? {})) {
      if (!table.columns) continue;
      spec.datasets[name] = table.rows.map((row) =>
        Object.fromEntries(row.map((value, at) => [table.columns[at], value])),
      );
    }
    return spec;
  }

  /* The picture is scaled to the page; Vega counts in the picture's own units. */
  function correctPointer(svg, width) {
    const plain = svg.getBoundingClientRect.bind(svg);
    let pointer = { clientX: 0, clientY: 0 };
    const remember = (event) => (pointer = event.changedTouches?.[0] ?? event);
    for (const type of ["pointermove", "pointerdown", "pointerup", "mousemove", "mousedown",
      "mouseup", "click", "dblclick", "wheel", "touchstart", "touchmove", "touchend"]) {
      window.addEventListener(type, remember, { capture: true, passive: true });
    }
    svg.getBoundingClientRect = () => {
      const box = plain();
      const scale = box.width / width || 1;
      const left = pointer.clientX - (pointer.clientX - box.left) / scale;
      const top = pointer.clientY - (pointer.clientY - box.top) / scale;
      return new DOMRect(left, top, box.width / scale, box.height / scale);
    };
  }

  function labelControls(figure, controls) {
    controls.querySelectorAll(".vega-bind").forEach((row, number) => {
      const name = row.querySelector(".vega-bind-name");
      const input = row.querySelector("input, select, textarea");
      if (!input) return;
      if (input.type === "radio") {
        name.id = `${figure.id}-control-${number}`;
        row.setAttribute("role", "radiogroup");
        row.setAttribute("aria-labelledby", name.id);
        return;
      }
      input.id = `${figure.id}-control-${number}`;
      const label = document.createElement("label");
      label.htmlFor = input.id;
      label.className = "vega-bind-name";
      label.textContent = name.textContent;
      // Vega wraps name, control and value in one label; the value would be read as its name.
      row.replaceChildren(label, ...[...row.firstElementChild.childNodes].filter((n) => n !== name));
      const value = input.nextElementSibling;
      if (value) value.className = "fs-value";
    });
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Controls of the chart above");
  }

  async function enliven(figure) {
    const picture = figure.querySelector(".fs-picture");
    const controls = figure.querySelector(".fs-controls");
    const live = document.createElement("div");
    live.className = "fs-live";
    picture.append(live);
    try {
      const embed = await library();
      const options = controls ? { ...OPTIONS, bind: controls } : OPTIONS;
      const { view } = await embed(live, specification(figure), options);
      await view.runAsync();
      const svg = live.querySelector("svg");
      svg.setAttribute("aria-hidden", "true");
      correctPointer(svg, svg.viewBox.baseVal.width);
      if (controls) labelControls(figure, controls);
      figure.dataset.chartState = "live";
    } catch (problem) {
      live.remove();
      controls?.replaceChildren(
        "The controls of this chart could not be loaded; it is drawn with their starting values.",
      );
      figure.dataset.chartState = "picture";
      console.warn(`${figure.id} stays a picture:`, problem);
    }
  }

  // Not before: a page is light until its reader comes to a chart, and the picture is there anyway.
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      enliven(target);
    }
  });
  document.querySelectorAll("figure.fs-figure").forEach((figure) => watcher.observe(figure));
})();
