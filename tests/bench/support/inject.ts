import type { EventRecord, Json } from "../../../format/event.ts";
import { reword } from "./reword.ts";

/** Small repeatable randomness. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. */
  roll(below: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.roll(items.length)] as T;
  }
}

/** A run with a loop put into it. */
export interface Injected {
  readonly events: readonly EventRecord[];
  /** Index of the first event of the second round. */
  readonly loopStarts: number;
  /** Index of the last event of the third round: where a loop can first be known. */
  readonly thirdRoundEnds: number;
  /** Index of the last event of the loop. */
  readonly loopEnds: number;
}

interface Pair {
  readonly call: EventRecord;
  readonly result: EventRecord;
}

/** Repeats a block of 1 to 5 tool calls so that it stands 3 to 8 times in the run, ids and times of each round its own; undefined if the run has too few calls. */
export function injectLoop(events: readonly EventRecord[], dice: Dice, isReworded: boolean): Injected | undefined {
  const pairs = pairsOf(events);
  const length = Math.min(1 + dice.roll(5), pairs.length);
  if (length === 0) return undefined;
  const start = dice.roll(pairs.length - length + 1);
  const block = pairs.slice(start, start + length);
  const rounds = 3 + dice.roll(6);
  const at = events.indexOf((block.at(-1) as Pair).result) + 1;
  const copies: EventRecord[] = [];
  for (let round = 1; round < rounds; round++) for (const pair of block) copies.push(...again(pair, round, dice, isReworded));
  const eventsOfRound = 2 * length;
  return { events: [...events.slice(0, at), ...copies, ...events.slice(at)], loopStarts: at, thirdRoundEnds: at + 2 * eventsOfRound - 1, loopEnds: at + copies.length - 1 };
}

function pairsOf(events: readonly EventRecord[]): Pair[] {
  const calls = new Map(events.filter(({ kind }) => kind === "tool_call").map((event) => [event.id, event]));
  return events.flatMap((result) => {
    const call = result.kind === "tool_result" ? calls.get(result.reply_to ?? "") : undefined;
    return call === undefined ? [] : [{ call, result }];
  });
}

function again({ call, result }: Pair, round: number, dice: Dice, isReworded: boolean): EventRecord[] {
  const id = `${call.id}/${round}`;
  const timeUs = (call.time_unix_us ?? 0) + round * 1_000_003;
  const asked = (call.payload as { arguments?: Json } | undefined)?.arguments ?? {};
  const args = jitter(isReworded ? reword(asked, dice) : asked, dice);
  return [
    { ...call, id, time_unix_us: timeUs, payload: { ...(call.payload as object), arguments: args, call_id: `call_${dice.roll(1e9).toString(36)}` } },
    { ...result, id: `${result.id}/${round}`, reply_to: id, time_unix_us: timeUs + 1000, duration_ms: 20 + dice.roll(900) },
  ];
}

/** What clients add to each request of their own accord. */
function jitter(args: Json, dice: Dice): Json {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return args;
  const hex = (digits: number): string => Array.from({ length: digits }, () => dice.roll(16).toString(16)).join("");
  return { ...args, request_id: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`, timestamp: new Date(1.76e12 + dice.roll(1e9)).toISOString() };
}
