import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { EngineApi, EventDetail, RunRow } from "../../../viewer/engine/api.ts";
import { openAll, startEngine, unwrap } from "../../support/engine.ts";

const DATA = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** A call as the oracle writes it. */
export interface OracleCall {
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

interface TauRun {
  readonly task_id: number;
  readonly trial: number;
  readonly reward: number;
  readonly info: { readonly task: { readonly actions: readonly OracleCall[] } };
}

/** The runs of a tau-bench file, opened in the engine, with the calls that would have been right for each task. */
export interface TauRuns {
  readonly engine: EngineApi;
  readonly runs: readonly RunRow[];
  readonly oracle: ReadonlyMap<string, readonly OracleCall[]>;
}

/** Opens a file of the real runs; undefined where they are not beside the repository. */
export async function openTau(path: string): Promise<TauRuns | undefined> {
  const file = `${DATA}${path}`;
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  const engine = await startEngine();
  await openAll(engine, [{ name: "tau.json", blob: new Blob([bytes]) }]);
  const records = JSON.parse(bytes.toString("utf8")) as readonly TauRun[];
  const oracle = new Map(records.map(({ task_id, info }) => [String(task_id), info.task.actions]));
  return { engine, runs: unwrap(await engine.runs()), oracle };
}

/** A call as one text, members in order, so that equal calls are equal texts. */
export function callText(name: string, call: unknown): string {
  return `${name}(${JSON.stringify(call, (_, value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value))})`;
}

/** The call of an event as text; empty if it is none. */
export function callOf(detail: EventDetail): string {
  const payload = JSON.parse(detail.payload || "{}") as { arguments?: unknown };
  return detail.envelope.kind === "tool_call" ? callText(detail.envelope.tool ?? "", payload.arguments) : "";
}
