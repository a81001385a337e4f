import type { EventRecord } from "../event.ts";

/** What a span is made from: an event, and the one that ends it, if one does. */
export interface Pair {
  readonly open: EventRecord;
  readonly close?: EventRecord;
}

const BEGUN_BY: Readonly<Record<string, string>> = { agent_end: "agent_start", llm_response: "llm_request", tool_result: "tool_call" };
const BEGINNINGS: ReadonlySet<string> = new Set(Object.values(BEGUN_BY));

/** Brings requests and responses, calls and results, starts and ends together as they come; holds only what is still open. */
export class Pairing {
  readonly #open = new Map<string, EventRecord>();

  /** Takes the next event in; gives what is now complete. */
  take(event: EventRecord): readonly Pair[] {
    if (BEGINNINGS.has(event.kind)) return this.#hold(event);
    const begun = Object.hasOwn(BEGUN_BY, event.kind) ? this.#beginningOf(event) : undefined;
    if (begun === undefined) return [{ open: event }];
    this.#open.delete(keyOf(event.session, begun.id));
    return [{ open: begun, close: event }];
  }

  /** What never ended, in the order it began. */
  rest(): readonly Pair[] {
    return [...this.#open.values()].map((open) => ({ open }));
  }

  #hold(event: EventRecord): readonly Pair[] {
    const key = keyOf(event.session, event.id);
    const same = this.#open.get(key);
    this.#open.set(key, event);
    return same === undefined ? [] : [{ open: same }];
  }

  #beginningOf(event: EventRecord): EventRecord | undefined {
    const kind = BEGUN_BY[event.kind];
    const found = event.reply_to === undefined ? this.#ofTheRun(event) : this.#open.get(keyOf(event.session, event.reply_to));
    return found?.kind === kind ? found : undefined;
  }

  /** An end that names no start ends the run. */
  #ofTheRun(event: EventRecord): EventRecord | undefined {
    if (event.kind !== "agent_end" || event.parent !== undefined) return undefined;
    return [...this.#open.values()].find((open) => open.session === event.session && open.kind === "agent_start" && open.parent === undefined);
  }
}

function keyOf(session: string, id: string): string {
  return `${session}\n${id}`;
}
