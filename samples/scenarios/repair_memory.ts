import { TraceContext, type RecordedEvent } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { lines, ScriptedModel, SONNET } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox } from "./support/tools.ts";

const TASK = "test_slug fails since yesterday. Make it pass.";

/** A version of the function under repair: its source as the agent sees it, and what it does. */
interface Version {
  readonly source: string;
  slug(title: string): string;
}

const BROKEN: Version = { source: 'return title.toLowerCase().replace(" ", "-");', slug: (title) => title.toLowerCase().replace(" ", "-") };
const FIXES: readonly Version[] = [
  { source: 'return title.toLowerCase().replaceAll(" ", "-");', slug: (title) => title.toLowerCase().replaceAll(" ", "-") },
  { source: 'return title.toLowerCase().replace(/[^a-z0-9]+/g, "-");', slug: (title) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-") },
  {
    source: 'return title.normalize("NFD").replace(/\\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");',
    slug: (title) => title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""),
  },
];

const CASES: readonly (readonly [given: string, expected: string])[] = [
  ["Two words", "two-words"],
  ["A title of five words", "a-title-of-five-words"],
  ["What's new?", "what-s-new"],
  ["Crème brûlée", "creme-brulee"],
];

function runTests({ slug }: Version): string {
  const failed = CASES.filter(([given, expected]) => slug(given) !== expected);
  if (failed.length === 0) return `${CASES.length} passed`;
  const details = failed.map(([given, expected]) => `slug(${JSON.stringify(given)}): expected ${JSON.stringify(expected)}, got ${JSON.stringify(slug(given))}`);
  throw new ScenarioError("AssertionError", `${failed.length} of ${CASES.length} failed\n${details.join("\n")}`);
}

const script = lines(
  { text: "Let me see it fail.", calls: [["run_tests", { file: "test_slug" }]] },
  "replace() only takes the first space; replaceAll takes them all.",
  "Other characters than spaces occur too: everything that is no letter or digit becomes one dash.",
  "Accents must be taken off before, and dashes at the ends after.",
);

async function run({ recorder, clock }: Stage): Promise<void> {
  let current = BROKEN;
  const tools = new Toolbox(clock, { run_tests: { description: "Run a test file", takes: { file: "string" }, ms: 2300, run: () => runTests(current) } });
  await TraceContext.run({ recorder, agentName: "fixer", title: "Make test_slug pass", framework: "custom", task: "code/slug", input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(SONNET, clock, script), "You repair code. Change as little as you can; run the tests after each change.", tools);
    chat.user(TASK);
    const [call] = (await chat.ask()).calls;
    if (call === undefined) throw new TypeError("the model did not run the tests");
    let last = (await chat.perform(call, ctx.start)).event;
    for (const fix of FIXES) {
      const answer = await chat.ask();
      const before = current;
      current = fix;
      const { event, error } = await ctx.within(answer.event, () => tools.call(ctx, "run_tests", { file: "test_slug" }, { upstream: [answer.event] }));
      last = attempt(ctx, { before, fix, idea: answer.text, error, upstream: [last, event] });
      chat.note(error === undefined ? "All tests pass." : `Still failing:\n${error instanceof Error ? error.message : ""}`);
      if (error === undefined) break;
    }
    ctx.recordDecision({ reasoning: "The first two repairs each cured one case. What they had in common: they listed characters to replace instead of saying what may stay.", chosenAction: "keep the third repair and remember why", confidence: 0.93, evidence: [last], upstream: [last] });
    ctx.setResult({ outcome: "passed", score: 1, output: current.source });
  });
}

interface Attempt {
  readonly before: Version;
  readonly fix: Version;
  readonly idea: string;
  readonly error: unknown;
  readonly upstream: readonly RecordedEvent[];
}

function attempt(ctx: TraceContext, { before, fix, idea, error, upstream }: Attempt): RecordedEvent {
  return ctx.recordRepairAttempt({
    attemptedFix: idea,
    validationResult: error === undefined ? `${CASES.length} passed` : error instanceof Error ? error.message : "failed",
    sequence: "slug-1",
    diff: `--- a/slug.ts\n+++ b/slug.ts\n@@ -1,3 +1,3 @@\n export function slug(title: string): string {\n-  ${before.source}\n+  ${fix.source}\n }`,
    outcome: error === undefined ? "passed" : "failed",
    upstream,
  });
}

export const repairMemory: Scenario = {
  name: "repair_memory",
  group: "error",
  title: "Two repairs that failed, one that held",
  question: "What did the third repair do that the others had not?",
  answer: { kind: "repair_attempt", says: "Accents must be taken off" },
  startUnixUs: utc(2025, 11, 14, 9, 15),
  run,
};
