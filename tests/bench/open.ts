import { statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { generateTrace } from "../support/generate.ts";
import type { BenchLine } from "./line.ts";
import { figure, median, ratioFigure } from "./support/figures.ts";
import { openFile, openViewer } from "./support/page.ts";

const ROUNDS = 5;
/** How long the page stands before the file comes: less than a person takes to find it. */
const REST_MS = 3000;
/** 300,000 events, about 150 MB. */
const SHAPE = { events: 300_000, words: 23 };

/** Opening a file in the real build in Chromium, in a page that has stood for a moment, against native DuckDB reading the same file with one thread. */
export async function run(): Promise<BenchLine[]> {
  const file = generateTrace(join(tmpdir(), "peaky-peek-bench"), SHAPE);
  const megabytes = statSync(file).size / 1e6;
  const rounds = { done: [] as number[], first: [] as number[], atOnce: [] as number[], native: [] as number[], memory: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    rounds.native.push(await nativeMs(file));
    rounds.atOnce.push(await atOnceMs(file));
    const viewer = await openViewer();
    const before = await viewer.memoryMb();
    await viewer.page.waitForTimeout(REST_MS);
    const { firstRowsMs, doneMs } = await openFile(viewer.page, file);
    rounds.first.push(firstRowsMs);
    rounds.done.push(doneMs);
    await viewer.page.waitForTimeout(1500);
    rounds.memory.push((await viewer.memoryMb()) - before);
    await viewer.close();
  }
  const [done, native, first, memory] = [median(rounds.done), median(rounds.native), median(rounds.first), median(rounds.memory)];
  const common = { bench: "open", runs: ROUNDS };
  const peer = `native DuckDB read_json, 1 thread, ${Math.round(megabytes)} MB`;
  return [
    figure({ ...common, metric: "done_ms", value: done, unit: "ms", peer, peerValue: native }),
    ratioFigure({ ...common, metric: "ratio_duckdb", value: done, unit: "ratio", peer, peerValue: native }),
    figure({ ...common, metric: "first_rows_ms", value: first, unit: "ms", peer, peerValue: native }),
    figure({ ...common, metric: "done_at_once_ms", value: median(rounds.atOnce), unit: "ms, for a file dropped the moment the page is there", peer, peerValue: native }),
    figure({ ...common, metric: "memory_mb", value: memory, unit: "MB above the empty page", peer: "size of the file in MB", peerValue: megabytes }),
    ratioFigure({ ...common, metric: "heap_ratio", value: memory, unit: "ratio", peer: "size of the file in MB", peerValue: megabytes }),
  ];
}

async function atOnceMs(file: string): Promise<number> {
  const viewer = await openViewer();
  const { doneMs } = await openFile(viewer.page, file);
  await viewer.close();
  return doneMs;
}

async function nativeMs(file: string): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const start = performance.now();
  await connection.run(`CREATE TABLE events AS SELECT * FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited')`);
  const took = performance.now() - start;
  connection.closeSync();
  instance.closeSync();
  return took;
}
