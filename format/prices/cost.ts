import { editionOf, plainModelId } from "./model-id.ts";
import { PRICE_LISTS, type Price } from "./table.ts";

/** Tokens of one call, counted as the envelope counts them: input with cached ones, output with reasoning. */
export interface CostTokens {
  readonly tokens_in?: number | undefined;
  readonly tokens_out?: number | undefined;
  readonly tokens_cache_read?: number | undefined;
  readonly tokens_cache_write?: number | undefined;
}

/** Prices of the user's own, by model id or the beginning of one; they go before the table. */
export type PriceOverrides = Readonly<Record<string, Price>>;

const PER_TOKEN = 1e-6;
const PRICES: ReadonlyMap<string, Price> = new Map(PRICE_LISTS.flatMap(({ models }) => Object.entries(models)));

/** The price of a model; undefined if nobody says. */
export function priceOf(model: string, overrides: PriceOverrides = {}): Price | undefined {
  const exact = Object.hasOwn(overrides, model) ? overrides[model] : undefined;
  if (exact !== undefined) return exact;
  const plain = new Map(Object.entries(overrides).map(([key, price]) => [plainModelId(key), price]));
  const own = editionOf(model, plain.keys());
  if (own !== undefined) return plain.get(own);
  const listed = editionOf(model, PRICES.keys());
  return listed === undefined ? undefined : PRICES.get(listed);
}

/** What a call cost in US dollars by list price; undefined if the model has no price or no tokens were counted. */
export function costUsd(model: string, tokens: CostTokens, overrides?: PriceOverrides): number | undefined {
  if (tokens.tokens_in === undefined && tokens.tokens_out === undefined) return undefined;
  const price = priceOf(model, overrides);
  return price === undefined ? undefined : costAt(price, tokens);
}

/** What a call cost at a price. */
export function costAt(price: Price, { tokens_in: input = 0, tokens_out: output = 0, tokens_cache_read: read = 0, tokens_cache_write: write = 0 }: CostTokens): number {
  const rate = price.long !== undefined && input > price.long.above ? price.long : price;
  const fresh = Math.max(0, input - read - write);
  const dollars = fresh * rate.input + read * (rate.cacheRead ?? rate.input) + write * (rate.cacheWrite ?? rate.input) + output * rate.output;
  return Math.round(dollars * PER_TOKEN * 1e10) / 1e10;
}

/** Finds prices of models once and remembers them: for callers that ask for every event. */
export class PriceBook {
  readonly #overrides: PriceOverrides;
  readonly #known = new Map<string, Price | undefined>();

  constructor(overrides: PriceOverrides = {}) {
    this.#overrides = overrides;
  }

  /** The price of a model; undefined if nobody says. */
  price(model: string): Price | undefined {
    if (!this.#known.has(model)) {
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.set(model, priceOf(model, this.#overrides));
    }
    return this.#known.get(model);
  }
}

const MOST_KNOWN = 500;
