/** Writes docs/api.md from the doc comments of what the package exports. With `--check`: fails if the file is not what would be written, or if something exported says nothing. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { apiModules } from "./support/api/entries.ts";
import { apiPage } from "./support/api/page.ts";

const file = new URL("../docs/api.md", import.meta.url);
const modules = apiModules();
const entries = modules.flatMap(({ specifier, entries: all }) => all.map((entry) => ({ ...entry, specifier })));
const silent = entries.filter(({ says }) => says === "").map(({ name, specifier }) => `${name} of ${specifier}`);
const text = apiPage(modules);
if (silent.length > 0) {
  console.error(`exported without a doc comment: ${silent.join(", ")}`);
  process.exitCode = 1;
}
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error("docs/api.md is out of date: run npm run docs:api");
  process.exitCode = 1;
} else console.log(`api: ${entries.length} exports of ${modules.length} entry points in 1 file checked, up to date`);
