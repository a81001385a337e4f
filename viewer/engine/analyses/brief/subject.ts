import type { Redactor } from "../../../../format/redaction/redactor.ts";
import { redactMember } from "../../../../format/redaction/record.ts";
import type { Json } from "../../../../format/event.ts";
import type { WrittenNote } from "../../../../format/notes/written.ts";
import type { RunRow } from "../../api.ts";
import type { EventRef } from "../../contracts/insight.ts";
import { refsOf } from "../insight/refs.ts";
import { Story } from "../insight/story.ts";
import { inRun, type NoteInRun } from "../notes/in-run.ts";
import type { RunEvent, RunEvents } from "../run-events.ts";

/** A run as a brief tells of it. */
export interface Subject {
  readonly row: RunRow;
  readonly fileName: string;
  readonly read: RunEvents;
  readonly story: Story;
  readonly ref: (index: number) => EventRef;
  /** Indexes by id; the first of equal ones. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** What people wrote beside the trace about this run. */
  readonly notes: readonly SubjectNote[];
}

/** A note and its event; -1 for a time range. */
export type SubjectNote = Omit<NoteInRun, "row"> & { readonly index: number };

/** Gathers what a brief needs of a run; `redactor` cleans every word of it first. Who wrote notes is then left out: nothing says that it is no person's name. */
export function subjectOf(read: RunEvents, row: RunRow, redactor: Redactor | undefined, written: readonly WrittenNote[] = []): Subject {
  const own = redactor === undefined ? read : { ...read, events: read.events.map((event) => cleaned(event, redactor)) };
  const clean = (text: string): string => redactor?.text(text) ?? text;
  const indexOf = new Map<string, number>();
  for (const { index, envelope } of own.events) if (envelope.id !== undefined && !indexOf.has(envelope.id)) indexOf.set(envelope.id, index);
  const named = { ...row, title: clean(row.title), agent: clean(row.agent), task: clean(row.task), model: clean(row.model), session: clean(row.session) };
  const indexOfRow = (global: number): number => read.indexOfLocal(global - read.file.rowBase);
  const notes = inRun(written, row, (global) => indexOfRow(global) >= 0).map(({ row: at, rangeMs, text, by }) => ({ index: rangeMs === null ? indexOfRow(at) : -1, rangeMs, text: clean(text), by: redactor === undefined ? by : "" }));
  return { row: named, fileName: clean(read.file.name), read: own, story: new Story(own.events), ref: refsOf(own), indexOf, notes };
}

function cleaned(event: RunEvent, redactor: Redactor): RunEvent {
  const envelope = Object.fromEntries(Object.entries(event.envelope).map(([key, value]) => [key, redactMember(redactor, key, value)]));
  let parsed: { readonly value: Json | undefined } | undefined;
  const payload = (): Json | undefined => (parsed ??= { value: redactMember(redactor, "payload", event.payload()) as Json | undefined }).value;
  // It may be JSON that is cut off, whose names tell what is secret, or no JSON at all.
  return { ...event, envelope, payload, get payloadText() { return redactor.text(redactor.json(event.payloadText)); } };
}
