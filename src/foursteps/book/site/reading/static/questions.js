/* Guesses and questions that answer back. A choice becomes a button; its reply is said below, and
   read aloud. Answers are kept in this browser only. Without this script choices are a list, and
   the answer is in its fold. */
"use strict";
(() => {
  const KEY = "foursteps-answers";
  const ROOT = new URL("..", document.currentScript.src).pathname;
  const PAGE = decodeURIComponent(location.pathname.slice(ROOT.length)).replace(/\.html$/, "");

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const all = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; } };
  const answers = all()[PAGE] || {};
  const keep = (name, given) => {
    answers[name] = given;
    try { localStorage.setItem(KEY, JSON.stringify({ ...all(), [PAGE]: answers })); } catch { /* for this visit only */ }
  };
  const letter = (item) => [...item.classList].find((name) => name.startsWith("choice-"))?.slice(7);
  // What stands in an item, without its letter and without links: a button holds none.
  const content = (item, keep_links) => {
    const part = document.createDocumentFragment();
    const from = item.querySelector(":scope > p") || item;
    for (const node of from.cloneNode(true).childNodes) part.append(node.cloneNode(true));
    if (!keep_links) for (const link of part.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    for (const named of part.querySelectorAll("[id]")) named.removeAttribute("id");
    const first = part.firstChild;
    if (first?.nodeType === Node.TEXT_NODE) first.data = first.data.replace(/^\s*\([a-h]\)\s*/, "");
    return part;
  };

  // Choices as buttons; `answered(letter)` gives what is to be said, and whether it is right.
  const choose = (question, list, answered) => {
    const name = question.id;
    const reply = make("div", { className: "reply" });
    reply.setAttribute("role", "status");
    const buttons = [...list.children].map((item) => {
      const key = letter(item);
      const button = make("button", { type: "button", className: "choice" },
        make("span", { className: "choice-letter", textContent: `(${key}) ` }), content(item));
      button.dataset.choice = key;
      item.replaceChildren(button);
      return button;
    });
    const show = (given) => {
      const { said, right } = answered(given);
      for (const button of buttons) {
        const mine = button.dataset.choice === given;
        button.setAttribute("aria-pressed", mine);
        button.classList.toggle("right", mine && right);
        button.classList.toggle("wrong", mine && !right);
      }
      reply.className = `reply ${right ? "right" : "wrong"}`;
      reply.replaceChildren(make("strong", { textContent: `(${given}) ` }), ...said);
    };
    for (const button of buttons) {
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => { keep(name, button.dataset.choice); show(button.dataset.choice); });
    }
    if (buttons.some((button) => button.dataset.choice === answers[name])) show(answers[name]);
    list.after(reply);
  };

  const replies = (question, list) => {
    const items = [...question.querySelectorAll("details.answer .replies > li")];
    choose(question, list, (given) => {
      const item = items.find((one) => letter(one) === given);
      return { said: item ? [content(item, true)] : [], right: Boolean(item?.classList.contains("right")) };
    });
  };

  const guess = (question, list) => {
    const fold = question.querySelector("details.answer");
    choose(question, list, (given) => {
      const right = given === question.dataset.answer;
      fold.open = true;
      return { said: [right ? "That is what happened." : `The answer is (${question.dataset.answer}).`], right };
    });
  };

  const slide = (question) => {
    const { from, to, unit, answer } = question.dataset;
    const fold = question.querySelector("details.answer");
    const step = Number(to) - Number(from) >= 10 ? 1 : 0.1;
    const begin = answers[question.id] ?? String(Math.round((Number(from) + Number(to)) / 2 / step) * step);
    const slider = make("input", { type: "range", min: from, max: to, step, value: begin });
    slider.id = `${question.id}-slider`;
    // The slider says its value itself.
    const value = make("span", { className: "guess-value", ariaHidden: "true" });
    const button = make("button", { type: "button", className: "guess-made", textContent: "This is my guess" });
    const reply = make("div", { className: "reply" });
    reply.setAttribute("role", "status");
    const in_words = () => `${slider.value} ${unit}`;
    const moved = () => { value.textContent = in_words(); slider.setAttribute("aria-valuetext", in_words()); };
    const told = () => {
      reply.textContent = `You said ${in_words()}; it is ${answer} ${unit}.`;
      fold.open = true;
    };
    slider.addEventListener("input", moved);
    button.addEventListener("click", () => { keep(question.id, slider.value); told(); });
    moved();
    if (answers[question.id] !== undefined) told();
    question.querySelector(".range").replaceWith(make("div", { className: "guess-slider" },
      make("label", { htmlFor: slider.id, textContent: "Your guess" }), slider, value, button), reply);
  };

  for (const question of document.querySelectorAll(".question")) {
    const list = question.querySelector(":scope > .choices");
    if (list && question.querySelector("details.answer .replies")) replies(question, list);
    else if (list && question.dataset.answer) guess(question, list);
    else if (question.dataset.from && question.dataset.answer) slide(question);
  }
})();
