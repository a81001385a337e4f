import { TraceContext } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { lines, ScriptedModel, SONNET } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox } from "./support/tools.ts";

const TASK = "Pay supplier invoice 4410 over 12,400 Swiss francs from the dollar account, if the rate is not worse than 1.12.";
const LIMIT = 1.12;

interface Outcome {
  readonly rate: number;
  readonly action: string;
  readonly confidence: number;
}

const script = lines({ text: "The rate first.", calls: [["exchange_rate", { from: "USD", to: "CHF" }]] });

/** The same agent, the same model answers; only what the rate service says may differ. */
async function once(stage: Stage, attempt: number, rate: number, before: Outcome | undefined): Promise<Outcome> {
  const { recorder, clock } = stage;
  const tools = new Toolbox(clock, { exchange_rate: { description: "Dollars for a franc", takes: { from: "string", to: "string" }, ms: 210, run: () => ({ pair: "CHFUSD", rate, as_of: new Date(clock.unixUs(clock.monoUs()) / 1000).toISOString() }) } });
  const title = attempt === 0 ? "Pay invoice 4410" : "Pay invoice 4410, run again from the checkpoint";
  return await TraceContext.run({ recorder, agentName: "payments", title, framework: "custom", task: "pay/4410", attempt, input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(SONNET, clock, script), "You pay invoices within the limits you are given.", tools);
    chat.user(TASK);
    const answer = await chat.ask();
    const [call] = answer.calls;
    if (call === undefined) throw new TypeError("the model asked for nothing");
    const { event } = await chat.perform(call, answer.event);
    ctx.checkpoint({ messages: chat.messages, rate, limit: LIMIT }, { memory: { supplier: "Aare Tools AG" } });
    const margin = LIMIT - rate;
    const outcome: Outcome = { rate, action: margin >= 0 ? "pay now" : "do not pay", confidence: Math.abs(margin) < 0.002 ? 0.38 : 0.9 };
    const decided = ctx.recordDecision({ reasoning: `The rate is ${rate}, the limit ${LIMIT}.`, chosenAction: outcome.action, confidence: outcome.confidence, evidence: [event], upstream: [event] });
    if (before !== undefined && before.action !== outcome.action) {
      ctx.recordDrift({ description: "The same state led to another decision: the rate service gave another value.", original: before, restored: outcome, driftType: "decision_changed", severity: "critical", upstream: [decided] });
    }
    if (outcome.action === "do not pay") ctx.recordRefusal({ policy: "rate-limit", reason: `${rate} is worse than ${LIMIT}.`, blockedAction: "pay invoice 4410", safeAlternative: "Wait, or ask for a new limit.", upstream: [decided] });
    ctx.setResult({ outcome: "ok", output: outcome });
    return outcome;
  });
}

async function run(stage: Stage): Promise<void> {
  const recorded = await once(stage, 0, 1.1193, undefined);
  await stage.clock.sleep(15 * 60_000);
  await once(stage, 1, 1.1207, recorded);
}

export const replayDeterminism: Scenario = {
  name: "replay_determinism",
  group: "checkpoint",
  title: "Run again, decided otherwise",
  question: "Why did the second run not pay?",
  answer: { kind: "drift", says: "the rate service gave another value" },
  startUnixUs: utc(2025, 11, 12, 14, 5),
  run,
};
