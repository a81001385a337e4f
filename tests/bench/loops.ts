import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EventRecord, Json } from "../../format/event.ts";
import { LoopDetector } from "../../format/behaviour/loops.ts";
import { importAll, openBytes } from "../format/importers/support.ts";
import { Dice, injectLoop, type Injected } from "./support/inject.ts";
import { QUESTIONS } from "./support/reword.ts";
import type { BenchLine } from "./line.ts";

const DATA = new URL("../../../shared/data/", import.meta.url).pathname;
const SETS = ["tau-bench/historical_trajectories", "tau-retail-variants/final_results"];
const SEED = 20_261_125;

interface RealRun {
  readonly events: readonly EventRecord[];
  readonly passed: boolean;
}

/** What the loop alert does on real runs and on loops put into them. Shares are of runs. */
export interface LoopFigures {
  readonly passedRuns: number;
  readonly falseAlarms: number;
  /** Share of passed runs on which counting three calls of one tool name in a row alerts. */
  readonly nameOnlyFalseAlarms: number;
  readonly exactRecall: number;
  readonly rewordedRecall: number;
  readonly questionRecall: number;
  /** Most steps (call and result) from the end of the third round to the alert. */
  readonly worstDelaySteps: number;
  readonly injected: number;
}

/** Real runs of both sets. */
async function realRuns(): Promise<RealRun[]> {
  const runs: RealRun[] = [];
  for (const folder of SETS) {
    for (const name of readdirSync(join(DATA, folder)).filter((file) => file.endsWith(".json"))) {
      for (const { events } of await importAll(await openBytes(name, readFileSync(join(DATA, folder, name))))) runs.push(...splitRuns(events));
    }
  }
  return runs;
}

function splitRuns(events: readonly EventRecord[]): RealRun[] {
  const bySession = new Map<string, EventRecord[]>();
  for (const event of events) {
    const run = bySession.get(event.session);
    if (run === undefined) bySession.set(event.session, [event]);
    else run.push(event);
  }
  return [...bySession.values()].map((run) => ({ events: run, passed: run.findLast(({ kind }) => kind === "agent_end")?.outcome === "passed" }));
}

/** Measures; undefined where the real runs are not beside the repository. */
export async function measureLoops(): Promise<LoopFigures | undefined> {
  if (!existsSync(join(DATA, SETS[0] ?? ""))) return undefined;
  const passed = (await realRuns()).filter((run) => run.passed).map((run) => run.events);
  const dice = new Dice(SEED);
  const exact = passed.map((events) => injectLoop(events, dice, false)).filter((run) => run !== undefined);
  const reworded = passed.map((events) => injectLoop(events, dice, true)).filter((run) => run !== undefined);
  const questions = QUESTIONS.flatMap((ways) => ["search_web", "knowledge_base", "ask_docs"].map((tool) => questionLoop(ways, tool)));
  const caught = [exact, reworded, questions].map((runs) => runs.map(delayOf));
  const recall = (delays: readonly (number | undefined)[] = []): number => delays.filter((delay) => delay !== undefined).length / delays.length;
  return {
    passedRuns: passed.length,
    falseAlarms: passed.filter((events) => alerts(events).length > 0).length / passed.length,
    nameOnlyFalseAlarms: passed.filter(threeOfOneName).length / passed.length,
    exactRecall: recall(caught[0]),
    rewordedRecall: recall(caught[1]),
    questionRecall: recall(caught[2]),
    worstDelaySteps: Math.max(0, ...caught.flat().filter((delay) => delay !== undefined)),
    injected: exact.length + reworded.length + questions.length,
  };
}

function alerts(events: readonly EventRecord[]): number[] {
  const detector = new LoopDetector();
  return events.flatMap((event, index) => detector.observe(event).map(() => index));
}

/** Steps from the end of the third round to the first alert about the loop; undefined if none came while it ran. */
function delayOf({ events, loopStarts, thirdRoundEnds, loopEnds }: Injected): number | undefined {
  const found = alerts(events).find((index) => index >= loopStarts && index <= loopEnds);
  return found === undefined ? undefined : Math.max(0, Math.ceil((found - thirdRoundEnds) / 2));
}

/** One question asked in five ways, each with the same answer. */
function questionLoop(ways: readonly string[], tool: string): Injected {
  const answer: Json = tool === "ask_docs" ? "No results." : `Result for ${ways[0]}: nothing newer than last week's page was found in the index.`;
  const events = ways.flatMap((query, index): EventRecord[] => {
    const common = { session: "s", agent: "a", tool, time_unix_us: index * 1e6 };
    return [
      { ...common, seq: 2 * index, id: `c${index}`, kind: "tool_call", payload: { arguments: { query } } },
      { ...common, seq: 2 * index + 1, id: `r${index}`, kind: "tool_result", reply_to: `c${index}`, outcome: "ok", payload: { result: answer } },
    ];
  });
  return { events, loopStarts: 0, thirdRoundEnds: 5, loopEnds: events.length - 1 };
}

function threeOfOneName(events: readonly EventRecord[]): boolean {
  const tools = events.filter(({ kind }) => kind === "tool_call").map(({ tool }) => tool);
  return tools.some((tool, index) => index >= 2 && tools[index - 1] === tool && tools[index - 2] === tool);
}

/** False alarms and recall of the loop alert, beside the rule others use. */
export async function run(): Promise<BenchLine[]> {
  const figures = await measureLoops();
  if (figures === undefined) return [];
  const peer = "3 calls of one tool name";
  const line = (metric: string, value: number, unit: string): BenchLine => ({ bench: "loops", metric, value, unit, peer: "goal", peerValue: Number.NaN, ratio: Number.NaN, runs: figures.injected });
  return [
    { bench: "loops", metric: "loop_false_alarms", value: figures.falseAlarms, unit: "share", peer, peerValue: figures.nameOnlyFalseAlarms, ratio: figures.falseAlarms / figures.nameOnlyFalseAlarms, runs: figures.passedRuns },
    { ...line("loop_recall", figures.exactRecall, "share"), peerValue: 0.95, ratio: figures.exactRecall / 0.95 },
    { ...line("loop_recall_reworded", figures.rewordedRecall, "share"), peerValue: 0.8, ratio: figures.rewordedRecall / 0.8 },
    { ...line("loop_recall_questions", figures.questionRecall, "share"), peerValue: 0.8, ratio: figures.questionRecall / 0.8 },
    { ...line("loop_delay_steps", figures.worstDelaySteps, "steps"), peerValue: 1, ratio: figures.worstDelaySteps },
  ];
}
