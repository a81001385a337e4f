import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateTrace } from "../support/generate.ts";
import type { BenchLine } from "./line.ts";
import { figure, median, quantile, ratioFigure } from "./support/figures.ts";
import { openFile, openViewer } from "./support/page.ts";

const ROUNDS = 3;
const SHAPE = { events: 300_000, words: 23 };
const TERMS = ["upgrade economy", "Timeout Retry", "refund cancel order", "policy", "not in the file at all", "model context tool result", '"number":29999', "tool-6", "business date city search", "agent-2"];

/** Searching a file that is open, against ripgrep -i on the same file with its start left out. Counts of events must agree. */
export async function run(): Promise<BenchLine[]> {
  const file = generateTrace(join(tmpdir(), "peaky-peek-bench"), SHAPE);
  const viewer = await openViewer();
  await openFile(viewer.page, file);
  await searchMs(viewer.page, TERMS[0] ?? "");
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const start = ripgrepMs("x", emptyFile()).ms;
    for (const term of TERMS) {
      const mine = await searchMs(viewer.page, term);
      const peer = ripgrepMs(term, file);
      if (mine.events !== peer.lines) throw new Error(`"${term}": ${mine.events} events, but ripgrep counts ${peer.lines} lines`);
      ours.push(mine.ms);
      theirs.push(Math.max(1, peer.ms - start));
    }
  }
  await viewer.close();
  const common = { bench: "search", runs: ROUNDS * TERMS.length, unit: "ms", peer: "ripgrep -i, start left out" };
  return [
    figure({ ...common, metric: "p95_ms", value: quantile(ours, 0.95), peerValue: quantile(theirs, 0.95) }),
    ratioFigure({ ...common, unit: "ratio", metric: "ratio_ripgrep", value: median(ours), peerValue: median(theirs) }),
  ];
}

interface Searchable {
  readonly app: { readonly client: { ask(call: "search", spec: { text: string; run: null }): Promise<{ rows: Int32Array } | null> } };
}

async function searchMs(page: Awaited<ReturnType<typeof openViewer>>["page"], text: string): Promise<{ readonly ms: number; readonly events: number }> {
  return page.evaluate(async (sought) => {
    const { app } = document.querySelector("peek-app") as unknown as Searchable;
    // Another search between, so that no answer comes from the one before.
    await app.client.ask("search", { text: "", run: null });
    const start = performance.now();
    const hits = await app.client.ask("search", { text: sought, run: null });
    return { ms: performance.now() - start, events: hits?.rows.length ?? -1 };
  }, text);
}

function ripgrepMs(term: string, file: string): { readonly ms: number; readonly lines: number } {
  const start = performance.now();
  let lines = 0;
  try {
    lines = Number(execFileSync("rg", ["-i", "-c", "-F", "--no-config", "--threads", "1", "-e", term, file], { encoding: "utf8" }));
  } catch (error) {
    if ((error as { status?: number }).status !== 1) throw error;
  }
  return { ms: performance.now() - start, lines };
}

function emptyFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "peaky-peek-"));
  const file = join(folder, "empty");
  writeFileSync(file, "");
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return file;
}
