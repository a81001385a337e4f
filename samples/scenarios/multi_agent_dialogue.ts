import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { HAIKU, lines, ScriptedModel, SONNET } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";

const TASK = "Plan the switch of the orders service to the new database, with at most ten minutes of downtime.";
const ROUNDS = 3;

const PLANS = lines(
  "Plan A: stop orders at 02:00, copy the 41 GB, switch over, start. Copying takes about 25 minutes on the staging figures, but production is faster.",
  "Plan B: as plan A, with the copy started the evening before and only the difference copied at 02:00. Difference about 1.5 GB: six minutes. No way back is planned.",
  "Plan C: as plan B, writing to both databases for a day, so that switching back is one setting. Downtime under a minute.",
);
const VERDICTS = lines(
  "REJECT. The staging figures say 25 minutes; the limit is ten. \"Production is faster\" is a hope.",
  "REJECT. Six minutes fits, but without a way back one bad index keeps orders down until it is fixed.",
  "ACCEPT. Downtime and way back are both covered. Watch the lag of the second write.",
);

async function argue(ctx: TraceContext, { clock }: Stage): Promise<{ readonly plan: string; readonly turns: readonly RecordedEvent[]; readonly isAccepted: boolean }> {
  const planner = new Chat(ctx, new ScriptedModel(SONNET, clock, PLANS), "You are the planner. Propose one plan at a time.");
  const critic = new Chat(ctx, new ScriptedModel(HAIKU, clock, VERDICTS), "You are the critic. Begin with ACCEPT or REJECT, then say why.");
  planner.note(TASK);
  const turns: RecordedEvent[] = [];
  let last: RecordedEvent | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const proposal = await TraceContext.run({ agentName: "planner", title: `Proposal ${round + 1}`, upstream: last && [last] }, async (sub) => {
      const { text } = await planner.ask();
      return { text, turn: sub.recordAgentTurn({ agent: "planner", to: "critic", turn: round * 2, goal: "a plan that is accepted", content: text }) };
    });
    critic.note(`${TASK}\n\n${proposal.text}`);
    const verdict = await TraceContext.run({ agentName: "critic", title: `Review ${round + 1}`, upstream: [proposal.turn] }, async (sub) => {
      const { text } = await critic.ask();
      const isAccepted = text.startsWith("ACCEPT");
      const outcome = isAccepted ? "passed" : "failed";
      sub.recordSafetyCheck({ policy: "plan-review", outcome, severity: isAccepted ? "low" : "medium", rationale: text, name: "plan review" });
      return { text, isAccepted, turn: sub.recordAgentTurn({ agent: "critic", to: "planner", turn: round * 2 + 1, content: text, replyTo: proposal.turn }) };
    });
    turns.push(proposal.turn, verdict.turn);
    if (verdict.isAccepted) return { plan: proposal.text, turns, isAccepted: true };
    planner.note(verdict.text);
    last = verdict.turn;
  }
  return { plan: "", turns, isAccepted: false };
}

async function run(stage: Stage): Promise<void> {
  await TraceContext.run({ recorder: stage.recorder, agentName: "coordinator", title: "Planner and critic disagree about a migration", framework: "custom", task: "ops/db-switch", input: TASK }, async (ctx) => {
    ctx.recordPromptPolicy({ policy: "two-agent-debate/v1", parameters: { rounds: ROUNDS, downtime_limit_minutes: 10 }, goal: "A plan both agents stand behind" });
    ctx.recordHandoff({ to: "planner", reason: "a first plan is needed", context: { task: TASK } });
    const { plan, turns, isAccepted } = await argue(ctx, stage);
    ctx.recordDecision({
      reasoning: "Two plans were rejected for good reasons: time, then the way back. The third answers both.",
      chosenAction: "adopt plan C",
      confidence: 0.88,
      alternatives: [
        { action: "plan A", reasonRejected: "25 minutes of downtime" },
        { action: "plan B", reasonRejected: "no way back" },
      ],
      evidence: turns.slice(-2),
      upstream: turns.slice(-1),
    });
    ctx.setResult({ outcome: isAccepted ? "passed" : "failed", output: plan });
  });
}

export const multiAgentDialogue: Scenario = {
  name: "multi_agent_dialogue",
  group: "agent",
  title: "Planner and critic disagree",
  question: "Why were the first two plans turned down?",
  answer: { kind: "decision", says: "25 minutes of downtime" },
  startUnixUs: utc(2025, 11, 7, 15, 30),
  run,
};
