import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import type { NotedFile } from "../../format/notes/places.ts";
import type { EngineApi, EngineAssets, FileState, Result, RunRow } from "../../viewer/engine/api.ts";
import type { Analyses, AnalysisId } from "../../viewer/engine/contracts/analyses.ts";
import { CliError, usage } from "./failure.ts";
import { traceFiles } from "./input.ts";
import type { Io } from "./io.ts";

/** Traces opened as the viewer opens them, with the same analyses. */
export interface Opened {
  readonly runs: readonly RunRow[];
  /** The traces as they were named, and as far as they could be read. */
  readonly paths: readonly string[];
  readonly files: readonly NotedFile[];
  /** What an analysis says. Throws with what it could not do. */
  ask<K extends AnalysisId>(id: K, params: Analyses[K]["params"]): Promise<Analyses[K]["result"]>;
}

/** Opens the named files, foreign ones too. What could not be read is said; throws if nothing could be. */
export async function openTraces(paths: readonly string[], io: Io): Promise<Opened> {
  const files = await traceFiles(paths);
  const engine = await startEngine();
  unwrap(await engine.open(await Promise.all(files.map(async (path) => ({ name: basename(path), blob: await openAsBlob(path) })))));
  const states = await settled(engine);
  for (const { name, failure, skipped } of states) {
    if (failure !== undefined) io.err(`${name}: ${failure.cause}. ${failure.next}\n`);
    else if (skipped > 0) io.err(`${name}: ${skipped} ${skipped === 1 ? "line" : "lines"} could not be read; peek verify says which\n`);
  }
  const runs = unwrap(await engine.runs());
  if (runs.length === 0) throw new CliError("nothing could be read", files.join(", "), "Check that these are traces: peek verify says what is wrong with a file.");
  return { runs, paths: files, files: states.filter(({ hash }) => hash !== ""), ask: async (id, params) => unwrap(await engine.analyse(id, params)) };
}

/** The run that `--run` names (a number from 0, a session or the beginning of one); without it the first that failed, else the first. */
export function chosenRun(runs: readonly RunRow[], named: string | undefined): RunRow {
  if (named === undefined) return (runs.find(({ outcome }) => outcome === "failed" || outcome === "error") ?? runs[0]) as RunRow;
  const found = /^\d+$/.test(named) && Number(named) < runs.length ? runs[Number(named)] : runs.find(({ session }) => session.startsWith(named));
  if (found === undefined) throw usage(`there is no run ${named}`, `There are ${runs.length}: name one by its number from 0, or by its session; peek stats lists them.`);
  return found;
}

/** The viewer's database comes with the viewer, not with the recorder: it is only got where it is needed. */
async function startEngine(): Promise<EngineApi> {
  const { Engine } = await import("../../viewer/engine/engine.ts");
  const { startDuckDbInNode } = await import("../../viewer/engine/duckdb-node.ts").catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND" ? new CliError("the database this needs is not installed", "@duckdb/duckdb-wasm", "Install it beside this package: npm install @duckdb/duckdb-wasm apache-arrow") : error;
  });
  const engine = new Engine(startDuckDbInNode);
  unwrap(await engine.start({} as EngineAssets));
  return engine;
}

async function settled(engine: EngineApi): Promise<readonly FileState[]> {
  for (let version = -1; ; ) {
    const state = await engine.state(version);
    version = state.version;
    if (state.files.every(({ status }) => status === "ready" || status === "failed" || status === "cancelled")) return state.files;
  }
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new CliError(result.error.cause, result.error.place, result.error.next);
}
