import { asObject, lookUp } from "../../../../format/importers/kit/read.ts";
import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";
import { MESSAGE_FORMS, type MessageForm } from "../../contracts/agents.ts";
import { thingsOf } from "./things.ts";

/** One message between agents. */
export interface Message {
  /** Index of its event in the run. */
  readonly event: number;
  readonly from: string;
  /** Empty if nobody can be told. */
  readonly to: string;
  readonly form: MessageForm;
  readonly implied: boolean;
  readonly text: string;
  readonly things: ReadonlyMap<string, string>;
  /** Its longer words, in lower case. */
  readonly words: ReadonlySet<string>;
}

interface Draft {
  readonly event: StoryEvent;
  readonly from: string;
  readonly to: string;
  readonly form: MessageForm;
}

const PERSON = "user";

/**
 * Every message between the agents of a run, in order. Where nothing names the addressee it is whoever speaks next; for
 * the last one, whoever spoke before.
 */
export function messagesOf(events: readonly StoryEvent[]): Message[] {
  const turns = new Set(events.filter(({ kind }) => kind === "agent_turn").map(agentOf));
  const byId = new Map(events.map(({ envelope, index }) => [envelope.id ?? "", index]));
  const drafts = withoutDoubles(events.flatMap((event) => draftOf(event, { events, turns, byId }) ?? []));
  return drafts.map((draft, at) => {
    const to = draft.to !== "" ? draft.to : (neighbour(drafts, at, draft.from) ?? "");
    const text = eventText(draft.event);
    return { event: draft.event.index, from: draft.from, to, form: draft.form, implied: draft.to === "" && to !== "", text, things: thingsOf(text), words: longWords(text) };
  });
}

/** Who an event is of; a person's input without a name is the user's. */
export function agentOf({ kind, envelope }: StoryEvent): string {
  return envelope.agent ?? (kind === "human_input" ? PERSON : "");
}

interface Around {
  readonly events: readonly StoryEvent[];
  /** Agents that record their turns; what their models answer is not said a second time. */
  readonly turns: ReadonlySet<string>;
  readonly byId: ReadonlyMap<string, number>;
}

/** An event with who it is of, and the event it answers. */
interface Speech {
  readonly event: StoryEvent;
  readonly from: string;
  readonly answered: StoryEvent | undefined;
  readonly around: Around;
}

const spoken = ({ event, from, answered }: Speech): Draft => {
  const peer = answered === undefined ? "" : agentOf(answered);
  return { event, from, to: event.envelope.to ?? (peer === from ? "" : peer), form: "said" };
};
const nested = ({ event, around }: Speech): Draft | undefined => nestedDraft(event, around);

/** What makes an event a message, by kind. */
const DRAFTS: Readonly<Record<string, (speech: Speech) => Draft | undefined>> = {
  agent_turn: spoken,
  human_input: spoken,
  handoff: ({ event, from }) => ({ event, from, to: event.envelope.to ?? "", form: "handed over" }),
  llm_response: ({ event, from, around }) => (around.turns.has(from) || !saysSomething(event) ? undefined : { event, from, to: event.envelope.to ?? "", form: "said" }),
  tool_result: ({ event, from, answered }) => (answered === undefined && from !== "" ? { event, from, to: event.envelope.to ?? "", form: "said" } : undefined),
  agent_start: nested,
  agent_end: nested,
};

function draftOf(event: StoryEvent, around: Around): Draft | undefined {
  const answered = around.events[around.byId.get(event.envelope.reply_to ?? "") ?? -1];
  return lookUp(DRAFTS, event.kind)?.({ event, from: agentOf(event), answered, around });
}

function saysSomething(event: StoryEvent): boolean {
  const payload = asObject(event.payload());
  const content = payload?.["content"];
  return content !== undefined && content !== null && content !== "" && JSON.stringify(content) !== "[]" && eventText(event) !== "";
}

/** An agent that begins or ends inside another one. */
function nestedDraft(event: StoryEvent, { events, byId }: Around): Draft | undefined {
  const start = event.kind === "agent_start" ? event : events[byId.get(event.envelope.reply_to ?? "") ?? -1];
  const inner = agentOf(event);
  const outer = ownerOf(events, start?.parent ?? -1);
  if (outer === "" || inner === "" || outer === inner) return undefined;
  return event.kind === "agent_start" ? { event, from: outer, to: inner, form: "started" } : { event, from: inner, to: outer, form: "returned" };
}

function ownerOf(events: readonly StoryEvent[], index: number): string {
  const event = events[index];
  return event === undefined ? "" : agentOf(event);
}

/** A handoff and the start it causes are one message; so are a turn and the return that says nothing more. */
function withoutDoubles(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const last = kept.at(-1);
    const isDouble = draft.form === "started" && last?.form === "handed over" && last.from === draft.from && (last.to === draft.to || last.to === "");
    const saidJust = draft.form === "returned" && last !== undefined && last.from === draft.from;
    if (!isDouble && !saidJust) kept.push(draft);
  }
  return kept;
}

function neighbour(drafts: readonly Draft[], at: number, from: string): string | undefined {
  const next = drafts.slice(at + 1, at + 1 + LOOK_AROUND).find((draft) => draft.from !== from);
  return (next ?? drafts.slice(Math.max(0, at - LOOK_AROUND), at).findLast((draft) => draft.from !== from))?.from;
}

const LOOK_AROUND = 200;

function longWords(text: string): ReadonlySet<string> {
  return new Set((text.slice(0, MOST_UNITS).toLowerCase().match(LONG_WORD) ?? []).slice(0, MOST_WORDS));
}

const LONG_WORD = /\p{L}{5,40}/gu;
const MOST_UNITS = 8000;
const MOST_WORDS = 400;

/** Agents that do more than hand back results: a terminal, say, takes up nothing of what it is told. */
export function thinkersOf(events: readonly StoryEvent[]): ReadonlySet<string> {
  return new Set(events.filter(({ kind }) => kind !== "tool_result").map(agentOf));
}

/** The number a form has in columns. */
export function formNumber(form: MessageForm): number {
  return MESSAGE_FORMS.indexOf(form);
}
