import type { EventRecord } from "../event.ts";
import { NOTHING, relatedIds, type Alert, type Detector } from "./alert.ts";
import { BoundedMap } from "./bounded-map.ts";

const MOST_KEYS = 500;
const MOST_VALUES = 32;
const LEAST_VALUES = 8;

/** What to watch, and from where on it is odd. */
interface Measure {
  readonly alertType: string;
  readonly kinds: ReadonlySet<string>;
  readonly value: (event: EventRecord) => number | undefined;
  /** Times the usual. */
  readonly factor: number;
  /** At least so much more than usual. */
  readonly excess: number;
  readonly words: (value: number, usual: number) => string;
}

const MEASURES: readonly Measure[] = [
  {
    alertType: "latency_spike",
    kinds: new Set(["tool_result", "llm_response", "retrieval"]),
    value: (event) => event.duration_ms,
    factor: 8,
    excess: 5000,
    words: (value, usual) => `took ${(value / 1000).toFixed(1)} s; ${(usual / 1000).toFixed(1)} s is usual`,
  },
  {
    alertType: "cost_spike",
    kinds: new Set(["llm_response"]),
    value: (event) => event.cost_usd,
    factor: 6,
    excess: 0.05,
    words: (value, usual) => `cost $${value.toFixed(3)}; $${usual.toFixed(3)} is usual`,
  },
];

/** A call that took or cost many times what calls of the same tool or model usually do: 8 times and 5 s more, 6 times and 5 cents more. */
export class SpikeDetector implements Detector {
  readonly #values = new BoundedMap<number[]>(MOST_KEYS);

  observe(event: EventRecord): readonly Alert[] {
    const alerts = MEASURES.filter(({ kinds }) => kinds.has(event.kind)).flatMap((measure) => this.#measure(measure, event));
    return alerts.length === 0 ? NOTHING : alerts;
  }

  #measure({ alertType, value, factor, excess, words }: Measure, event: EventRecord): readonly Alert[] {
    const amount = value(event);
    if (amount === undefined || !Number.isFinite(amount)) return NOTHING;
    const what = event.tool ?? event.model ?? event.name ?? event.kind;
    const values = this.#values.get(`${alertType}\n${event.session}\n${what}`, () => []);
    const usual = median(values);
    values.push(amount);
    if (values.length > MOST_VALUES) values.shift();
    if (values.length <= LEAST_VALUES || amount < usual * factor || amount < usual + excess) return NOTHING;
    return [{ alertType, severity: "medium", signal: `${what} ${words(amount, usual)}`, related: relatedIds([event.reply_to ?? "", event.id]), agent: event.agent ?? "" }];
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
