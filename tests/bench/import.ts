import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { serveFolder } from "../../scripts/support/static-server.ts";
import type { BenchLine } from "./line.ts";
import { figure, median } from "./support/figures.ts";
import type { ImportFigures, ImportJob } from "./support/import-worker.ts";
import { openBrowser, rendererMemoryMb, type BenchBrowser } from "./support/page.ts";

const ROUNDS = 7;
const WARM_UPS = 3;
const MEGABYTE = 1e6;
const GROWN_TO = 100 * MEGABYTE;
const DATA = fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** Real files of one format, measured together. */
interface Corpus {
  /** Behind the name of the metric; empty for the main one. */
  readonly suffix: string;
  readonly folder: string;
  readonly pattern: RegExp;
}

const CORPORA: readonly Corpus[] = [
  { suffix: "", folder: "claude-code-log", pattern: /\.jsonl$/ },
  { suffix: "_pi", folder: "pi-sessions", pattern: /\.jsonl$/ },
  { suffix: "_swe_agent", folder: "swe-agent", pattern: /\.traj$/ },
  { suffix: "_openhands", folder: "openhands", pattern: /\.json$/ },
  { suffix: "_otlp", folder: "otlp-openinference/agent-prism/demo-app", pattern: /\.json$/ },
  { suffix: "_langfuse", folder: "langfuse-framework-traces", pattern: /\.trace\.json$/ },
];

/** How fast real files of each format become lines of a trace in Chromium, beside JSON.parse of the same text there. Empty without the real files. */
export async function run(): Promise<BenchLine[]> {
  if (!existsSync(DATA)) return [];
  const script = await bundle();
  const server = await serveFolder(DATA);
  const browser = await openBrowser();
  try {
    await browser.page.route(server.url, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
    await browser.page.goto(server.url);
    const lines: BenchLine[] = [];
    for (const corpus of CORPORA.filter(({ folder }) => existsSync(join(DATA, folder)))) lines.push(...speed(corpus, await work(browser, script, { urls: urlsOf(corpus, server.url), warmUps: WARM_UPS, rounds: ROUNDS })));
    lines.push(await memory(browser, script, server.url));
    return lines;
  } finally {
    await browser.close();
    server.stop();
  }
}

function urlsOf({ folder, pattern }: Corpus, base: string): string[] {
  const root = join(DATA, folder);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => pattern.test(name) && statSync(join(root, name)).size > 0);
  return names.map((name) => `${base}${folder}/${name.split("/").map(encodeURIComponent).join("/")}`);
}

/** The importers as one script, as the viewer's worker has them. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL("support/import-worker.ts", import.meta.url));
  const built = await build({ configFile: false, logLevel: "warn", build: { write: false, minify: true, target: "es2023", lib: { entry, formats: ["iife"], name: "bench", fileName: "bench" } } });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("the worker was not built");
  return output.output[0].code;
}

async function work({ page }: BenchBrowser, script: string, job: ImportJob): Promise<ImportFigures> {
  const answer = await page.evaluate(
    ([code, asked]) =>
      new Promise<ImportFigures | { failure: string }>((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
        worker.addEventListener("error", ({ message }) => reject(new Error(message)));
        worker.addEventListener("message", ({ data }: MessageEvent<ImportFigures | { failure: string }>) => {
          worker.terminate();
          resolve(data);
        });
        worker.postMessage(asked);
      }),
    [script, job] as const,
  );
  if ("failure" in answer) throw new Error(answer.failure);
  return answer;
}

function speed({ suffix }: Corpus, { importMs, parseMs, bytes }: ImportFigures): BenchLine[] {
  const [ours, parse] = [median(importMs), median(parseMs)];
  const rate = (ms: number): number => (bytes / MEGABYTE) * (1000 / ms);
  const common = { bench: "import", runs: ROUNDS, peer: "JSON.parse of the same text, in the same worker" };
  return [
    figure({ ...common, metric: `mb_per_s${suffix}`, value: rate(ours), unit: "MB/s", peerValue: rate(parse) }),
    figure({ ...common, metric: `ratio_jsonparse${suffix}`, value: ours / parse, unit: "times the time", peerValue: 1 }),
  ];
}

/** The most memory the page takes while it imports one session of 100 MB, the file itself included. */
async function memory(browser: BenchBrowser, script: string, base: string): Promise<BenchLine> {
  const folder = "claude-code-log/test/test_data/real_projects/-src-deep-manifest";
  const name = readdirSync(join(DATA, folder)).find((file) => !file.startsWith("agent-")) ?? "";
  const before = await rendererMemoryMb(browser.browser);
  let most = before;
  const look = async (): Promise<void> => {
    most = Math.max(most, await rendererMemoryMb(browser.browser));
  };
  // A look that is under way when the browser is closed has nothing more to say.
  const timer = setInterval(() => void look().catch(() => undefined), 25);
  const { bytes } = await work(browser, script, { urls: [`${base}${folder}/${encodeURIComponent(name)}`], warmUps: 0, rounds: 1, grownTo: GROWN_TO });
  clearInterval(timer);
  return figure({ bench: "import", metric: "heap_ratio", runs: 1, value: most - before, unit: "MB at most above the empty page", peer: "size of the session in MB", peerValue: bytes / MEGABYTE });
}
