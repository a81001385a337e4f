/** Runs in a worker of a real browser: imports files, and parses the same text with JSON.parse alone. Bundled by the benchmark. */
import { expand } from "../../../format/containers/expand.ts";
import { bytesSource } from "../../../format/containers/source.ts";
import { importFile } from "../../../format/importers/file.ts";
import { planImports } from "../../../format/importers/plan.ts";
import { runImport } from "../../../format/importers/run.ts";
import type { ImportFile } from "../../../format/importers/types.ts";

/** What to measure: the files at these addresses, or one session of at least `grownTo` bytes made from them. */
export interface ImportJob {
  readonly urls: readonly string[];
  readonly warmUps: number;
  readonly rounds: number;
  readonly grownTo?: number;
}

/** Milliseconds of each round, and what was read and written in one. */
export interface ImportFigures {
  readonly importMs: readonly number[];
  readonly parseMs: readonly number[];
  readonly bytes: number;
  readonly written: number;
  readonly importers: readonly string[];
}

addEventListener("message", ({ data }: MessageEvent<ImportJob>) => {
  measure(data).then(
    (figures) => postMessage(figures),
    (error: unknown) => postMessage({ failure: String(error) }),
  );
});

async function measure({ urls, warmUps, rounds, grownTo }: ImportJob): Promise<ImportFigures> {
  const fetched = await Promise.all(urls.map(async (url) => ({ name: decodeURIComponent(new URL(url).pathname.slice(1)), bytes: new Uint8Array(await (await fetch(url)).arrayBuffer()) })));
  const files = await open(grownTo === undefined ? fetched : [grown(fetched[0] as Fetched, grownTo)]);
  const texts = rounds > 1 ? await Promise.all(files.map((file) => file.text())) : [];
  const importMs: number[] = [];
  const parseMs: number[] = [];
  let last = { written: 0, importers: [] as string[] };
  for (let round = 0; round < warmUps + rounds; round++) {
    const start = performance.now();
    last = await importRound(files);
    const middle = performance.now();
    parseRound(texts);
    if (round >= warmUps) importMs.push(middle - start);
    if (round >= warmUps) parseMs.push(performance.now() - middle);
  }
  return { importMs, parseMs, bytes: files.reduce((sum, file) => sum + file.size, 0), ...last };
}

interface Fetched {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function open(fetched: readonly Fetched[]): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for (const { name, bytes } of fetched) for await (const item of expand(bytesSource(name, bytes))) if (item.type === "file") files.push(await importFile(item));
  return files;
}

async function importRound(files: readonly ImportFile[]): Promise<{ written: number; importers: string[] }> {
  let written = 0;
  const { plans } = planImports(files);
  for (const plan of plans) await runImport(plan, (line) => (written += line.length + 1));
  return { written, importers: plans.map(({ importer }) => importer.id) };
}

/** The same text, a value a line where it is written so, else whole. */
function parseRound(texts: readonly string[]): void {
  for (const text of texts) {
    for (const line of text.split("\n")) {
      if (line.trim() === "") continue;
      try {
        JSON.parse(line);
      } catch {
        parseWhole(text);
        break;
      }
    }
  }
}

function parseWhole(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    // A damaged file: neither side gets anything from it.
  }
}

/** A session as long as asked for: the records again and again, each time with ids of their own. */
function grown({ name, bytes }: Fetched, size: number): Fetched {
  const text = new TextDecoder().decode(bytes);
  const encoder = new TextEncoder();
  const whole = new Uint8Array(size + bytes.length * 2);
  let at = 0;
  for (let copy = 0; at < size; copy++) {
    const next = encoder.encode(text.replaceAll(/"(uuid|parentUuid|id|tool_use_id)":"/g, `"$1":"${copy}-`));
    whole.set(next, at);
    at += next.length;
  }
  return { name, bytes: whole.subarray(0, at) };
}
