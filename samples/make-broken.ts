/** Writes the damaged files of `samples/broken` and `samples/old`. With `--check`: fails if one is not what would be written. */
import { readFileSync, writeFileSync } from "node:fs";
import { BROKEN_CASES } from "./support/broken-cases.ts";

const check = process.argv.includes("--check");
const stale = BROKEN_CASES.filter(({ file, bytes }) => {
  const path = new URL(file, import.meta.url);
  if (check) return !readFileSync(path).equals(bytes());
  writeFileSync(path, bytes());
  return false;
});
for (const { file } of stale) console.error(`samples/${file} is out of date: run npx tsx samples/make-broken.ts`);
if (stale.length > 0) process.exitCode = 1;
else console.log(`broken samples: ${BROKEN_CASES.length} files ${check ? "checked" : "written"}`);
