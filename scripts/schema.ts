/** Writes format/schema/trace.schema.json from the zod source. With `--check`: fails if the file is not what would be written. */
import { readFileSync, writeFileSync } from "node:fs";
import { traceSchemaText } from "../format/schema/build.ts";

const file = new URL("../format/schema/trace.schema.json", import.meta.url);
const text = traceSchemaText();
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error("format/schema/trace.schema.json is out of date: run npm run schema");
  process.exitCode = 1;
} else console.log("schema: 1 file checked, up to date");
