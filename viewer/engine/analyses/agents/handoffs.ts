import { asList, asObject } from "../../../../format/importers/kit/read.ts";
import type { Json } from "../../../../format/event.ts";
import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";
import { agentOf, type Message } from "./talk.ts";
import { thingsOf } from "./things.ts";

export interface Lost {
  readonly handoff: number;
  readonly from: string;
  readonly to: string;
  readonly things: readonly { readonly thing: string; readonly stood: number }[];
}

export interface PingPong {
  readonly one: string;
  readonly other: string;
  /** Indexes of the events that pass the work. */
  readonly events: readonly number[];
}

/** Passes between the same two without anything new that make a ping-pong. */
const LEAST_PASSES = 3;
/** New words that make a message something new, where it names no new thing. */
const NEW_WORDS = 5;
/** Characters of a request read for what the receiver was given. */
const REQUEST_UNITS = 64 * 1024;
/** Handoffs that lose something are looked for until there are so many. */
const MOST_LOST = 200;
/** Things remembered of what an agent was told; older ones fade. */
const MOST_KNOWN = 1000;

/** Work that goes A, B, A and on between the same two while nothing new is named. Only what passes between `thinkers` counts. */
export function pingPongsOf(messages: readonly Message[], thinkers: ReadonlySet<string>): PingPong[] {
  const found: PingPong[] = [];
  const known = new Set<string>();
  let passes: Message[] = [];
  const close = (): void => {
    const [first] = passes;
    if (first !== undefined && passes.length >= LEAST_PASSES) found.push({ one: first.from, other: first.to, events: passes.map(({ event }) => event) });
    passes = [];
  };
  for (const message of messages) {
    const last = passes.at(-1);
    const isNew = [...message.things.keys()].some((key) => !known.has(key)) || [...message.words].filter((word) => !known.has(word)).length >= NEW_WORDS;
    for (const key of [...message.things.keys(), ...message.words]) known.add(key);
    if (message.to === "" || message.to === message.from || !thinkers.has(message.from) || !thinkers.has(message.to)) continue;
    if (last !== undefined && (last.from !== message.to || last.to !== message.from || isNew)) close();
    passes.push(message);
  }
  close();
  return found;
}

/**
 * What the sender of a handoff knew of the task and its receiver was never told: things of the task, of people's input
 * and of what was said to the sender, that stand neither in what was handed over nor in the receiver's first request or
 * input. Handoffs of which nothing of that was recorded cannot be checked and are counted.
 */
export function lostOf(events: readonly StoryEvent[], messages: readonly Message[]): { readonly lost: readonly Lost[]; readonly unchecked: number } {
  const lost: Lost[] = [];
  const heard = new Heard();
  let [unchecked, next] = [0, 0];
  for (const message of messages) {
    if (message.form !== "handed over" || message.to === "") continue;
    for (; next < message.event; next++) heard.add(events[next] as StoryEvent);
    const given = givenTo(events, message);
    if (given === undefined) {
      unchecked++;
      continue;
    }
    if (lost.length >= MOST_LOST) continue;
    const things = heard.by(message.from).filter(([key]) => !given.has(key)).map(([, thing]) => thing);
    if (things.length > 0) lost.push({ handoff: message.event, from: message.from, to: message.to, things });
  }
  return { lost, unchecked };
}

type Things = Map<string, { readonly thing: string; readonly stood: number }>;

/** What agents were told so far: things, each with where it last stood. */
class Heard {
  readonly #everybody: Things = new Map();
  readonly #own = new Map<string, Things>();

  add(event: StoryEvent): void {
    if (event.kind === "human_input" || (event.kind === "agent_start" && event.parent < 0)) remember(this.#everybody, event);
    const { to } = event.envelope;
    if ((event.kind !== "agent_turn" && event.kind !== "handoff") || to === undefined) return;
    const own = this.#own.get(to) ?? new Map();
    this.#own.set(to, own);
    remember(own, event);
  }

  by(agent: string): [key: string, { readonly thing: string; readonly stood: number }][] {
    return [...new Map([...this.#everybody, ...(this.#own.get(agent) ?? [])])];
  }
}

function remember(known: Things, event: StoryEvent): void {
  for (const [key, thing] of thingsOf(eventText(event))) {
    known.delete(key);
    known.set(key, { thing, stood: event.index });
  }
  for (const key of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(key);
  }
}

/** Keys of what the receiver got; undefined if nothing tells. */
function givenTo(events: readonly StoryEvent[], { event: at, to, things }: Message): ReadonlySet<string> | undefined {
  const payload = asObject(events[at]?.payload());
  const given = new Set(things.keys());
  let isTold = payload?.["context"] !== undefined;
  for (let index = at + 1; index < events.length; index++) {
    const event = events[index] as StoryEvent;
    if (event.kind === "handoff") break;
    if (agentOf(event) !== to) continue;
    const received = receivedIn(event);
    if (received === undefined) {
      if (event.kind === "agent_turn" || event.kind === "tool_call") break;
      continue;
    }
    isTold = true;
    for (const key of thingsOf(received).keys()) given.add(key);
    if (event.kind === "llm_request") break;
  }
  return isTold ? given : undefined;
}

function receivedIn(event: StoryEvent): string | undefined {
  const payload = asObject(event.payload());
  if (event.kind === "agent_start") return payload?.["input"] === undefined ? undefined : eventText(event);
  if (event.kind !== "llm_request") return undefined;
  const said: (Json | undefined)[] = [payload?.["system"], ...asList(payload?.["messages"]).map((message) => asObject(message)?.["content"])];
  const texts = said.filter((part) => part !== undefined).map((part) => (typeof part === "string" ? part : JSON.stringify(part)));
  return texts.length === 0 ? undefined : texts.join("\n").slice(0, REQUEST_UNITS);
}
