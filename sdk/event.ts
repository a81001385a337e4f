import type { ColumnKey } from "../format/arrow/columns.ts";
import type { Outcome, Severity } from "../format/kinds.ts";

/**
 * What a recording call returns: a frozen handle to the event it wrote, for pointing at it later (`upstream`,
 * `evidence`, `related`, `replyTo`, `parent`).
 */
export interface RecordedEvent {
  readonly id: string;
  /** Position in its run. */
  readonly seq: number;
  readonly kind: string;
  /** The short name on the event's line; empty if it has none. */
  readonly name: string;
  /** The tool called or the model asked, whatever the event is named; empty for other kinds. */
  readonly about: string;
  /** The run it belongs to. */
  readonly session: string;
  /** Monotonic time in microseconds. */
  readonly timeMonoUs: number;
}

/** An event to point at: what a recording call returned, or its id. */
export type EventRef = RecordedEvent | string;

/** What may be said of any event. All of it is optional; what is malformed is left out rather than thrown. */
export interface EventOptions {
  /** Short name a person recognises the step by. */
  readonly name?: string | undefined;
  /** Who acted, if not the scope's agent. */
  readonly agent?: string | undefined;
  /** The enclosing event, if not the scope's current one. */
  readonly parent?: EventRef | undefined;
  /** Events whose output this one used. */
  readonly upstream?: readonly EventRef[] | undefined;
  /** Events a decision rests on. */
  readonly evidence?: readonly (EventRef | Evidence)[] | undefined;
  /** Events an alert or a note is about. */
  readonly related?: readonly EventRef[] | undefined;
  /** The request or call this event answers. */
  readonly replyTo?: EventRef | undefined;
  /** Groups events of one operation. */
  readonly span?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly errorClass?: string | undefined;
  readonly severity?: Severity | undefined;
  /** 0 to 1; the kind's own if absent. */
  readonly importance?: number | undefined;
  /** 0 to 1. */
  readonly confidence?: number | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly tool?: string | undefined;
  readonly policy?: string | undefined;
  /** Agent the message or handoff is addressed to. */
  readonly to?: string | undefined;
  /** Turn in the dialogue, from 0. */
  readonly turn?: number | undefined;
  readonly score?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly costUsd?: number | undefined;
  /** Further members for the payload. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/** A ground in words, with the event that carried it if there is one. */
export interface Evidence {
  /** Where it comes from: user_input, tool, retrieval, … */
  readonly source: string;
  readonly content?: unknown;
  readonly event?: EventRef | undefined;
}

/** Envelope members as the recorder hands them to the line: unchecked, since programs without types call it too. */
export type Members = { readonly [K in ColumnKey]?: unknown };

/** What a kind's maker makes of its input. */
export interface Draft {
  /** Envelope members, apart from those every event gets. */
  readonly members: Members;
  readonly payload?: object | undefined;
  /** The tool called or the model asked, for the event that answers. */
  readonly about?: string | undefined;
  /** The call or request this event ends: linked, and its duration counted from there unless one is given. */
  readonly answers?: EventRef | undefined;
}

/** Turns the input of one recording method into an event. Pure; may throw what hostile input throws. */
export interface Maker<Input> {
  readonly kind: string;
  make(input: Input): Draft;
}
