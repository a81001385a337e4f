/** Measures what the built page makes a browser load, against budgets in KB of gzip. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "./support/run.ts";

const dist = join(ROOT, "dist");
const assets = join(dist, "assets");

interface Budget {
  readonly what: string;
  readonly files: readonly string[];
  /** KB (1000 bytes) of gzip; infinite for what is listed but not ours. */
  readonly mostKb: number;
}

const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
const first = staticImports(/src="\.\/assets\/([\w.-]+\.js)"/.exec(readFileSync(join(dist, "index.html"), "utf8"))?.[1] ?? "");
const workers = ["engine-worker.js", "database-worker.js"];
const graph = scripts.filter((name) => name.startsWith("tree-panel"));
const later = scripts.filter((name) => !first.includes(name) && !workers.includes(name) && !graph.includes(name));
const budgets: readonly Budget[] = [
  { what: "page, first load", files: first, mostKb: 60 },
  { what: "page, parts shown later", files: later, mostKb: 400 },
  { what: "tree with its graph library", files: graph, mostKb: 160 },
  { what: "our worker", files: ["engine-worker.js"], mostKb: 292 },
  { what: "DuckDB's worker", files: ["database-worker.js"], mostKb: Infinity },
  { what: "DuckDB", files: ["duckdb-eh.wasm"], mostKb: Infinity },
];

let seen = 0;
for (const { what, files, mostKb } of budgets) {
  const kb = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0) / 1000;
  seen += files.length;
  const isOver = kb > mostKb || files.length === 0;
  console.log(`${files.length === 0 ? "not found: " : isOver ? "too large: " : ""}${what}: ${kb.toFixed(1)} KB gzip${mostKb === Infinity ? "" : ` of ${mostKb}`} (${files.join(", ") || "none"})`);
  if (isOver) process.exitCode = 1;
}
console.log(`size: ${seen} files measured`);

/** A script and all it imports before it runs. */
function staticImports(entry: string): readonly string[] {
  const found = new Set<string>();
  const waiting = entry === "" ? [] : [entry];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const text = readFileSync(join(assets, name), "utf8");
    for (const [, imported] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) if (imported !== undefined) waiting.push(imported);
  }
  return [...found];
}
