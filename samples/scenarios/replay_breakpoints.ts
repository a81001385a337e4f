import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { lines, ScriptedModel, SONNET } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox, type Performed, type Tool } from "./support/tools.ts";

const TASK = "Customer 2290 wants a refund for order 5512: the bicycle came with a bent fork.";
const APPROVAL_ABOVE_USD = 200;

const script = lines(
  { text: "The order and our terms first.", calls: [["lookup_order", { order: 5512 }], ["read_policy", { topic: "refunds" }]] },
  { text: "A photo would settle it.", calls: [["lookup_photos", { order: 5512 }]] },
  { text: "The fork is bent in the photo. 749 dollars to refund.", calls: [["issue_refund", { order: 5512, amount_usd: 749 }]] },
  "The 749 dollars go back to your card within three days. Please keep the bicycle until we have it collected.",
);

function toolsOf(): Readonly<Record<string, Tool>> {
  let refunds = 0;
  return {
    lookup_order: { description: "An order", takes: { order: "integer" }, ms: 80, run: () => ({ order: 5512, item: "bicycle Tern 26", paid_usd: 749, delivered: "2025-11-01" }) },
    read_policy: { description: "Our terms on a topic", takes: { topic: "string" }, ms: 60, run: () => "Goods damaged on arrival are refunded in full within 30 days. Above 200 dollars a person must approve." },
    lookup_photos: { description: "Photos sent for an order", takes: { order: "integer" }, ms: 340, run: () => [{ file: "IMG_2207.jpg", description: "front fork bent to the left, crate intact" }] },
    issue_refund: {
      description: "Pay back",
      takes: { order: "integer", amount_usd: "number" },
      ms: 1800,
      run: ({ amount_usd: amount }) => {
        refunds++;
        if (refunds === 1) throw new ScenarioError("GatewayTimeoutError", "payment gateway: 504 after 1800 ms, nothing was booked (idempotency key rf-5512)", { cause: new ScenarioError("SocketError", "ECONNRESET") });
        return { refund: "rf-5512", amount_usd: amount, status: "booked" };
      },
    },
  };
}

/** What the agent thinks after each round of calls, and how sure it is. */
const THOUGHTS = [
  { reasoning: "Within 30 days, but nothing shows that the fork was bent on arrival.", action: "ask for photos", confidence: 0.44 },
  { reasoning: "The photo shows a bent fork in a whole crate: packed that way.", action: "refund in full", confidence: 0.87 },
  { reasoning: "The refund is booked.", action: "tell the customer", confidence: 0.98 },
] as const;

async function run({ recorder, clock }: Stage): Promise<void> {
  const tools = new Toolbox(clock, toolsOf());
  await TraceContext.run({ recorder, agentName: "refunds", title: "Refund for a bent fork", framework: "custom", task: "shop/refund-5512", input: TASK, config: { approval_above_usd: APPROVAL_ABOVE_USD } }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(SONNET, clock, script), "You decide on refunds by our terms.", tools);
    chat.user(TASK);
    let round = 0;
    for (let answer = await chat.ask(); answer.calls.length > 0; answer = await chat.ask()) {
      const results: RecordedEvent[] = [];
      for (const call of answer.calls) {
        if (call.name === "issue_refund") await approve(ctx, clock, Number(call.arguments["amount_usd"]), answer.event);
        let done: Performed = await chat.perform(call, answer.event);
        if (done.error !== undefined) done = await ctx.within(retry(ctx, done.event), () => chat.perform(call, done.event));
        results.push(done.event);
      }
      think(ctx, round++, results);
      ctx.checkpoint({ round, messages: chat.messages }, { memory: { order: 5512, amount_usd: 749 } });
    }
    ctx.setResult({ outcome: "passed", score: 1, output: chat.messages.at(-1)?.content });
  });
}

async function approve(ctx: TraceContext, clock: Stage["clock"], amount: number, asked: RecordedEvent): Promise<void> {
  const needed = amount > APPROVAL_ABOVE_USD;
  const check = ctx.recordSafetyCheck({ policy: "refund-approval", outcome: needed ? "warn" : "passed", severity: needed ? "high" : "low", rationale: needed ? `${amount} dollars is above ${APPROVAL_ABOVE_USD}: a person must approve` : "within the limit", upstream: [asked] });
  if (!needed) return;
  await clock.sleep(95_000);
  ctx.recordHumanInput({ agent: "shift lead", name: "approval", outcome: "ok", content: "Approved.", replyTo: check });
}

function retry(ctx: TraceContext, failed: RecordedEvent): RecordedEvent {
  return ctx.recordRepairAttempt({ attemptedFix: "send the refund again under the same idempotency key", validationResult: "the gateway says nothing was booked", sequence: "refund-5512", outcome: "ok", upstream: [failed] });
}

function think(ctx: TraceContext, round: number, results: readonly RecordedEvent[]): void {
  const thought = THOUGHTS[round];
  if (thought === undefined) return;
  ctx.recordDecision({ reasoning: thought.reasoning, chosenAction: thought.action, confidence: thought.confidence, evidence: results, upstream: results });
}

export const replayBreakpoints: Scenario = {
  name: "replay_breakpoints",
  group: "checkpoint",
  title: "A refund, with places to stop at",
  question: "Where was the agent least sure, and who approved the refund?",
  answer: { kind: "decision", says: "nothing shows that the fork was bent" },
  startUnixUs: utc(2025, 11, 13, 16, 40),
  run,
};
