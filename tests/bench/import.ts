import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expand } from "../../format/containers/expand.ts";
import { bytesSource } from "../../format/containers/source.ts";
import { importFile } from "../../format/importers/file.ts";
import { planImports } from "../../format/importers/plan.ts";
import { runImport } from "../../format/importers/run.ts";
import type { ImportFile } from "../../format/importers/types.ts";
import type { BenchLine } from "./line.ts";

const ROUNDS = 5;
const MEGABYTE = 1e6;
const DATA = new URL("../../../shared/data/", import.meta.url).pathname;

/** Real files of one format, measured together. */
interface Corpus {
  readonly name: string;
  readonly folder: string;
  readonly pattern: RegExp;
}

const CORPORA: readonly Corpus[] = [
  { name: "claude_code", folder: "claude-code-log", pattern: /\.jsonl$/ },
  { name: "pi", folder: "pi-sessions", pattern: /\.jsonl$/ },
  { name: "otlp", folder: "otlp-openinference/agent-prism/demo-app", pattern: /\.json$/ },
  { name: "langfuse", folder: "langfuse-framework-traces", pattern: /\.trace\.json$/ },
  { name: "inspect", folder: "inspect", pattern: /\.eval$/ },
];

async function open({ folder, pattern }: Corpus): Promise<ImportFile[]> {
  const root = join(DATA, folder);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => pattern.test(name) && statSync(join(root, name)).isFile());
  const files: ImportFile[] = [];
  for (const name of names) {
    for await (const item of expand(bytesSource(name, readFileSync(join(root, name))))) if (item.type === "file") files.push(await importFile(item));
  }
  return files;
}

/** Milliseconds from opened files to written lines: recognition, reading, writing. */
async function importRound(files: readonly ImportFile[]): Promise<number> {
  const start = performance.now();
  for (const plan of planImports(files).plans) await runImport(plan, () => undefined);
  return performance.now() - start;
}

/** Milliseconds to parse the same text, line by line where it is lines. */
function parseRound(texts: readonly string[]): number {
  const start = performance.now();
  for (const text of texts) {
    for (const line of text.split("\n")) {
      if (line.trim() === "") continue;
      try {
        JSON.parse(line);
      } catch {
        // Not one value a line: the document is parsed whole, below.
        JSON.parse(text);
        break;
      }
    }
  }
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function measure(corpus: Corpus): Promise<BenchLine[]> {
  const files = await open(corpus);
  const all = await Promise.all(files.map((file) => file.text()));
  const texts = all.filter((text) => text.trim() !== "" && parses(text));
  const megabytes = files.reduce((sum, file) => sum + file.size, 0) / MEGABYTE;
  const ours: number[] = [];
  const parse: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [took, parsed] = [await importRound(files), parseRound(texts)];
    if (round > 0) ours.push(took);
    if (round > 0) parse.push(parsed);
  }
  const [oursMs, parseMs] = [median(ours), median(parse)];
  const rate = (ms: number): number => (megabytes * 1000) / ms;
  const base = { bench: "import", peer: "JSON.parse", runs: ROUNDS };
  return [
    { ...base, metric: `mb_per_s_${corpus.name}`, value: rate(oursMs), unit: "MB/s", peerValue: rate(parseMs), ratio: rate(oursMs) / rate(parseMs) },
    { ...base, metric: `ratio_jsonparse_${corpus.name}`, value: oursMs / parseMs, unit: "ratio", peerValue: 1, ratio: oursMs / parseMs },
  ];
}

function parses(text: string): boolean {
  try {
    parseRound([text]);
    return true;
  } catch {
    return false;
  }
}

/** How fast real files of each format become lines of a trace, beside JSON.parse of the same text. Empty without the real files. */
export async function run(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const corpus of CORPORA) if (existsSync(join(DATA, corpus.folder))) lines.push(...(await measure(corpus)));
  return lines;
}
