import { TraceContext } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { HAIKU, OPUS, ScriptedModel, type Script } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";

const TASK = "Summarise the twelve interviews, one after the other, and keep a running list of themes.";
const INTERVIEWS = 12;
const WARN_USD = 0.05;
const STOP_USD = 0.2;
const THEMES = ["setting up takes too long", "nobody reads the alerts", "prices are hard to foresee", "the export is loved", "search finds too little", "the mobile page is slow"];

/** An interview: long enough to matter, the same each time. */
function interview(number: number): string {
  const said = (index: number): string => THEMES[(number * 5 + index * 7) % THEMES.length] ?? "";
  const paragraphs = Array.from({ length: 4 }, (_, index) => `Asked about their week, they came back to one point: ${said(index)}. It costs the team about ${(number + 2) * (index + 1)} minutes a day, and they have stopped reporting it.`);
  return `Interview ${number}\n${paragraphs.join("\n")}`;
}

const script: Script = (_messages, turn) => ({ text: `Interview ${turn + 1}: ${THEMES[(turn * 5) % THEMES.length]}; ${THEMES[(turn * 5 + 7) % THEMES.length]}. Themes so far: ${THEMES.slice(0, Math.min(THEMES.length, turn + 2)).join("; ")}.` });

async function run({ recorder, clock }: Stage): Promise<void> {
  await TraceContext.run({ recorder, agentName: "summariser", title: "Twelve interviews, every one sent again each time", framework: "custom", task: "research/interviews", input: TASK, config: { warn_usd: WARN_USD, stop_usd: STOP_USD } }, async (ctx) => {
    const small = new ScriptedModel(HAIKU, clock, script);
    const large = new ScriptedModel(OPUS, clock, (messages, turn) => script(messages, turn + 4));
    let chat = new Chat(ctx, small, "You summarise interviews and keep a list of themes.");
    chat.user(TASK);
    let spent = 0;
    for (let number = 1; number <= INTERVIEWS; number++) {
      if (number === 5) chat = toLarger(ctx, chat, large);
      chat.note(interview(number));
      const before = spent;
      const answer = await chat.ask();
      spent += answer.costUsd;
      if (before < WARN_USD && spent >= WARN_USD) {
        ctx.recordBehaviorAlert({ alertType: "cost_growth", severity: "high", signal: `${spent.toFixed(2)} dollars after ${number} of ${INTERVIEWS} interviews; each request sends all earlier ones again`, related: [answer.event] });
      }
      if (spent < STOP_USD) continue;
      ctx.setResult({ score: number / INTERVIEWS });
      throw new ScenarioError("BudgetExceededError", `${spent.toFixed(2)} dollars spent, the limit is ${STOP_USD.toFixed(2)}; ${INTERVIEWS - number} interviews are left`);
    }
  }).catch(() => undefined);
}

/** Goes on with a larger model and the whole conversation so far: where the cost comes from. */
function toLarger(ctx: TraceContext, chat: Chat, model: ScriptedModel): Chat {
  ctx.recordDecision({
    reasoning: "The summaries repeat themselves; a larger model may tell the themes apart.",
    chosenAction: `go on with ${model.kind.model}`,
    confidence: 0.52,
    alternatives: [{ action: "send only the list of themes and the new interview", reasonRejected: "not considered" }],
  });
  const next = new Chat(ctx, model, "You summarise interviews and keep a list of themes.");
  next.messages.push(...chat.messages.slice(1));
  return next;
}

export const costBlowup: Scenario = {
  name: "cost_blowup",
  group: "llm",
  title: "The cost that grew with every request",
  question: "Which decision made the run expensive?",
  answer: { kind: "decision", says: "go on with claude-opus-4-1" },
  startUnixUs: utc(2025, 11, 16, 8, 30),
  run,
};
