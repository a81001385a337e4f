import type { RecordedCheckpoint } from "./recording.ts";
import { revive } from "./revive.ts";

/** Checks and types a state: a zod schema, anything with a `parse`, or a function. What it throws is thrown on. */
export type StateSchema<T> = { parse(state: unknown): T } | ((state: unknown) => T);

/** A checkpoint's state, ready to be gone on from. */
export interface Restored<T> {
  readonly state: T;
  /** What was given as `memory`; undefined if nothing was. */
  readonly memory: unknown;
  readonly checkpoint: RecordedCheckpoint;
}

/**
 * The state of a checkpoint as values: Maps, Sets, bytes, BigInts and Errors again, cycles closed; dates are the texts
 * they were recorded as, instances of classes plain objects. `schema` checks and types it.
 * Throws IncompleteError where something was not recorded whole, and what the schema throws.
 */
export function restore<T = unknown>(checkpoint: RecordedCheckpoint, schema?: StateSchema<T>): Restored<T> {
  const read = (member: string): unknown => revive(checkpoint.payload[member], (sha256) => checkpoint.recording.blob(sha256));
  const state = read("state");
  const typed = schema === undefined ? (state as T) : typeof schema === "function" ? schema(state) : schema.parse(state);
  return { state: typed, memory: read("memory"), checkpoint };
}
