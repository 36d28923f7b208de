/* Which sections were read, where the reader was, and what is kept: in this browser alone, under
   keys that begin with foursteps-. Where storage is barred nothing is kept, and nothing is said. */
"use strict";
(() => {
  const PREFIX = "foursteps-";
  const KEY = `${PREFIX}progress`;
  const SEEN = 800; // ms for which the end of a section is in view before it counts as read
  const SCRIPT = document.currentScript.src;
  const ROOT = new URL("..", SCRIPT);

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* not kept */ } };
  const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } };
  // `chapters/1-a`, from the address of a page of this site; from disk too.
  const name_of = (address) => {
    const url = new URL(address, location.href);
    if (!url.href.startsWith(ROOT.href)) return "";
    return decodeURIComponent(url.pathname.slice(ROOT.pathname.length)).replace(/\.html$/, "");
  };
  const finished = (record) => record.read.length >= record.of;
  const words = (element) => element.textContent.replace("#", "").trim();

  // ---- Keeping ------------------------------------------------------------------------------

  const here = name_of(location.href);
  const article = document.querySelector("article.bd-article");
  const sections = [...(article?.querySelectorAll(":scope > section > section[id]") || [])];
  const tracked = article?.querySelector(".page-minutes") && sections.length;

  const change = (alter) => {
    const all = read(KEY);
    const record = all[here] || { read: [] };
    record.title = words(article.querySelector("h1"));
    record.of = sections.length;
    record.read = record.read.filter((id) => sections.some((section) => section.id === id));
    alter(record);
    // The place last written stands last.
    delete all[here];
    write(KEY, { ...all, [here]: record });
  };
  const place = () => sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 2).at(-1);
  const remember = () => {
    const at = place();
    if (at) change((record) => { record.at = at.id; record.at_title = words(at.querySelector("h2")); });
  };

  const mark = (link, text, said) => {
    link.parentElement.querySelector(":scope > .progress-mark, :scope > a > .progress-mark")?.remove();
    link.append(make("span", { className: "progress-mark" }, " ",
      make("span", { ariaHidden: "true", textContent: text }), make("span", { className: "screen-reader", textContent: said })));
  };
  const mark_section = (id) => {
    for (const link of document.querySelectorAll(".bd-sidebar-secondary a")) {
      if (link.getAttribute("href") === `#${id}`) mark(link, "✓", ", read");
    }
  };

  if (tracked) {
    const ends = new Map();
    const waiting = new Map();
    const watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(waiting.get(target));
        if (isIntersecting) waiting.set(target, setTimeout(() => {
          const { id } = ends.get(target);
          watch.unobserve(target);
          change((record) => { if (!record.read.includes(id)) record.read.push(id); });
          remember();
          mark_section(id);
        }, SEEN));
      }
    });
    const known = read(KEY)[here]?.read || [];
    for (const section of sections) {
      if (known.includes(section.id)) { mark_section(section.id); continue; }
      const end = make("span", { className: "section-end", ariaHidden: "true" });
      section.append(end);
      ends.set(end, section);
      watch.observe(end);
    }
    addEventListener("pagehide", remember);
    document.addEventListener("visibilitychange", () => { if (document.hidden) remember(); });
  }

  // ---- Showing ------------------------------------------------------------------------------

  const all = read(KEY);
  const address = (name, anchor) => new URL(`${name}.html${anchor ? `#${anchor}` : ""}`, ROOT).href;
  const how_far = (record) => (finished(record) ? "read" : `${record.read.length} of ${record.of} parts read`);

  for (const link of document.querySelectorAll("nav.bd-links a")) {
    const record = all[name_of(link.href)];
    if (!record) continue;
    if (finished(record)) mark(link, "✓", ", read");
    else if (record.read.length) mark(link, `${record.read.length}/${record.of}`, `, ${how_far(record)}`);
  }

  const onward = (name, record) => make("a", {
    className: "progress-onward", href: address(name, record.at), textContent: `continue at “${record.at_title}”`,
  });
  if (document.body.classList.contains("front-door")) {
    for (const item of article.querySelectorAll("#what-the-steps-ask li")) {
      const link = item.querySelector("a");
      const record = link && all[name_of(link.href)];
      const facts = item.querySelector("em");
      if (!record?.at || !facts) continue;
      facts.append(`, ${how_far(record)}`);
      if (!finished(record)) facts.after(onward(name_of(link.href), record));
    }
  }

  const page = document.querySelector(".progress-page");
  if (!page) return;
  const shown = make("div");
  const status = make("p", { className: "progress-status" });
  status.setAttribute("role", "status");
  const remove = make("button", { type: "button", className: "progress-delete", textContent: "Delete all of it" });
  page.append(shown, remove, status);

  const table = (records, answers) => {
    const body = make("tbody");
    for (const name of [...new Set([...Object.keys(records), ...Object.keys(answers)])].sort()) {
      const record = records[name];
      const given = Object.keys(answers[name] || {}).length;
      const next = make("td");
      if (record?.at && !finished(record)) next.append(onward(name, record));
      const title = make("th", { scope: "row" }, make("a", { href: address(name), textContent: record?.title || name }));
      body.append(make("tr", {}, title, make("td", { textContent: record ? how_far(record) : "" }),
        make("td", { className: "number", textContent: given || "" }), next));
    }
    const head = make("tr", {}, ...["Page", "Read", "Questions answered", "Where you were"]
      .map((text) => make("th", { scope: "col", textContent: text })));
    const scroll = make("div", { className: "table-scroll", tabIndex: 0 }, make("table", {}, make("thead", {}, head), body));
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Pages that you have read");
    return scroll;
  };
  const show = () => {
    const records = read(KEY);
    const answers = read(`${PREFIX}answers`);
    const verdicts = Object.keys(read(`${PREFIX}ledger`)).length;
    shown.replaceChildren();
    if (Object.keys(records).length || Object.keys(answers).length) shown.append(table(records, answers));
    const others = [];
    if (verdicts) others.push(`your verdicts on ${verdicts} claim${verdicts > 1 ? "s" : ""} of the ledger`);
    if (keys().includes(`${PREFIX}code`)) others.push("that you want code shown");
    if (others.length) shown.append(make("p", { textContent: `Also kept: ${others.join(", and ")}.` }));
    const nothing = !keys().length;
    if (nothing) shown.append(make("p", { textContent: "Nothing is kept now." }));
    remove.disabled = nothing;
  };
  remove.addEventListener("click", () => {
    for (const key of keys()) localStorage.removeItem(key);
    show();
    status.textContent = "All of it is deleted.";
  });
  show();
})();
