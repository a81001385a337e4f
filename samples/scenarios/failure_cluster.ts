import { TraceContext } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { HAIKU, ScriptedModel, type Script } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox } from "./support/tools.ts";

const ITEMS = ["AX-1041", "AX-1042", "BQ-2207", "BQ-2208", "BQ-2209", "CM-0317", "CM-0318", "DR-5501", "DR-5502", "EL-9003"];
const TASK = `Bring the prices of these items up to date: ${ITEMS.join(", ")}`;

const CATALOGUE: Readonly<Record<string, number>> = { "AX-1041": 12.9, "AX-1042": 14.5, "CM-0317": 8.25, "DR-5501": 102, "DR-5502": 110.4, "EL-9003": 3.1 };
const SLOW = new Set(["DR-5501"]);

/** What the catalogue service answers with: its own stack, not ours. */
function remoteStack(message: string): string {
  return `catalog.errors.ItemNotFound: ${message}\n  at catalog.store.PriceStore.find(PriceStore.kt:88)\n  at catalog.api.PriceRoutes.get(PriceRoutes.kt:41)\n  at io.ktor.server.routing.Route.handle(Route.kt:214)`;
}

class Catalogue {
  readonly #asked = new Map<string, number>();

  price(item: string): number {
    const attempt = (this.#asked.get(item) ?? 0) + 1;
    this.#asked.set(item, attempt);
    if (SLOW.has(item) && attempt === 1) throw new ScenarioError("TimeoutError", `GET /v2/prices/${item} took longer than 3000 ms`);
    const price = CATALOGUE[item];
    if (price !== undefined) return price;
    const message = `no item '${item}' in catalogue eu-west-1 (request ${(attempt * 7919 + item.length * 104729).toString(16)}, attempt ${attempt})`;
    throw new ScenarioError("ItemNotFoundError", message, { stack: remoteStack(message) });
  }
}

const ATTEMPTS = 2;

/** One call for each item that has no answer yet. */
const script: Script = (_messages, turn) => {
  const item = ITEMS[turn];
  return item === undefined ? { text: "Six of ten prices are up to date; BQ-2207, BQ-2208, BQ-2209 and CM-0318 are not in the catalogue." } : { calls: [["get_price", { item }]] };
};

async function run({ recorder, clock }: Stage): Promise<void> {
  const catalogue = new Catalogue();
  const tools = new Toolbox(clock, { get_price: { description: "Current price of an item", takes: { item: "string" }, ms: 140, run: ({ item }) => ({ item, price_usd: catalogue.price(String(item)) }) } });
  await TraceContext.run({ recorder, agentName: "price-keeper", title: "Update ten prices from the catalogue", framework: "custom", task: "shop/prices", input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(HAIKU, clock, script), "You keep prices up to date. Ask for one item at a time; try a failed one once more.", tools);
    chat.user(TASK);
    const missing: string[] = [];
    for (let answer = await chat.ask(); answer.calls.length > 0; answer = await chat.ask()) {
      for (const call of answer.calls) {
        let error: unknown;
        for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
          ({ error } = await chat.perform(call, answer.event));
          if (error === undefined) break;
          await clock.sleep(500);
        }
        if (error !== undefined) missing.push(String(call.arguments["item"]));
      }
    }
    ctx.recordError(new ScenarioError("IncompleteError", `${missing.length} of ${ITEMS.length} items have no price: ${missing.join(", ")}`));
    ctx.setResult({ outcome: "failed", score: (ITEMS.length - missing.length) / ITEMS.length, output: { missing } });
  });
}

export const failureCluster: Scenario = {
  name: "failure_cluster",
  group: "error",
  title: "Nine failures, two causes",
  question: "Are these failures one problem or many?",
  answer: { kind: "tool_result", says: "no item 'BQ-2207'" },
  startUnixUs: utc(2025, 11, 11, 4, 0),
  run,
};
