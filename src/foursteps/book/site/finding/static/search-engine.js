/* What is found, in which order, and which words are marked: used by the build and the tests
   (Node) and by the pages, so that a text is cut into words in one way only. It draws nothing:
   see search.js. Only `build` and `open` need MiniSearch. */
"use strict";
globalThis.FourStepsSearch = (() => {
  const BOOST = { title: 6, also: 1.5, text: 1 };
  const WEIGHT = { page: 3, term: 2, claim: 1.8, section: 1.3, figure: 1, table: 0.5, reference: 0.12 };
  const BEGUN = 2; // a title goes on from the words, which are still being typed
  // Long sections are the book's substance: length counts against them less than is usual (0.7).
  const BM25 = { k: 1.2, b: 0.3, d: 0.5 };
  // A pair of words is kept where at least so many entries have both of them apart: elsewhere
  // the words alone find the same.
  const APART = 3;
  // The steps are the book; exercises repeat their words.
  const PLACES = [[/^chapters\/\d/, 2], [/^practice\//, 0.4]];
  const SMALL = new Set(("a an and are as at be been but by can did do does for from had has have how if in into is it its "
    + "may no nor not of on or so than that the their them then there these they this to too was were what when where "
    + "which who whom whose why will with would").split(" "));
  const WORD = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu;
  const HAN = /\p{Script=Han}/u;

  // Small letters without accents, tone marks and apostrophes; 1,050 is one number.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}|['’‘ʼ`]/gu, "").toLowerCase().replace(/(\d),(?=\d{3})/g, "$1");

  // A plural is found by its singular, and C7 is C07.
  const stem = (word) => {
    const claim = /^c0?(\d{1,2})$/.exec(word);
    if (claim) return `c${claim[1].padStart(2, "0")}`;
    if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
    return word.length > 3 && /[^su]s$/.test(word) && !word.endsWith("is") ? word.slice(0, -1) : word;
  };

  // Words in order, as they are looked up; Chinese has no spaces, so each two neighbours are one.
  const words = (text) => (plain(text).match(WORD) || []).flatMap((word) => {
    if (!HAN.test(word)) return [stem(word)];
    const signs = [...word];
    return signs.length === 1 ? signs : signs.slice(1).map((sign, i) => signs[i] + sign);
  });

  // The same and what else should lead to a text: parts of notable_models, the last sign of a run.
  const indexed = (text) => (plain(text).match(WORD) || []).flatMap((word) => {
    if (HAN.test(word)) return [...new Set([...words(word), [...word].pop()])];
    const parts = word.split("_").filter(Boolean);
    return parts.length > 1 ? [word, ...parts.map(stem)] : SMALL.has(word) ? [] : [stem(word)];
  });

  const neighbours = (list) => list.slice(1).map((word, i) => [list[i], word])
    .filter((pair) => !pair.some((word) => SMALL.has(word) || HAN.test(word)));

  const options = { fields: Object.keys(BOOST), tokenize: indexed, processTerm: (term) => term };

  /* Which entries have two words side by side: {"export control": {7: 1, 12: 1, …}, …}. */
  const pairs_of = (texts) => {
    const has = new Map(), side_by_side = new Map();
    const note = (map, name, id) => map.set(name, (map.get(name) || new Set()).add(id));
    texts.map(words).forEach((list, id) => {
      for (const word of list) note(has, word, id);
      for (const pair of neighbours(list)) note(side_by_side, pair.join(" "), id);
    });
    const kept = [...side_by_side].filter(([pair, ids]) => {
      const [first, second] = pair.split(" ").map((word) => has.get(word));
      return [...first].filter((id) => second.has(id)).length - ids.size >= APART;
    });
    return Object.fromEntries(kept.sort().map(([pair, ids]) => [pair, Object.fromEntries([...ids].map((id) => [id, 1]))]));
  };

  // Two thirds of an index are numbers of entries. Ascending, each as its distance from the one
  // before, they take a third less on the way: {"3": 1, "7": 2} is "3 4*2".
  const packed = (counts) => {
    let before = 0;
    return Object.entries(counts).map(([id, count]) => {
      const step = (id - before).toString(36);
      before = Number(id);
      return count > 1 ? `${step}*${count}` : step;
    }).join(" ");
  };
  const unpacked = (text) => {
    let id = 0;
    return Object.fromEntries(text.split(" ").map((piece) => {
      const [step, count] = piece.split("*");
      id += parseInt(step, 36);
      return [id, Number(count || 1)];
    }));
  };
  const each = (fields, change) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]));

  /* What `open` needs of `entries`: [{title, names, also, text}, …]. */
  const build = (entries) => {
    const index = new globalThis.MiniSearch(options);
    index.addAll(entries.map((entry, id) => ({
      id, title: [entry.title, ...entry.names].join("\n"), also: entry.also.join("\n"), text: entry.text,
    })));
    const made = index.toJSON();
    made.index = made.index.map(([term, fields]) => [term, each(fields, packed)]);
    const pairs = pairs_of(entries.map((entry) => `${entry.title}\n${entry.text}`));
    return { index: made, pairs: each(pairs, packed) };
  };

  /* Opens what the build wrote: {index, pairs, entries: [[address, page, title, kind, shard,
     names], …], others: [[word, the book's word], …]}; promises a function from a query to its
     hits. */
  const open = async (data) => {
    // In small portions, so that the page still answers on a slow phone.
    const terms = data.index.index.map(([term, fields]) => [term, each(fields, unpacked)]);
    const index = await globalThis.MiniSearch.loadJSAsync({ ...data.index, index: terms }, options);
    const key = (text) => words(text).join(" ");
    const entries = data.entries.map(([address, page, title, kind, shard, names], id) => ({
      id, address, page, title, kind, shard,
      title_key: ` ${key(title)} `,
      name_keys: new Set([title, ...names].flatMap((name) => [key(name), key(name).replaceAll(" ", "")])),
      weight: WEIGHT[kind] * (PLACES.find(([place]) => place.test(address)) || [, 1])[1],
    }));

    // Every word must be there; the last may be unfinished.
    const all = (list, { near = false, finished = false } = {}) => index.search({
      combineWith: "AND",
      queries: list.map((word, i) => ({
        queries: [word],
        prefix: (!finished && i === list.length - 1) || HAN.test(word),
        fuzzy: near && word.length > 4 && !HAN.test(word) ? 1 : false,
      })),
    }, { boost: BOOST, bm25: BM25, tokenize: (text) => [text], weights: { prefix: 0.6, fuzzy: 0.4 } });

    const together = (list) => {
      const sides = neighbours(list).map((pair) => data.pairs[pair.join(" ")]).filter(Boolean).map(unpacked);
      return (id) => sides.length > 0 && sides.every((ids) => id in ids);
    };

    // What is called so stands first, then titles with the phrase, then texts with it, then the rest.
    const ranked = (query, how = {}) => {
      const said = words(query);
      const asked = said.some((word) => !SMALL.has(word)) ? said.filter((word) => !SMALL.has(word)) : said;
      if (!asked.length) return [];
      const whole = said.join(" "), joined = whole.replaceAll(" ", "");
      const phrase = together(said);
      const found = new Map(all(asked, how).map((hit) => [hit.id, hit]));
      // Tang ping is written tangping.
      if (said.length > 1) for (const hit of all([joined])) if (!found.has(hit.id)) found.set(hit.id, hit);
      return [...found.values()].map(({ id, score, terms }) => {
        const entry = entries[id];
        const named = entry.name_keys.has(whole) || entry.name_keys.has(joined);
        const titled = entry.title_key.includes(` ${whole} `) || ` ${whole} `.includes(entry.title_key);
        const second = entry.kind === "reference";
        const rank = named ? 3 : titled && !second ? 2 : phrase(id) && !second ? 1 : 0;
        const closer = !how.finished && entry.title_key.includes(` ${whole}`) ? BEGUN : 1;
        return { ...entry, rank, score: score * entry.weight * closer, query: how.near ? terms.join(" ") : query };
      }).sort((a, b) => b.rank - a.rank || b.score - a.score || a.id - b.id);
    };

    // The book's own word for what was typed: Chinese for the chapters, the press's word for a term.
    const translated = (query) => {
      const typed = ` ${plain(query).trim()} `;
      for (const [other, own] of data.others) {
        if (HAN.test(other) ? typed.trim() === other : typed.includes(` ${other} `)) return typed.replace(other, own).trim();
      }
      return "";
    };

    // Two neighbouring letters exchanged are the commonest slip, and count as two to the index.
    const exchanged = (query) => [...query].slice(1).map((letter, i) =>
      query.slice(0, i) + letter + query[i] + query.slice(i + 2)).filter((text) => text !== query);

    const merged = (...lists) => {
      const known = new Set();
      return lists.flat().filter((hit) => !known.has(hit.id) && known.add(hit.id));
    };

    /* {hits, also}: the hits best first; `also` says which other words were looked for. */
    return (query) => {
      const hits = ranked(query);
      const own = translated(query);
      if (own) {
        const others = ranked(own);
        const named = hits.filter((hit) => hit.rank > 1 || HAN.test(query));
        return { hits: merged(named, others, hits), also: others.length ? own : "" };
      }
      const typed = plain(query).trim();
      if (hits.length || typed.length < 5) return { hits, also: "" };
      for (const other of exchanged(typed)) {
        const found = ranked(other);
        if (found.length) return { hits: found, also: other };
      }
      const near = ranked(query, { near: true });
      if (near.length) return { hits: near, also: near[0].query };
      // Most of the words, if there are several.
      const list = typed.split(/\s+/);
      if (list.length < 3) return { hits: [], also: "" };
      const shorter = list.map((_, i) => list.filter((_, j) => j !== i).join(" "));
      const most = shorter.map((words) => [words, ranked(words, { finished: true })]).filter(([, found]) => found.length);
      const best = merged(...most.map(([, found]) => found)).sort((a, b) => b.rank - a.rank || b.score - a.score || a.id - b.id);
      return { hits: best, also: most.map(([words]) => words).join("; ") };
    };
  };

  /* A function from a text to the places [[from, to], …] of the words of `query` in it. */
  const marker = (query) => {
    const list = words(query).filter((word, i, all) => !SMALL.has(word) || all.every((other) => SMALL.has(other)));
    const signs = new Set(list.filter((word) => HAN.test(word)));
    const whole = new Set(list.filter((word) => !HAN.test(word)));
    // The last word may be unfinished, but one or two letters begin too many words.
    const last = list.at(-1) || "";
    const begun = last.length > 2 && !HAN.test(last) ? last : null;
    const wanted = (word) => whole.has(word) || (begun && word.startsWith(begun));
    return (text) => {
      const places = [];
      const add = (from, to) => {
        const before = places.at(-1);
        if (before && from <= before[1]) before[1] = Math.max(to, before[1]); else places.push([from, to]);
      };
      for (const { 0: word, index: at } of text.matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}_'’])+/gu)) {
        if (!HAN.test(word)) {
          const bare = plain(word);
          if (wanted(stem(bare)) || (bare.includes("_") && bare.split("_").some((part) => part && whole.has(stem(part))))) add(at, at + word.length);
          continue;
        }
        for (let i = 0; i < word.length; i += 1) {
          if (signs.has(word[i])) add(at + i, at + i + 1);
          if (signs.has(word.slice(i, i + 2))) add(at + i, at + i + 2);
        }
      }
      return places;
    };
  };

  /* The part of `text` around the most marked words, at most `length` letters long:
     {text, places, before, after}; the last two say whether something was cut off there. */
  const extract = (text, mark, length = 220) => {
    const places = mark(text);
    let best = 0, most = 0;
    for (const [from] of places) {
      const held = places.filter(([start, end]) => start >= from && end <= from + length - 60).length;
      if (held > most) [best, most] = [from, held];
    }
    let start = text.length <= length ? 0 : Math.max(0, Math.min(best - 50, text.length - length));
    // Begin and end between words.
    if (start > 0) start = Math.min(best, text.indexOf(" ", start) + 1 || start);
    let end = Math.min(text.length, start + length);
    if (end < text.length && text.lastIndexOf(" ", end) > best) end = text.lastIndexOf(" ", end);
    const part = text.slice(start, end);
    return { text: part, places: mark(part), before: start > 0, after: end < text.length };
  };

  return { build, open, plain, words, marker, extract };
})();
