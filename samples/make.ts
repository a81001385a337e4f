/**
 * Writes the traces of the scenarios and what is expected of them. With `--check`: fails if one is not what would be
 * written. With `--long FILE`: writes only the ten-thousand-event trace, there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { SCENARIOS } from "./scenarios/index.ts";
import { longRun10k } from "./scenarios/long_run_10k.ts";
import { recordToText } from "./scenarios/support/stage.ts";
import { expectedOf } from "./support/expected.ts";

async function makeAll(isCheck: boolean): Promise<void> {
  let stale = 0;
  for (const scenario of SCENARIOS) {
    const text = await recordToText(scenario);
    const files = { [`${scenario.name}.peek.jsonl`]: text, [`${scenario.name}.expected.json`]: `${JSON.stringify(expectedOf(scenario, text), null, 2)}\n` };
    for (const [name, content] of Object.entries(files)) {
      const path = new URL(`scenarios/${name}`, import.meta.url);
      if (!isCheck) writeFileSync(path, content);
      else if (readFileSync(path, "utf8") !== content) {
        stale++;
        console.error(`samples/scenarios/${name} is out of date: run npx tsx samples/make.ts`);
      }
    }
  }
  if (stale > 0) process.exitCode = 1;
  else console.log(`scenario samples: ${SCENARIOS.length * 2} files ${isCheck ? "checked" : "written"}`);
}

const [option, file] = process.argv.slice(2);
if (option === "--long" && file !== undefined) writeFileSync(file, await recordToText(longRun10k));
else await makeAll(option === "--check");
