import { TraceContext } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { GPT, lines, ScriptedModel } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox, type Performed, type Tool } from "./support/tools.ts";

const TASK = "Is Saturday good for a day trip to the Rigi? Weather, trains, crowds and the webcam, please.";

function toolsOf(): Readonly<Record<string, Tool>> {
  let looks = 0;
  return {
    weather: { description: "Forecast for a place", takes: { place: "string", day: "string" }, ms: 420, run: () => ({ sky: "clear above 1,400 m", wind_kmh: 12 }) },
    trains: { description: "Trains there and back", takes: { from: "string", to: "string" }, ms: 1350, run: () => [{ leaves: "08:10", arrives: "10:02", change: "Arth-Goldau" }] },
    crowds: { description: "How full a place will be", takes: { place: "string", day: "string" }, ms: 760, run: () => ({ expected: "busy from 11:00" }) },
    webcam: {
      description: "What the webcam shows",
      takes: { camera: "string" },
      ms: 2000,
      run: () => {
        looks++;
        if (looks === 1) throw new ScenarioError("TimeoutError", "webcam rigi-kulm did not answer within 2000 ms");
        return { text: "sea of fog below, sun above" };
      },
    },
  };
}

async function run({ recorder, clock }: Stage): Promise<void> {
  const tools = new Toolbox(clock, toolsOf());
  const script = lines(
    {
      text: "Four look-ups at once.",
      calls: [
        ["weather", { place: "Rigi", day: "2025-11-15" }],
        ["trains", { from: "Zürich HB", to: "Rigi Kulm" }],
        ["crowds", { place: "Rigi", day: "2025-11-15" }],
        ["webcam", { camera: "rigi-kulm" }],
      ],
    },
    "Yes: go early. Clear above 1,400 m with fog below, train 08:10 from Zürich (change in Arth-Goldau), busy from eleven.",
  );
  await TraceContext.run({ recorder, agentName: "trip-planner", title: "Four look-ups at once", framework: "custom", task: "travel/rigi", input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(GPT, clock, script), "You plan day trips. Ask for everything you need at once.", tools);
    chat.user(TASK);
    const answer = await chat.ask();
    const results = await ctx.within(answer.event, () =>
      Promise.all(
        answer.calls.map(async (call): Promise<Performed> =>
          TraceContext.run({ agentName: `${call.name}-worker`, title: `Look-up: ${call.name}` }, async (worker) => {
            const first = await chat.perform(call, answer.event);
            if (first.error === undefined) return first;
            worker.recordRepairAttempt({ attemptedFix: "ask once more", sequence: call.id, outcome: "ok", upstream: [first.event] });
            return chat.perform(call, first.event);
          }),
        ),
      ),
    );
    const summary = await chat.ask();
    ctx.recordDecision({ reasoning: summary.text, chosenAction: "recommend Saturday, early", confidence: 0.9, evidence: results.map(({ event }) => event), upstream: [summary.event] });
    ctx.setResult({ outcome: "passed", score: 1, output: summary.text });
  });
}

export const parallelTools: Scenario = {
  name: "parallel_tools",
  group: "tool",
  title: "Four tools at once, one of them late",
  question: "Which of the four look-ups held the answer up?",
  answer: { kind: "tool_result", says: "did not answer within 2000 ms" },
  startUnixUs: utc(2025, 11, 14, 19, 3),
  run,
};
