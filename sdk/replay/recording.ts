import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EventRecord } from "../../format/event.ts";
import { upgradeRecord } from "../../format/upgrade/index.ts";
import { FORMAT_VERSION } from "../../format/version.ts";

/** Where a recording comes from: a trace file, several that belong together, or one already read. */
export type TraceSource = string | URL | Recording | readonly (string | URL)[];

/** A trace that cannot be replayed. The message says why, where, and what to do. */
export class RecordingError extends Error {
  override readonly name = "RecordingError";
}

/** A place to begin from, as recorded. Hand it to `restore` for its state. */
export interface RecordedCheckpoint {
  /** The id it is restored by. */
  readonly id: string;
  /** Id of the event that recorded it. */
  readonly event: string;
  readonly session: string;
  /** Position in its run. */
  readonly seq: number;
  readonly name: string;
  readonly agent: string;
  readonly importance: number | undefined;
  /** Wall time in microseconds since 1970. */
  readonly timeUnixUs: number | undefined;
  /** State and memory as they stand in the trace. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly recording: Recording;
}

type Line = EventRecord & { readonly payload?: unknown };

/** A trace read whole, for replaying: its events in the order they were written, and how they hang together. */
export class Recording {
  readonly events: readonly EventRecord[];
  readonly #byId = new Map<string, EventRecord>();
  readonly #index = new Map<string, number>();
  readonly #results = new Map<string, EventRecord>();
  readonly #blobFolders: readonly string[];

  /** `blobFolders` hold, by hash, what was too long for a line. */
  constructor(events: readonly EventRecord[], blobFolders: readonly string[] = []) {
    this.events = events;
    this.#blobFolders = blobFolders;
    events.forEach((event, index) => {
      if (!this.#byId.has(event.id)) {
        this.#byId.set(event.id, event);
        this.#index.set(event.id, index);
      }
      const call = event.reply_to;
      if (call !== undefined && (isResult(event.kind) || event.kind === "agent_end") && !this.#results.has(call)) this.#results.set(call, event);
    });
  }

  /** The runs in it, by their first event. */
  get roots(): readonly EventRecord[] {
    return this.events.filter(({ kind, parent }) => kind === "agent_start" && (parent === undefined || !this.#byId.has(parent)));
  }

  /** All places to begin from, in order. */
  get checkpoints(): readonly RecordedCheckpoint[] {
    return this.events.filter(({ kind }) => kind === "checkpoint").map((event) => this.#checkpoint(event));
  }

  event(id: string): EventRecord | undefined {
    return this.#byId.get(id);
  }

  /** Where in the order of writing an event stands; -1 if it is not in the recording. */
  indexOf(id: string): number {
    return this.#index.get(id) ?? -1;
  }

  /** The result or response of a call, the end of an agent. */
  resultOf(call: string): EventRecord | undefined {
    return this.#results.get(call);
  }

  /**
   * A checkpoint by its id, by the id of its event, or `last`. Throws RecordingError where there is none.
   */
  checkpoint(which: string): RecordedCheckpoint {
    const all = this.checkpoints;
    const found = which === "last" ? all.at(-1) : all.find(({ id, event }) => id === which || event === which);
    if (found !== undefined) return found;
    const known = all.length === 0 ? "it has none; record some with ctx.checkpoint(state)" : `it has ${all.slice(-5).map(({ id }) => id).join(", ")}`;
    throw new RecordingError(`the trace has no checkpoint "${which}": ${known}`);
  }

  /** Bytes kept beside the trace under their hash; undefined if they are not there. */
  blob(sha256: string): Buffer | undefined {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
    for (const folder of this.#blobFolders) {
      try {
        return readFileSync(join(folder, sha256));
      } catch {
        // Another file's folder may have it.
      }
    }
    return undefined;
  }

  #checkpoint(event: EventRecord): RecordedCheckpoint {
    const payload = payloadOf(event);
    const id = payload["checkpoint"];
    return {
      id: typeof id === "string" ? id : event.id,
      event: event.id,
      session: event.session,
      seq: event.seq ?? 0,
      name: event.name ?? "",
      agent: event.agent ?? "",
      importance: event.importance,
      timeUnixUs: event.time_unix_us,
      payload,
      recording: this,
    };
  }
}

/**
 * Reads a trace for replaying, or several files of runs that belong together. A last line cut by a crash is left out.
 * Throws RecordingError where there is nothing to replay, or the file is of a newer version than this code.
 */
export function readTrace(source: TraceSource): Recording {
  if (source instanceof Recording) return source;
  const files = (Array.isArray(source) ? (source as readonly (string | URL)[]) : [source as string | URL]).map((file) => (file instanceof URL ? fileURLToPath(file) : file));
  const events = files.flatMap((file) => eventsOf(textOf(file), file));
  if (events.length === 0) throw new RecordingError(`${files.join(", ")}: no events to replay`);
  const ordered = files.length === 1 ? events : events.toSorted((a, b) => (a.time_unix_us ?? 0) - (b.time_unix_us ?? 0));
  return new Recording(ordered, files.map((file) => `${file}.blobs`));
}

/** Events of a trace held in memory, as `readTrace` reads them from a file. Throws as `readTrace` does. */
export function parseTrace(text: string): Recording {
  return new Recording(eventsOf(text, "the trace"));
}

/** The payload as an object; empty if there is none. */
export function payloadOf(event: EventRecord): Readonly<Record<string, unknown>> {
  const { payload } = event as Line;
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as Record<string, unknown>) : {};
}

/** True for the kinds a replay can answer. */
export function isCall(kind: string): boolean {
  return kind === "tool_call" || kind === "llm_request";
}

/** True for the kinds that answer a call. */
export function isResult(kind: string): boolean {
  return kind === "tool_result" || kind === "llm_response";
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new RecordingError(`${file} cannot be read`, { cause: error });
  }
}

function eventsOf(text: string, file: string): EventRecord[] {
  const events: EventRecord[] = [];
  let version = FORMAT_VERSION;
  text.split("\n").forEach((line, index) => {
    const record = parsed(line);
    if (record === undefined) return;
    const { peek } = record;
    if (typeof peek === "number") {
      version = peek;
      if (version > FORMAT_VERSION) throw new RecordingError(`${file}, line ${index + 1}: version ${version} is newer than this code reads (${FORMAT_VERSION}); update peaky-peek`);
      return;
    }
    const event = version < FORMAT_VERSION ? upgradeRecord(record, version) : record;
    if (typeof event["id"] === "string" && typeof event["kind"] === "string") events.push(event as EventRecord);
  });
  return events;
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
