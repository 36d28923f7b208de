/* node draw.js TABLE_CHART: a list of { table, choice, theme } as JSON on standard input, the list
   of what `FourStepsTableChart.spec` makes of each, or { fault }, on standard output. */
"use strict";
require(process.argv[2]);
const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const drawn = asked.map(({ table, choice, theme }) => {
  try {
    return globalThis.FourStepsTableChart.spec(table, choice, theme);
  } catch (error) {
    return { fault: error.message };
  }
});
process.stdout.write(JSON.stringify(drawn));
