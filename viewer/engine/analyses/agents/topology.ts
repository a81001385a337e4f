import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";
import { agentOf, thinkersOf, type Message } from "./talk.ts";
import { thingsOf } from "./things.ts";

/** Speech between two agents. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly messages: number;
  readonly characters: number;
  readonly things: number;
  readonly unused: number;
}

/** A message whose addressee used none of what was new in it. */
export interface Ignored {
  readonly message: Message;
  readonly things: readonly string[];
}

export interface Topology {
  readonly edges: readonly Edge[];
  readonly ignored: readonly Ignored[];
  /** By addressee: messages that brought something new, and those of which nothing was used. */
  readonly told: ReadonlyMap<string, { readonly told: number; readonly ignored: number }>;
}

/** Fewer new things than these say too little for "ignored". */
const LEAST_THINGS = 2;
/** What an agent reads is not what it uses. */
const READ_ONLY: ReadonlySet<string> = new Set(["llm_request", "checkpoint", "agent_start", "prompt_policy", "log", "annotation"]);

/** Who speaks to whom, how much, and what of it is never taken up. */
export function topologyOf(events: readonly StoryEvent[], messages: readonly Message[]): Topology {
  const used = lastUses(events, messages);
  const thinkers = thinkersOf(events);
  const edges = new Map<string, { -readonly [K in keyof Edge]: Edge[K] }>();
  const told = new Map<string, { told: number; ignored: number }>();
  const known = new Set<string>();
  const ignored: Ignored[] = [];
  for (const message of messages) {
    const fresh = [...message.things].filter(([key]) => !known.has(key));
    for (const [key] of fresh) known.add(key);
    if (message.to === "" || message.to === message.from) continue;
    const name = `${message.from}\n${message.to}`;
    const edge = edges.get(name) ?? { from: message.from, to: message.to, messages: 0, characters: 0, things: 0, unused: 0 };
    edges.set(name, edge);
    edge.messages++;
    edge.characters += message.text.length;
    const uses = used.get(message.to);
    // An addressee that never does anything afterwards did not ignore; nor does one that only hands back results.
    if (uses === undefined || uses.last <= message.event || !thinkers.has(message.to)) continue;
    const unused = fresh.filter(([key]) => (uses.things.get(key) ?? -1) <= message.event);
    edge.things += fresh.length;
    edge.unused += unused.length;
    if (fresh.length < LEAST_THINGS) continue;
    const count = told.get(message.to) ?? { told: 0, ignored: 0 };
    told.set(message.to, count);
    count.told++;
    if (unused.length < fresh.length) continue;
    count.ignored++;
    ignored.push({ message, things: unused.map(([, thing]) => thing) });
  }
  return { edges: [...edges.values()].toSorted((a, b) => b.messages - a.messages), ignored, told };
}

interface Uses {
  /** Index of the last event of the agent. */
  last: number;
  /** Index of the last event of the agent that names a thing. */
  readonly things: Map<string, number>;
}

function lastUses(events: readonly StoryEvent[], messages: readonly Message[]): ReadonlyMap<string, Uses> {
  const read = new Map(messages.map(({ event, things }) => [event, things]));
  const uses = new Map<string, Uses>();
  for (const event of events) {
    const agent = agentOf(event);
    if (agent === "" || READ_ONLY.has(event.kind)) continue;
    const own = uses.get(agent) ?? { last: -1, things: new Map<string, number>() };
    uses.set(agent, own);
    if (event.kind !== "agent_end") own.last = event.index;
    for (const key of (read.get(event.index) ?? thingsOf(eventText(event))).keys()) own.things.set(key, event.index);
  }
  return uses;
}
