import type { EngineApi, EngineAssets, FileState, OpenSource, Result } from "../../viewer/engine/api.ts";
import type { Database } from "../../viewer/engine/database.ts";
import { startDuckDbInNode } from "../../viewer/engine/duckdb-node.ts";
import { Engine } from "../../viewer/engine/engine.ts";

/** One database a test file: it takes seconds to start, and every engine makes its tables anew. */
let database: Promise<Database> | undefined;

/** A fresh engine over the real database, in Node. Engines of one test file must be used one after another. */
export async function startEngine(): Promise<EngineApi> {
  const engine = new Engine(() => (database ??= startDuckDbInNode()));
  unwrap(await engine.start({} as EngineAssets));
  return engine;
}

/** The value of a result. Throws with its failure if it has none. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}

/** Opens files and waits until all of them are read; gives the state of every file that is open then. */
export async function openAll(engine: EngineApi, sources: readonly OpenSource[]): Promise<readonly FileState[]> {
  unwrap(await engine.open(sources));
  for (let version = -1; ; ) {
    const state = await engine.state(version);
    version = state.version;
    if (state.files.every((file) => ["ready", "failed", "cancelled"].includes(file.status))) return state.files;
  }
}

/** Text as a file to open. */
export function textFile(name: string, text: string): OpenSource {
  return { name, blob: new Blob([text]) };
}

/** Lines of a small trace: a header, then these events with defaults for what they leave out. */
export function traceText(events: readonly Record<string, unknown>[]): string {
  const lines = events.map((event, seq) => JSON.stringify({ seq, id: `e${seq}`, kind: "log", session: "s", time_unix_us: 1_763_884_800_000_000 + seq * 1000, ...event }));
  return `${['{"peek":1}', ...lines].join("\n")}\n`;
}
