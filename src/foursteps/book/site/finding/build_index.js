/* node build_index.js MINISEARCH ENGINE: entries as JSON on standard input, what
   `FourStepsSearch.open` needs of them on standard output. */
"use strict";
const [minisearch, engine] = process.argv.slice(2);
globalThis.MiniSearch = require(minisearch);
require(engine);
const entries = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(globalThis.FourStepsSearch.build(entries)));
