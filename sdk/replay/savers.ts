import type { RecordedEvent } from "../event.ts";
import type { CheckpointOptions } from "../kinds/decisions.ts";
import { TraceContext } from "../trace-context.ts";
import { RecordingError, type RecordedCheckpoint } from "./recording.ts";

/** As much of a LangGraph checkpoint saver as is used. */
export interface GraphSaver {
  readonly serde: { loadsTyped(type: string, data: string): unknown };
  put(config: object, checkpoint: never, metadata: never, newVersions: never): unknown;
}

/** Names a checkpoint for LangGraph: hand it to `graph.invoke(null, config)`. */
export interface GraphConfig {
  readonly configurable: { readonly thread_id: string; readonly checkpoint_ns: string; readonly checkpoint_id: string };
}

/**
 * Puts a recorded LangGraph checkpoint (see `recordCheckpoints` of `peaky-peek/adapters/langchain`) into a saver, so
 * that the graph goes on from there: `graph.invoke(null, await restoreSaver(checkpoint, saver))`. Messages become
 * instances of their classes again. `thread` names the thread it is put under; default the recorded one.
 * Throws RecordingError if it is none of LangGraph's, and what the saver throws.
 */
export async function restoreSaver(checkpoint: RecordedCheckpoint, saver: GraphSaver, thread?: string): Promise<GraphConfig> {
  const { state, saved, thread: recorded, namespace } = checkpoint.payload as Partial<Record<"state" | "saved" | "thread" | "namespace", unknown>>;
  if (typeof saved !== "object" || saved === null) throw new RecordingError(`checkpoint ${checkpoint.id} was not recorded from a LangGraph saver: wrap it with recordCheckpoints`);
  const { metadata, ...versions } = saved as Readonly<Record<string, unknown>>;
  const loaded = (await saver.serde.loadsTyped("json", JSON.stringify({ ...versions, id: checkpoint.id, channel_values: state, metadata }))) as Readonly<Record<string, unknown>>;
  const { metadata: about, ...whole } = loaded;
  const place = { thread_id: thread ?? textOf(recorded), checkpoint_ns: textOf(namespace) };
  await saver.put({ configurable: place }, whole as never, about as never, whole["channel_versions"] as never);
  return { configurable: { ...place, checkpoint_id: checkpoint.id } };
}

/** As much of the OpenAI Agents SDK's RunState class as is used. */
export interface RunStateClass<Agent, State> {
  fromString(agent: Agent, text: string): Promise<State>;
}

/** Records a RunState of the OpenAI Agents SDK (`result.state`) as a checkpoint of the run the code stands in. Outside of any it does nothing. */
export function checkpointRunState(state: { toString(): string }, options?: CheckpointOptions): RecordedEvent | undefined {
  return TraceContext.current()?.checkpoint(parsed(state), { name: "run state", ...options });
}

/** The RunState of such a checkpoint, to be handed to `run(agent, state)`. Throws what the SDK throws. */
export function restoreRunState<Agent, State>(checkpoint: RecordedCheckpoint, runState: RunStateClass<Agent, State>, agent: Agent): Promise<State> {
  return runState.fromString(agent, JSON.stringify(checkpoint.payload["state"]));
}

function parsed(state: { toString(): string }): unknown {
  try {
    return JSON.parse(state.toString()) as unknown;
  } catch (error) {
    return { $unreadable: String(error) };
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
