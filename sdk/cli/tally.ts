import type { EventRecord } from "../../format/event.ts";
import { costUsd, type PriceOverrides } from "../../format/prices/cost.ts";
import { isFailure } from "./filters.ts";

/** Sums over the events of one thing: a run, a model, a tool, an agent. */
export interface Sums {
  readonly name: string;
  events: number;
  calls: number;
  errors: number;
  tokensIn: number;
  tokensOut: number;
  cacheRead: number;
  costUsd: number;
  /** Part of the cost that is by list price, since the trace names none. */
  derivedUsd: number;
  /** Model calls with tokens but without a price. */
  unpriced: number;
  readonly durationsMs: number[];
}

const MOST_DURATIONS = 100_000;
const CALLS: ReadonlySet<string> = new Set(["tool_result", "llm_response", "retrieval"]);

/** Adds events up by name. */
export class Tally {
  readonly #rows = new Map<string, Sums>();
  readonly #prices: PriceOverrides | undefined;

  constructor(prices?: PriceOverrides) {
    this.#prices = prices;
  }

  add(name: string, event: EventRecord): void {
    const row = this.#row(name);
    row.events++;
    if (isFailure(event)) row.errors++;
    if (CALLS.has(event.kind)) {
      row.calls++;
      if (event.duration_ms !== undefined && row.durationsMs.length < MOST_DURATIONS) row.durationsMs.push(event.duration_ms);
    }
    row.tokensIn += event.tokens_in ?? 0;
    row.tokensOut += event.tokens_out ?? 0;
    row.cacheRead += event.tokens_cache_read ?? 0;
    this.#cost(row, event);
  }

  /** The sums, the most expensive and then the most frequent first. */
  rows(): Sums[] {
    return [...this.#rows.values()].toSorted((a, b) => b.costUsd - a.costUsd || b.events - a.events);
  }

  #cost(row: Sums, event: EventRecord): void {
    const own = event.cost_usd;
    if (own !== undefined) {
      row.costUsd += own;
      if (event.derived?.includes("cost_usd")) row.derivedUsd += own;
      return;
    }
    if (event.model === undefined || (event.tokens_in === undefined && event.tokens_out === undefined)) return;
    const listed = costUsd(event.model, event, this.#prices);
    if (listed === undefined) row.unpriced++;
    else {
      row.costUsd += listed;
      row.derivedUsd += listed;
    }
  }

  #row(name: string): Sums {
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    const row = { name, events: 0, calls: 0, errors: 0, tokensIn: 0, tokensOut: 0, cacheRead: 0, costUsd: 0, derivedUsd: 0, unpriced: 0, durationsMs: [] };
    this.#rows.set(name, row);
    return row;
  }
}

/** A percentile of numbers; undefined for none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
}
