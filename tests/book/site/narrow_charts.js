/* Faults of the charts of a page that are laid out for a phone: words smaller than 12 px where the
   page is 360 px wide, words upon words, words that run off. */
() => {
  const PHONE = 328; // px beside the margins of a page of 360 px
  const LEAST = 12;
  const SLACK = { off: 4, across: 2, down: 5 };

  function words(svg) {
    const seen = (text) => {
      for (let node = text; node !== svg; node = node.parentNode) {
        if (getComputedStyle(node).opacity < 0.1) return false;
      }
      return text.textContent.trim() !== "";
    };
    return [...svg.querySelectorAll("text")].filter(seen).map((text) => {
      const turn = text.getCTM();
      return {
        said: text.textContent.trim(),
        box: text.getBoundingClientRect(),
        size: parseFloat(getComputedStyle(text).fontSize),
        slanted: Math.abs(turn.a) > 0.01 && Math.abs(turn.b) > 0.01,
      };
    });
  }

  const overlaps = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK.across &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK.down;

  // The figure's own script answers in the units of the drawing.
  const boxOf = (svg) => Element.prototype.getBoundingClientRect.call(svg);

  function faults(figure, svg) {
    const frame = boxOf(svg);
    const all = words(svg);
    const scale = PHONE / svg.viewBox.baseVal.width;
    const found = all
      .filter(({ size }) => size * scale < LEAST - 0.01)
      .map(({ said, size }) => `${(size * scale).toFixed(1)} px: ${said}`).slice(0, 1);
    all.forEach(({ said, box, slanted }, at) => {
      if (box.left < frame.left - SLACK.off || box.right > frame.right + SLACK.off) {
        found.push(`runs off: ${said}`);
      }
      all.slice(at + 1).forEach((other) => {
        // Around a slanted word its box is mostly empty.
        if (!(slanted && other.slanted) && overlaps(box, other.box)) {
          found.push(`${said} upon ${other.said}`);
        }
      });
    });
    return found.map((fault) => `${figure.id}: ${fault}`);
  }

  return [...document.querySelectorAll("figure.fs-figure")].flatMap((figure) => {
    const [svg] = [...figure.querySelectorAll(".fs-picture svg")].filter(
      (drawing) => drawing.checkVisibility() && boxOf(drawing).width,
    );
    if (!svg) return [`${figure.id}: nothing is drawn`];
    const narrow = getComputedStyle(svg.closest(".fs-picture")).getPropertyValue("--fs-layout");
    return narrow.trim() === "narrow" ? faults(figure, svg) : [`${figure.id}: laid out wide`];
  });
}
