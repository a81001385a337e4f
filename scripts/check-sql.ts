/**
 * Holds SQL to its places, viewer/engine/{sql,queries,analyses,search} (and folders named `sql` for queries a person
 * types), and to what DuckDB-WASM has: a function of an extension it was built without would ask the network for it.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./support/run.ts";

const FOLDERS = ["format", "sdk", "viewer"];
const PLACES = /^viewer\/engine\/(?:sql|queries|analyses|search)\/|\/sql\//;
const STATEMENT = /[`"'](?:SELECT|INSERT INTO|DELETE FROM|UPDATE "?\w+"? SET|CREATE (?:OR REPLACE )?(?:TEMP )?(?:TABLE|VIEW|MACRO)|ALTER TABLE|DROP TABLE|PRAGMA|ATTACH|COPY|WITH \w+ AS)\b/;
const MISSING = /\b(?:read_(?:json|ndjson|parquet|csv)\w*|json_\w+\(|to_json|from_json|parquet_\w+|date_trunc\(|icu_\w+|match_bm25|timestamptz|timestamp with time zone|::json\b|install |load '|httpfs)/i;

/** Lists these words in order to refuse them. */
const REFUSES = "viewer/engine/sql/read-only.ts";

let seen = 0;
for (const folder of FOLDERS) {
  for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    seen++;
    const file = join(entry.parentPath, entry.name);
    checkFile(file.slice(ROOT.length), readFileSync(file, "utf8"));
  }
}
console.log(`sql: ${seen} files checked`);

function checkFile(name: string, text: string): void {
  const isPlace = PLACES.test(name);
  for (const [index, line] of text.split("\n").entries()) {
    if (!isPlace && STATEMENT.test(line)) complain(`${name}:${index + 1}: SQL stands in viewer/engine/{sql,queries,analyses,search} only`);
    const isComment = /^\s*(?:\/\/|\/?\*)/.test(line);
    if (isPlace && name !== REFUSES && name.startsWith("viewer/") && !isComment && MISSING.test(line)) complain(`${name}:${index + 1}: DuckDB-WASM does not have this`);
  }
}

function complain(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
