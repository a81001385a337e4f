import type { AgentAnalyses, AgentMessages, AgentsInfo, EscalationInfo, SpeakerInfo } from "../../contracts/agents.ts";
import type { EventRef } from "../../contracts/insight.ts";
import { refsOf } from "../insight/refs.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvent } from "../run-events.ts";
import { escalationsOf, type Escalation } from "./escalation.ts";
import { lostOf, pingPongsOf } from "./handoffs.ts";
import { PoliciesInForce, policiesOf, type Policy } from "./policies.ts";
import { shiftsOf } from "./stances.ts";
import { agentOf, formNumber, messagesOf, thinkersOf, type Message } from "./talk.ts";
import { topologyOf, type Topology } from "./topology.ts";

const PAYLOAD_LIMIT = 128 * 1024;
/** Findings of one kind and things of one finding that are listed. */
const MOST_LISTED = 200;
const MOST_THINGS = 12;
const MOST_SIGNS = 24;

type Ref = (index: number) => EventRef;

/** The agents of a run: what passes between them and what goes wrong there. */
export const agents: Analysis<AgentAnalyses["agents"]> = async ({ workspace, question }, { run, most }) => {
  const read = await readRun(workspace, run, { question, payloadLimit: PAYLOAD_LIMIT, ...(most !== undefined && { most }) });
  const { events } = read;
  const ref = refsOf(read);
  const messages = messagesOf(events);
  await question.breathe();
  const topology = topologyOf(events, messages);
  await question.breathe();
  const policies = policiesOf(events);
  const speakers = speakersOf(events, messages, topology, ref);
  const place = new Map(speakers.map(({ name }, index) => [name, index]));
  await question.breathe();
  const { lost, unchecked } = lostOf(events, messages);
  await question.breathe();
  const root = events.find(({ kind, envelope }) => kind === "agent_start" && envelope.agent !== undefined)?.envelope.agent ?? "";
  return {
    run,
    events: read.total,
    read: events.length,
    speakers,
    messages: columnsOf(messages, { events, place, policies, root }),
    edges: topology.edges.slice(0, MOST_LISTED * 10).map(({ from, to, ...edge }) => ({ ...edge, from: place.get(from) ?? -1, to: place.get(to) ?? -1 })),
    ignored: topology.ignored.slice(0, MOST_LISTED).map(({ message, things }) => ({ event: ref(message.event), by: message.to, things: things.slice(0, MOST_THINGS) })),
    policies: policies.slice(0, MOST_LISTED * 10).map(({ event, ...policy }) => ({ ...policy, event: ref(event) })),
    shifts: shiftsOf(events, messages).slice(0, MOST_LISTED).map(({ before, after, cause, ...shift }) => ({ ...shift, before: ref(before), after: ref(after), cause: cause < 0 ? null : ref(cause) })),
    escalations: escalationsOf(events).slice(0, MOST_LISTED).map((found) => escalationInfo(found, ref)),
    pingPongs: pingPongsOf(messages, thinkersOf(events)).slice(0, MOST_LISTED).map(({ one, other, events: passed }) => ({ one, other, passes: passed.length, events: passed.slice(0, MOST_SIGNS).map(ref) })),
    lost: lost.slice(0, MOST_LISTED).map(({ handoff, things, ...between }) => ({ ...between, handoff: ref(handoff), thingsTotal: things.length, things: things.slice(0, MOST_THINGS).map(({ thing, stood }) => ({ thing, stood: ref(stood) })) })),
    unchecked,
  } satisfies AgentsInfo;
};

/** Everybody who acts or is spoken to, in the order in which they come in. */
function speakersOf(events: readonly RunEvent[], messages: readonly Message[], topology: Topology, ref: Ref): SpeakerInfo[] {
  type Counted = { -readonly [K in "events" | "turns" | "characters" | "tokensOut"]: SpeakerInfo[K] } & { first: number };
  const found = new Map<string, Counted>();
  const meet = (name: string, index: number): Counted => {
    const known = found.get(name) ?? { events: 0, turns: 0, characters: 0, tokensOut: null, first: index };
    found.set(name, known);
    return known;
  };
  for (const event of events) {
    const name = agentOf(event);
    if (name === "") continue;
    const counted = meet(name, event.index);
    counted.events++;
    if (event.envelope.tokens_out !== undefined) counted.tokensOut = (counted.tokensOut ?? 0) + event.envelope.tokens_out;
  }
  for (const { from, to, event, text } of messages) {
    if (to !== "") meet(to, event);
    if (from === "") continue;
    const counted = meet(from, event);
    counted.turns++;
    counted.characters += text.length;
  }
  return [...found]
    .toSorted(([, a], [, b]) => a.first - b.first)
    .map(([name, { first, ...counted }]) => ({ name, ...counted, first: ref(first), told: topology.told.get(name)?.told ?? 0, ignored: topology.told.get(name)?.ignored ?? 0 }));
}

interface Columns {
  readonly events: readonly RunEvent[];
  readonly place: ReadonlyMap<string, number>;
  readonly policies: readonly Policy[];
  readonly root: string;
}

function columnsOf(messages: readonly Message[], { events, place, policies, root }: Columns): AgentMessages {
  const inForce = new PoliciesInForce(policies, root);
  return {
    rows: Int32Array.from(messages, ({ event }) => events[event]?.row ?? -1),
    from: Int16Array.from(messages, ({ from }) => place.get(from) ?? -1),
    to: Int16Array.from(messages, ({ to }) => place.get(to) ?? -1),
    form: Uint8Array.from(messages, ({ form }) => formNumber(form)),
    implied: Uint8Array.from(messages, ({ implied }) => Number(implied)),
    policy: Int16Array.from(messages, ({ event, from }) => inForce.at(event, from)),
  };
}

function escalationInfo({ onset, peak, pressure, signs }: Escalation, ref: Ref): EscalationInfo {
  const shown = signs.slice(0, MOST_SIGNS).map(({ event, says, weight }) => ({ event: ref(event), says, weight }));
  return { onset: ref(onset), peak: ref(peak), pressure, signs: shown, signsTotal: signs.length };
}
