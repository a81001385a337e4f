import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { ScriptedModel, SONNET, type Script } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox } from "./support/tools.ts";

const MOST_STEPS = 12;
const ALIKE_BEFORE_ALERT = 3;
const TASK = "Find me a non-stop flight from Zürich to Reykjavík on 14 November, and hold it.";

/** The trap: the tool answers "try again" to an airport code that does not exist, and the model believes it. */
const script: Script = (_messages, turn) => ({
  reasoning: turn === 0 ? "Reykjavík is served by RKV." : "The search says to try again later, so I will search once more.",
  text: turn === 0 ? "Let me look for flights." : "The search is still warming up; trying again.",
  calls: [["search_flights", { from: "ZRH", to: "RKV", date: "2025-11-14", nonstop: true }]],
});

const FLIGHTS: Readonly<Record<string, readonly string[]>> = { "ZRH-KEF": ["FI569 14:05"], "ZRH-LHR": ["LX318 09:10", "BA711 11:40"] };

function searchFlights(args: Readonly<Record<string, unknown>>): unknown {
  const flights = FLIGHTS[`${String(args["from"])}-${String(args["to"])}`];
  return flights === undefined ? { status: "pending", flights: [], message: "No results yet. Please try again." } : { status: "done", flights };
}

/** Watches for calls that are alike, and says so once. */
class LoopWatch {
  readonly #seen = new Map<string, RecordedEvent[]>();

  look(ctx: TraceContext, key: string, call: RecordedEvent): void {
    const alike = [...(this.#seen.get(key) ?? []), call];
    this.#seen.set(key, alike);
    if (alike.length !== ALIKE_BEFORE_ALERT) return;
    ctx.recordBehaviorAlert({
      alertType: "tool_loop",
      severity: "high",
      signal: `the same call was made ${alike.length} times with the same arguments and the same result`,
      related: alike,
      tool: "search_flights",
    });
  }
}

async function run({ recorder, clock }: Stage): Promise<void> {
  const tools = new Toolbox(clock, { search_flights: { description: "Search flights by IATA codes and date", takes: { from: "string", to: "string", date: "string", nonstop: "boolean" }, ms: 900, run: searchFlights } });
  const scope = { recorder, agentName: "flight-finder", title: "Non-stop flight to Reykjavík", framework: "custom", task: "flights/zrh-rek", input: TASK, tags: ["travel", "production"] };
  await TraceContext.run(scope, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(SONNET, clock, script), "You find and hold flights. Use the tools; never invent a flight.", tools);
    chat.user(TASK);
    const watch = new LoopWatch();
    for (let step = 0; step < MOST_STEPS; step++) {
      const answer = await chat.ask();
      for (const call of answer.calls) {
        const { call: made } = await chat.perform(call, answer.event);
        watch.look(ctx, JSON.stringify([call.name, call.arguments]), made);
      }
      if (answer.calls.length === 0) return;
    }
    ctx.setResult({ score: 0 });
    throw new ScenarioError("StepLimitError", `the agent gave no answer within ${MOST_STEPS} steps`);
  }).catch(() => undefined);
}

export const loopingBehavior: Scenario = {
  name: "looping_behavior",
  group: "tool",
  title: "A tool loop that never ends",
  question: "Why does the agent search again and again?",
  answer: { kind: "behavior_alert", says: "3 times with the same arguments" },
  startUnixUs: utc(2025, 11, 3, 8, 12),
  run,
};
