/** Runs benchmarks by name (`npm run bench -- record open`) and prints one JSON line a figure. Without a name: all of them. */
import { readdirSync } from "node:fs";
import type { BenchLine } from "./line.ts";

const APART = new Set(["main.ts", "line.ts"]);

interface Bench {
  run(): Promise<readonly BenchLine[]>;
}

const folder = new URL("./", import.meta.url);
const known = readdirSync(folder).filter((file) => file.endsWith(".ts") && !APART.has(file)).map((file) => file.slice(0, -".ts".length));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exitCode = 1;
} else {
  for (const name of asked.length > 0 ? asked : known) {
    const { run } = (await import(new URL(`${name}.ts`, folder).href)) as Bench;
    for (const line of await run()) console.log(JSON.stringify(line));
  }
}
