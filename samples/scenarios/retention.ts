import { TraceContext } from "../../sdk/index.ts";
import { Chat } from "./support/chat.ts";
import { ScenarioError } from "./support/failure.ts";
import { HAIKU, lines, ScriptedModel } from "./support/model.ts";
import { utc, type Scenario, type Stage } from "./support/stage.ts";
import { Toolbox } from "./support/tools.ts";

const TASK = "Write the nightly sales report and put it into the archive.";

/** The nightly job, the same on both days. */
async function run({ recorder, clock }: Stage): Promise<void> {
  const tools = new Toolbox(clock, {
    query_sales: { description: "Sales of a day", takes: { day: "string" }, ms: 420, run: () => ({ orders: 1288, revenue_usd: 90412.55 }) },
    archive: {
      description: "Store a report",
      takes: { name: "string", text: "string" },
      ms: 30_000,
      run: () => {
        throw new ScenarioError("TimeoutError", "the archive did not answer within 30 s");
      },
    },
  });
  const script = lines(
    { calls: [["query_sales", { day: "yesterday" }]] },
    { text: "1,288 orders, 90,412.55 dollars.", calls: [["archive", { name: "sales", text: "1,288 orders, 90,412.55 dollars" }]] },
  );
  await TraceContext.run({ recorder, agentName: "night-reporter", title: "Nightly sales report", framework: "custom", task: "reports/nightly", input: TASK }, async (ctx) => {
    const chat = new Chat(ctx, new ScriptedModel(HAIKU, clock, script), "You write reports.", tools);
    chat.note(TASK);
    for (let round = 0; round < 2; round++) {
      const answer = await chat.ask();
      for (const call of answer.calls) {
        const { error } = await chat.perform(call, answer.event);
        if (error !== undefined) throw new ScenarioError("ReportLostError", "the report was written but not archived", { cause: error });
      }
    }
  }).catch(() => undefined);
}

const SHOWN = { group: "error", answer: { kind: "tool_result", says: "did not answer within 30 s" }, run } as const;

export const retentionRecentFailure: Scenario = {
  ...SHOWN,
  name: "retention_recent_failure",
  title: "Last night's report was lost",
  question: "What failed last night?",
  startUnixUs: utc(2025, 11, 18, 1, 0),
};

export const retentionStaleFailure: Scenario = {
  ...SHOWN,
  name: "retention_stale_failure",
  title: "The same failure, six weeks before",
  question: "Has this happened before?",
  startUnixUs: utc(2025, 10, 6, 1, 0),
};
