import { intercepting } from "../intercept.ts";
import type { ReplayOptions } from "./options.ts";
import { planOf } from "./plan.ts";
import { readTrace, RecordingError, type RecordedCheckpoint, type TraceSource } from "./recording.ts";
import { Replayer } from "./replayer.ts";
import type { ReplayReport } from "./report.ts";
import { drawing, type Source } from "./sources/patch.ts";
import { ServedDraws } from "./sources/serve.ts";
import { restore, type Restored, type StateSchema } from "./restore.ts";

/** What the replayed program is given. */
export interface ReplayStart {
  /** The checkpoint begun from, if `from` names one. */
  readonly checkpoint: RecordedCheckpoint | undefined;
  /** State and memory of that checkpoint. Throws RecordingError if there is none, and as `restore` does. */
  restore<T = unknown>(schema?: StateSchema<T>): Restored<T>;
}

/** How a replay went. */
export interface ReplayResult<T> {
  /** What the program returned. */
  readonly value: T;
  readonly report: ReplayReport;
}

/**
 * Runs a program again with the answers of a recording: calls wrapped by `traceLlm` and `traceTool`, and those of the
 * adapters, are answered with what was recorded, in the recorded order, until the recording (or `until`) is reached;
 * from there on they are made for real, tools that may change something only with leave. What happens is recorded as a
 * run of its own that says what it was resumed from.
 *
 * Rejects with what the program throws; with ReplayDivergenceError at the first call that is not the recorded one
 * (unless `onDivergence` says otherwise), even if the program swallowed it; with ReplaySideEffectError or ReplayEndError
 * where a call would have to be made that must not; and with RecordingError if the trace has nothing to replay.
 */
export async function replay<T>(trace: TraceSource, options: ReplayOptions, body: (start: ReplayStart) => T): Promise<ReplayResult<Awaited<T>>> {
  const plan = planOf(readTrace(trace), options);
  const replayer = new Replayer(plan, options);
  const start: ReplayStart = {
    checkpoint: plan.checkpoint,
    restore: (schema) => {
      if (plan.checkpoint === undefined) throw new RecordingError("there is no checkpoint to restore: name one as `from`");
      return restore(plan.checkpoint, schema);
    },
  };
  let value: Awaited<T>;
  try {
    value = await served(options.serve ?? [], replayer, () => intercepting(replayer, async () => await body(start)));
  } catch (error) {
    throw replayer.failure ?? error;
  }
  replayer.finish();
  if (replayer.failure !== undefined) throw replayer.failure;
  return { value, report: replayer.report };
}

function served<T>(sources: readonly Source[], replayer: Replayer, body: () => Promise<T>): Promise<T> {
  return sources.length === 0 ? body() : drawing(new ServedDraws(sources, replayer.drawn), body);
}
