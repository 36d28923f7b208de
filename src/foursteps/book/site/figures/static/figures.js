/* Charts become interactive when they come into view; until then, and wherever this
   fails, the picture drawn at build stays. Nothing is fetched from another host.
   No modules and no fetch: a browser loads neither from a folder on the disk (file://). */
"use strict";
(() => {
  const BUNDLE = new URL("vega-embed-classic.js", document.currentScript.src);
  const FIGURES = new URL("../_figures/", document.currentScript.src);
  const asked = new Map(); // address → promise: each script is asked for once
  const load = (address) => {
    if (!asked.has(address.href)) asked.set(address.href, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${address} cannot be loaded`));
      document.head.append(script);
    }));
    return asked.get(address.href);
  };
  const library = () => load(BUNDLE).then(() => window.foursteps.vegaEmbed);
  /* A copy of what the build stored of a figure: {…specification, narrow: changes}. */
  const stored = (id) => load(new URL(`${id}/${id}.js`, FIGURES)).then(() => structuredClone(window.foursteps.figures[id]));
  window.foursteps = { ...window.foursteps, specificationOf: stored };

  const OPTIONS = {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true, // expressions are read, not compiled: the policy of the site forbids eval
    defaultStyle: false,
    logLevel: 1, // errors only
    tooltip: { theme: "foursteps", disableDefaultStyle: true },
  };

  /* The layout that the style sheet shows, of the two that were drawn at build. */
  const layoutOf = (figure) =>
    getComputedStyle(figure.querySelector(".fs-picture")).getPropertyValue("--fs-layout").trim();

  async function specification(figure, layout) {
    const { narrow, ...spec } = await stored(figure.id);
    if (layout === "narrow") narrow.forEach((change) => apply(spec, ...change));
    // Stored with the label that JupyterLab draws; our copy of Vega is newer.
    delete spec.$schema;
    // Packed to keep the page light.
    if (spec.configFrom === "page") {
      const theme = JSON.parse(document.getElementById("fs-theme").textContent);
      spec.config = { ...theme[layout], ...spec.config };
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

  /* Make one change of a layout: a value at a path, or without a value what stands there goes. */
  function apply(spec, path, ...values) {
    const place = path.slice(0, -1).reduce((node, key) => node[key], spec);
    if (values.length) place[path.at(-1)] = values[0];
    else delete place[path.at(-1)];
  }

  let pointer = { clientX: 0, clientY: 0 };
  const remember = (event) => (pointer = event.changedTouches?.[0] ?? event);
  for (const type of ["pointermove", "pointerdown", "pointerup", "mousemove", "mousedown",
    "mouseup", "click", "dblclick", "wheel", "touchstart", "touchmove", "touchend"]) {
    window.addEventListener(type, remember, { capture: true, passive: true });
  }

  /* The picture is scaled to the page; Vega counts in the picture's own units. */
  function correctPointer(svg, width) {
    const plain = svg.getBoundingClientRect.bind(svg);
    svg.getBoundingClientRect = () => {
      const box = plain();
      const scale = box.width / width || 1;
      const left = pointer.clientX - (pointer.clientX - box.left) / scale;
      const top = pointer.clientY - (pointer.clientY - box.top) / scale;
      return new DOMRect(left, top, box.width / scale, box.height / scale);
    };
  }

  /* A place whose words are read aloud when they change. */
  function voice(figure) {
    let status = figure.querySelector("[role=status]");
    if (!status) {
      status = document.createElement("p");
      status.className = "fs-hidden";
      status.setAttribute("role", "status");
      figure.append(status);
    }
    return (text) => (status.textContent = text);
  }

  const living = new WeakMap(); // figure → {layout, view, names, end}

  async function enliven(figure, settings = {}) {
    const picture = figure.querySelector(".fs-picture");
    const controls = figure.querySelector(".fs-controls");
    const live = document.createElement("div");
    live.className = "fs-live";
    picture.append(live);
    try {
      const layout = layoutOf(figure);
      // As large as the picture that was drawn at build.
      const room = `${figure.querySelector(".fs-wide").getAttribute("width")}px`;
      if (layout === "wide") live.style.maxWidth = room;
      if (controls) controls.style.maxWidth = room;
      const [embed, spec] = await Promise.all([library(), specification(figure, layout)]);
      const options = controls ? { ...OPTIONS, bind: controls } : OPTIONS;
      const { view } = await embed(live, spec, options);
      for (const [name, value] of Object.entries(settings)) view.signal(name, value);
      await view.runAsync();
      const svg = live.querySelector("svg");
      svg.setAttribute("aria-hidden", "true");
      correctPointer(svg, svg.viewBox.baseVal.width);
      const say = voice(figure);
      const { giveVoice, reachTooltips } = window.foursteps;
      const ends = [
        controls && giveVoice({ figure, controls, view, svg, specification: spec, say }),
        reachTooltips(picture, svg, say),
      ];
      living.set(figure, { layout, view, live, ends: ends.filter(Boolean) });
      figure.dataset.chartState = "live";
      turned.observe(figure);
    } catch (problem) {
      live.remove();
      controls?.replaceChildren();
      figure.dataset.chartState = "picture";
      console.warn(`${figure.id} stays a picture:`, problem);
    }
  }

  /* The values that a reader has set. */
  function settingsOf(figure, view) {
    const inputs = figure.querySelectorAll(".fs-controls [name]");
    const names = new Set([...inputs].map((input) => input.name));
    return Object.fromEntries([...names].map((name) => [name, view.signal(name)]));
  }

  // A phone that is turned, or a window drawn smaller, asks for the other layout.
  const turned = new ResizeObserver((entries) => {
    for (const { target: figure } of entries) {
      const { layout, view, live, ends } = living.get(figure) ?? {};
      if (!view || layout === layoutOf(figure)) continue;
      const settings = settingsOf(figure, view);
      living.delete(figure);
      ends.forEach((end) => end());
      view.finalize();
      live.remove();
      figure.querySelector(".fs-controls")?.replaceChildren();
      delete figure.dataset.chartState;
      enliven(figure, settings);
    }
  });

  // Not before: a page is light until its reader comes to a chart, and the picture is there anyway.
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      enliven(target);
    }
  });
  document.querySelectorAll("figure.fs-figure").forEach((figure) => {
    // Room for controls, and words about them, only where a script can make them.
    figure.classList.add("fs-scripted");
    watcher.observe(figure);
  });
})();
