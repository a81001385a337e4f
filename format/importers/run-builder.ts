import type { Envelope } from "../arrow/columns.ts";
import type { EventRecord, Json } from "../event.ts";
import { KINDS, isKind } from "../kinds.ts";
import type { ImportSink, SourcePlace } from "./types.ts";

/** Envelope members an importer may set; the builder owns the rest. */
export type ImportedEnvelope = Omit<Envelope, "seq" | "session" | "kind">;

/** One event to add to a run. */
export interface ImportedEvent {
  readonly kind: string;
  readonly envelope?: ImportedEnvelope;
  readonly payload?: { readonly [key: string]: Json | undefined };
  readonly source?: SourcePlace;
}

/** Microseconds between events whose source has no time. */
const DERIVED_STEP_US = 1_000_000;
const DERIVED_START_US = 0;

/**
 * Adds the events of one run to a sink: numbers them, gives stable ids and times to those that have none and marks
 * what it made up as `derived`. A missing time becomes the time of the event before it (plus one second where the
 * whole run has none), so that order is kept.
 */
export class RunBuilder {
  readonly session: string;
  readonly #sink: ImportSink;
  readonly #trace: string | undefined;
  #seq = 0;
  #lastTimeUs: number | undefined;
  #anyTime = false;

  constructor(sink: ImportSink, session: string, trace?: string) {
    this.#sink = sink;
    this.session = session;
    this.#trace = trace;
  }

  /** Number of events added so far. */
  get length(): number {
    return this.#seq;
  }

  /** Adds an event and returns its id. */
  add(event: ImportedEvent): string {
    const given = event.envelope ?? {};
    const derived = [...(given.derived ?? [])];
    const id = given.id ?? stableId(this.session, this.#seq);
    if (given.id === undefined) note(derived, "id");
    const timeUs = this.#timeOf(given, derived);
    const record: Record<string, unknown> = {
      ...given,
      seq: this.#seq++,
      id,
      kind: event.kind,
      session: this.session,
      time_unix_us: timeUs,
      importance: given.importance ?? (isKind(event.kind) ? KINDS[event.kind].importance : undefined),
    };
    if (this.#trace !== undefined) record["trace"] ??= this.#trace;
    if (derived.length > 0) record["derived"] = derived;
    if (event.payload !== undefined) record["payload"] = event.payload;
    this.#sink.emit(record as EventRecord, event.source);
    return id;
  }

  #timeOf(given: ImportedEnvelope, derived: string[]): number {
    if (given.time_unix_us !== undefined && Number.isFinite(given.time_unix_us)) {
      this.#anyTime = true;
      this.#lastTimeUs = Math.round(given.time_unix_us);
      return this.#lastTimeUs;
    }
    note(derived, "time_unix_us");
    const step = this.#anyTime || this.#lastTimeUs === undefined ? 0 : DERIVED_STEP_US;
    this.#lastTimeUs = (this.#lastTimeUs ?? DERIVED_START_US) + step;
    return this.#lastTimeUs;
  }
}

function note(derived: string[], member: string): void {
  if (!derived.includes(member)) derived.push(member);
}

/** 16 hex digits made from a run and a number (two 32-bit FNV-1a hashes): the same file gives the same ids, so links and notes stay valid. */
export function stableId(session: string, index: number): string {
  const text = `${session}/${index}`;
  return fnv1a(text, 0x811c9dc5) + fnv1a(text, 0x9747b28c);
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return (hash >>> 0).toString(16).padStart(8, "0");
}
