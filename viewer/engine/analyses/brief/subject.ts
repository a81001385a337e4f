import type { Redactor } from "../../../../format/redaction/redactor.ts";
import { redactMember } from "../../../../format/redaction/record.ts";
import type { Json } from "../../../../format/event.ts";
import type { RunRow } from "../../api.ts";
import type { EventRef } from "../../contracts/insight.ts";
import { refsOf } from "../insight/refs.ts";
import { Story } from "../insight/story.ts";
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
}

/** Gathers what a brief needs of a run; `redactor` cleans every word of it first. */
export function subjectOf(read: RunEvents, row: RunRow, redactor: Redactor | undefined): Subject {
  const own = redactor === undefined ? read : { ...read, events: read.events.map((event) => cleaned(event, redactor)) };
  const clean = (text: string): string => redactor?.text(text) ?? text;
  const indexOf = new Map<string, number>();
  for (const { index, envelope } of own.events) if (envelope.id !== undefined && !indexOf.has(envelope.id)) indexOf.set(envelope.id, index);
  const named = { ...row, title: clean(row.title), agent: clean(row.agent), task: clean(row.task) };
  return { row: named, fileName: clean(read.file.name), read: own, story: new Story(own.events), ref: refsOf(own), indexOf };
}

function cleaned(event: RunEvent, redactor: Redactor): RunEvent {
  const envelope = Object.fromEntries(Object.entries(event.envelope).map(([key, value]) => [key, redactMember(redactor, key, value)]));
  let parsed: { readonly value: Json | undefined } | undefined;
  const payload = (): Json | undefined => (parsed ??= { value: redactMember(redactor, "payload", event.payload()) as Json | undefined }).value;
  return { ...event, envelope, payload, get payloadText() { return redactor.text(event.payloadText); } };
}
