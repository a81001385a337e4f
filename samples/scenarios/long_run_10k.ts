import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { ScenarioError } from "./support/failure.ts";
import { HAIKU, lines, ScriptedModel } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox } from "./support/tools.ts";

const ROUNDS = 1666;
const PARTS = ["press 1", "press 2", "oven", "cutter", "packing"];
/** The round in which the oven's sensor begins to fail. */
const FAULT_FROM = 1201;
const FAULT_EVERY = 40;

function read(round: number, part: string): { readonly part: string; readonly celsius: number } {
  if (part === "oven" && round >= FAULT_FROM) throw new ScenarioError("SensorError", `sensor oven-3 gave ${-40 - (round % 3)} °C in round ${round}: out of range`);
  return { part, celsius: 180 + ((round * 37) % 11) - 5 };
}

async function run({ recorder, clock }: Stage): Promise<void> {
  let round = 0;
  const tools = new Toolbox(clock, { read_sensor: { description: "Temperature of a part of the line", takes: { part: "string" }, ms: 35, run: ({ part }) => read(round, String(part)) } });
  const model = new ScriptedModel(HAIKU, clock, lines("Within limits; look again in a minute."));
  await TraceContext.run({ recorder, agentName: "line-watch", title: "A shift of 28 hours", framework: "custom", task: "factory/watch", tags: ["long"] }, async (ctx) => {
    let faults = 0;
    for (; round < ROUNDS; round++) {
      const { error, event } = await tools.call(ctx, "read_sensor", { part: partOf(round) });
      if (error !== undefined) faults++;
      await look(ctx, model, round, event, error === undefined);
      await clock.sleep(60_000);
    }
    ctx.setResult({ outcome: faults > 0 ? "failed" : "passed", output: { rounds: ROUNDS, faults } });
  });
}

/** Parts in turn; the oven, once it fails, only now and then. */
function partOf(round: number): string {
  const isFaulty = round >= FAULT_FROM && round % FAULT_EVERY === FAULT_FROM % FAULT_EVERY;
  const part = PARTS[round % PARTS.length] as string;
  if (isFaulty) return "oven";
  return part === "oven" && round >= FAULT_FROM ? "cutter" : part;
}

async function look(ctx: TraceContext, model: ScriptedModel, round: number, event: RecordedEvent, isFine: boolean): Promise<void> {
  const { event: said } = await model.ask(ctx, [{ role: "user", content: `Round ${round}: is this within 170 to 190 °C?` }]);
  ctx.recordDecision({ reasoning: isFine ? "The reading is within limits." : "No reading; the part is not judged.", chosenAction: "go on", confidence: isFine ? 0.97 : 0.2, evidence: [event], upstream: [said] });
  if (round % 500 === 0) ctx.checkpoint({ round });
  ctx.log(`round ${round} done`, { level: "info" });
}

export const longRun10k: Scenario = {
  name: "long_run_10k",
  group: "checkpoint",
  title: "Ten thousand events",
  question: "When did the oven's sensor begin to fail?",
  answer: { kind: "tool_result", says: "in round 1201" },
  startUnixUs: utc(2025, 11, 1, 6, 0),
  run,
};
