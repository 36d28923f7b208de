/* node ask.js STATIC: asks the built index at STATIC (the site's _static) the queries that come as
   JSON on standard input; answers with [{hits: [{address, title, rank, shard, marked, extract, whole}, …], also}, …]. */
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const run = (name) => vm.runInThisContext(fs.readFileSync(path.join(process.argv[2], name), "utf8"), name);
for (const name of ["minisearch.js", "search-engine.js", "search/index.js"]) run(name);
for (const name of fs.readdirSync(path.join(process.argv[2], "search"))) if (name.startsWith("text-")) run(`search/${name}`);
const { open, marker, extract } = globalThis.FourStepsSearch;
const texts = new Map(globalThis.FourStepsTexts);
open(globalThis.FourStepsIndex).then((find) => {
  const answers = JSON.parse(fs.readFileSync(0, "utf8")).map((query) => {
    const { hits, also } = find(query);
    return {
      also,
      hits: hits.map(({ id, address, title, rank, shard, query: searched }) => {
        const part = extract(texts.get(id), marker(searched));
        const marked = part.places.map(([from, to]) => part.text.slice(from, to));
        return { address, title, rank, shard, marked, extract: part.text, whole: `${title}\n${texts.get(id)}` };
      }),
    };
  });
  process.stdout.write(JSON.stringify(answers));
});
