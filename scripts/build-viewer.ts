/** Builds the viewer: dist/ for a web server (any sub-path), and dist/peaky-peek.html, the same in one file for a double-click. */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type InlineConfig } from "vite";
import { SAMPLES } from "../samples/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const work = join(root, ".tsbuild", "viewer-build");
const duckdb = dirname(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

const common: InlineConfig = { root, configFile: false, base: "./", logLevel: "warn", define: { __VERSION__: JSON.stringify(version) } };
const BASE_POLICY = "default-src 'none'; worker-src blob:; style-src 'self' blob:; img-src data:; font-src 'none'; base-uri 'none'; form-action 'none'";

rmSync(dist, { recursive: true, force: true });
rmSync(work, { recursive: true, force: true });
await buildWorker();
await buildHosted();
await buildOneFile();
const built = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
console.log(`dist: ${built.length} files built`);

async function buildWorker(): Promise<void> {
  const lib = { entry: join(root, "viewer/engine/worker.ts"), formats: ["iife" as const], name: "engine", fileName: () => "engine-worker.js" };
  await build({ ...common, define: { ...common.define, "process.env.NODE_ENV": '"production"' }, build: { outDir: work, emptyOutDir: false, lib, minify: true } });
}

async function buildHosted(): Promise<void> {
  await build({ ...common, build: { outDir: dist, emptyOutDir: true, modulePreload: false, target: "es2023" } });
  mkdirSync(join(dist, "assets"), { recursive: true });
  cpSync(join(work, "engine-worker.js"), join(dist, "assets/engine-worker.js"));
  writeFileSync(join(dist, "assets/database-worker.js"), databaseWorker());
  cpSync(join(duckdb, "duckdb-eh.wasm"), join(dist, "assets/duckdb-eh.wasm"));
  writeFileSync(join(dist, "assets/samples.json"), sampleTexts());
  const page = withParts(readFileSync(join(dist, "index.html"), "utf8"));
  writeFileSync(join(dist, "index.html"), withPolicy(page, `${BASE_POLICY}; script-src 'self' blob: 'wasm-unsafe-eval'; connect-src 'self'`));
}

/** Names the scripts the page's own one asks for later, so that it can get them before it shuts the network off. */
function withParts(page: string): string {
  const parts = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".js") && !name.endsWith("-worker.js") && !page.includes(name));
  return page.replace("</head>", () => `  <meta name="peek-parts" content="${parts.map((name) => `./assets/${name}`).join(" ")}" />\n  </head>`);
}

async function buildOneFile(): Promise<void> {
  const outDir = join(work, "one");
  await build({ ...common, build: { outDir, emptyOutDir: true, target: "es2023", modulePreload: false, rolldownOptions: { output: { codeSplitting: false } }, cssCodeSplit: false, assetsInlineLimit: 1e9 } });
  const assets = readdirSync(join(outDir, "assets"));
  const script = assets.filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(outDir, "assets", name), "utf8"));
  if (script.length !== 1) throw new Error(`the one-file build has ${script.length} scripts: ${assets.join(", ")}`);
  const code = (script[0] as string).replaceAll("</script", String.raw`<\/script`).replaceAll("<!--", String.raw`<\!--`);
  const hash = createHash("sha256").update(code).digest("base64");
  const page = readFileSync(join(outDir, "index.html"), "utf8").replace(/<script type="module"[^>]*><\/script>/, "");
  const packed = [
    element("peek-engine", readFileSync(join(work, "engine-worker.js"))),
    element("peek-database", Buffer.from(databaseWorker())),
    element("peek-samples", Buffer.from(sampleTexts())),
    element("peek-wasm", readFileSync(join(duckdb, "duckdb-eh.wasm"))),
  ];
  const body = `${packed.join("\n")}\n<script type="module">${code}</script>\n</body>`;
  const policy = `${BASE_POLICY}; script-src 'sha256-${hash}' blob: 'wasm-unsafe-eval'; connect-src 'none'`;
  writeFileSync(join(dist, "peaky-peek.html"), withPolicy(page, policy).replace("</body>", () => body));
}

/** The text of every sample the landing page offers, by name. */
function sampleTexts(): string {
  return JSON.stringify(Object.fromEntries(SAMPLES.map(({ file }) => [file, readFileSync(join(root, "samples", file), "utf8")])));
}

/** The database's worker without its reference to a source map, which is not shipped. */
function databaseWorker(): string {
  return readFileSync(join(duckdb, "duckdb-browser-eh.worker.js"), "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
}

function element(id: string, bytes: Buffer): string {
  return `<script type="application/gzip" id="${id}">${gzipSync(bytes, { level: 9 }).toString("base64")}</script>`;
}

function withPolicy(page: string, policy: string): string {
  return page.replace("<head>", () => `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`);
}
