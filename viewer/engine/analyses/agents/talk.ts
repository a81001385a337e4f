import { asObject } from "../../../../format/importers/kit/read.ts";
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

function draftOf(event: StoryEvent, around: Around): Draft | undefined {
  const from = agentOf(event);
  const { to = "", reply_to: replyTo } = event.envelope;
  const answered = around.events[around.byId.get(replyTo ?? "") ?? -1];
  switch (event.kind) {
    case "agent_turn":
    case "human_input": {
      const peer = answered === undefined ? "" : agentOf(answered);
      return { event, from, to: to !== "" ? to : peer === from ? "" : peer, form: "said" };
    }
    case "handoff":
      return { event, from, to, form: "handed over" };
    case "llm_response":
      return around.turns.has(from) || !saysSomething(event) ? undefined : { event, from, to, form: "said" };
    case "tool_result":
      return answered === undefined && from !== "" ? { event, from, to, form: "said" } : undefined;
    case "agent_start":
    case "agent_end":
      return nested(event, around);
    default:
      return undefined;
  }
}

function saysSomething(event: StoryEvent): boolean {
  const payload = asObject(event.payload());
  const content = payload?.["content"];
  return content !== undefined && content !== null && content !== "" && JSON.stringify(content) !== "[]" && eventText(event) !== "";
}

/** An agent that begins or ends inside another one. */
function nested(event: StoryEvent, { events, byId }: Around): Draft | undefined {
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
