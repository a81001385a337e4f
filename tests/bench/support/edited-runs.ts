import type { Json } from "../../../format/event.ts";
import type { RunEvent } from "../../../viewer/engine/analyses/run-events.ts";
import { randomNumbers } from "../../support/random.ts";

const TOOLS = ["search_direct_flight", "get_reservation_details", "get_user_details", "update_reservation_flights", "cancel_reservation", "calculate", "think", "send_certificate"];
const WORDS = "the user wants to change flight reservation cabin economy business payment card gift certificate bag date city policy allowed refund please confirm yes no airport".split(" ");

type Random = () => number;

/** A run of an agent that talks and calls tools, with the repetitions real ones have; the same seed gives the same run. */
export function longRun(count: number, seed: number): RunEvent[] {
  const random = randomNumbers(seed);
  const events: RunEvent[] = [];
  while (events.length < count) events.push(...turn(random, events.length));
  return events.slice(0, count);
}

function turn(random: Random, first: number): RunEvent[] {
  const tool = pick(random, TOOLS);
  const id = `R${Math.floor(random() * 400)}`;
  const said = words(random, 4 + Math.floor(random() * 12));
  return [
    event(first, "llm_response", { agent: "agent" }, { content: random() < 0.3 ? "Let me check." : said }),
    event(first + 1, "tool_call", { agent: "agent", tool }, { arguments: { reservation_id: id, query: words(random, 2) } }),
    event(first + 2, "tool_result", { agent: "agent", tool }, { result: random() < 0.15 ? "OK" : `${id} ${words(random, 8)}` }),
  ];
}

function event(index: number, kind: string, envelope: RunEvent["envelope"], payload: Json): RunEvent {
  return { index, row: index, kind, envelope: { kind, ...envelope }, flag: 0, parent: -1, startUs: index, endUs: index, payloadText: "", payload: () => payload };
}

/** A copy with edits, and which step of the original stands where in it. */
export interface EditedCopy {
  readonly events: RunEvent[];
  readonly truth: ReadonlyMap<number, number>;
}

/** Edits that share of the steps: insertions, deletions, changed arguments, and now and then a block moved or repeated. */
export function editedCopy(original: readonly RunEvent[], { share, seed }: { readonly share: number; readonly seed: number }): EditedCopy {
  const random = randomNumbers(seed * 7919 + 13);
  let copy: { readonly from: number; readonly event: RunEvent }[] = original.map((from, index) => ({ from: index, event: from }));
  for (let edits = Math.round(original.length * share); edits > 0; edits--) {
    const at = Math.floor(random() * copy.length);
    const kind = random();
    const block = copy.slice(at, at + 3);
    if (kind < 0.3) copy.splice(at, 0, { from: -1, event: turn(random, 0)[Math.floor(random() * 3)] as RunEvent });
    else if (kind < 0.6) copy.splice(at, 1);
    else if (kind < 0.97) copy[at] = { from: copy[at]?.from ?? -1, event: changed(random, copy[at]?.event as RunEvent) };
    else if (kind < 0.985) copy.splice(at + 3, 0, ...block.map(({ event: again }) => ({ from: -1, event: again })));
    else copy = moved(copy, at, random);
  }
  const truth = new Map(copy.flatMap(({ from }, index) => (from < 0 ? [] : [[from, index] as const])));
  return { events: copy.map(({ event: kept }, index) => ({ ...kept, index, row: index })), truth };
}

function moved<T>(copy: readonly T[], at: number, random: Random): T[] {
  const block = copy.slice(at, at + 3);
  const rest = [...copy.slice(0, at), ...copy.slice(at + 3)];
  const to = Math.min(rest.length, at + 5 + Math.floor(random() * 20));
  return [...rest.slice(0, to), ...block, ...rest.slice(to)];
}

/** The step with one argument, or a few words, changed. */
function changed(random: Random, from: RunEvent): RunEvent {
  const payload = from.payload() as { readonly [key: string]: Json };
  const call = payload["arguments"] as { readonly [key: string]: Json } | undefined;
  const edited: Json = call === undefined ? Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, `${JSON.stringify(value)} ${words(random, 2)}`])) : { arguments: { ...call, query: words(random, 2) } };
  return { ...from, payload: () => edited };
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => pick(random, WORDS)).join(" ");
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}
