import type { EventRecord } from "../event.ts";
import { PriceBook } from "../prices/cost.ts";
import { NOTHING, relatedIds, type Alert, type Detector } from "./alert.ts";
import { BoundedMap } from "./bounded-map.ts";

const MOST_FLOWS = 200;
const NEAR = 0.9;
const FULL = 0.97;

/** A model call whose input nearly fills the model's context: said at 90 % and again at 97 %, anew after it has shrunk. */
export class ContextLimitDetector implements Detector {
  readonly #levels = new BoundedMap<{ level: number }>(MOST_FLOWS);
  readonly #book = new PriceBook();
  readonly #limits: Readonly<Record<string, number>>;

  /** `limits` are context sizes in tokens by model, for models the price table does not know. */
  constructor(limits: Readonly<Record<string, number>> = {}) {
    this.#limits = limits;
  }

  observe(event: EventRecord): readonly Alert[] {
    const { model, tokens_in: tokens } = event;
    if (event.kind !== "llm_response" || model === undefined || tokens === undefined) return NOTHING;
    const limit = (Object.hasOwn(this.#limits, model) ? this.#limits[model] : undefined) ?? this.#book.price(model)?.context;
    if (limit === undefined) return NOTHING;
    const share = tokens / limit;
    const flow = this.#levels.get(`${event.session}\n${event.agent ?? ""}\n${model}`, () => ({ level: 0 }));
    const level = share >= FULL ? 2 : share >= NEAR ? 1 : 0;
    const before = flow.level;
    flow.level = level;
    if (level <= before) return NOTHING;
    const signal = `the input fills ${Math.round(share * 100)} % of the ${limit.toLocaleString("en")} tokens ${model} can see`;
    return [{ alertType: "context_limit", severity: level === 2 ? "high" : "medium", signal, related: relatedIds([event.reply_to ?? "", event.id]), agent: event.agent ?? "" }];
  }
}
