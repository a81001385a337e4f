import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateEvent } from "../../../format/event.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importOne, openReal, openText, payloadOf } from "./support.ts";

interface Batch {
  readonly post: readonly { readonly id: string }[];
  readonly patch: readonly { readonly outputs?: { readonly usage_metadata?: { readonly input_tokens: number; readonly output_tokens: number } } }[];
}

describe.skipIf(!HAS_DATA)("real batches of the SDKs", () => {
  const names = HAS_DATA ? filesBelow("langsmith").filter((name) => name.endsWith(".json")) : [];

  test("there are eight", () => expect(names).toHaveLength(8));

  test.each(names)("%s: posts become runs, patches are joined into them", async (name) => {
    const batch = JSON.parse(readFileSync(join(DATA, "langsmith", name), "utf8")) as Batch;
    const { events, report } = await importOne(await openReal(`langsmith/${name}`));
    expect([report.became, report.merged, report.skipped]).toEqual([batch.post.length, batch.patch.length, 0]);
    expect(events.flatMap(validateEvent)).toEqual([]);
    const answers = events.filter(({ kind }) => kind === "llm_response");
    expect(answers).toHaveLength(batch.post.length);
    for (const answer of answers) expect(String(payloadOf(answer)["content"]).length).toBeGreaterThan(5);
    const wanted = batch.patch.reduce((sum, { outputs }) => sum + (outputs?.usage_metadata?.input_tokens ?? 0), 0);
    if (wanted > 0) expect(events.reduce((sum, event) => sum + (event.tokens_in ?? 0), 0)).toBe(wanted);
  });
});

describe("runs", () => {
  const root = { id: "r", name: "AgentExecutor", run_type: "chain", trace_id: "r", dotted_order: "20250101T000000000000Zr", start_time: "2025-01-01T00:00:00", end_time: 1735689605000, inputs: { q: "x" }, outputs: { a: "y" }, extra: { metadata: { thread_id: "th" } }, tags: ["t"] };
  const tool = { id: "c", name: "search", run_type: "tool", trace_id: "r", dotted_order: "20250101T000000000000Zr.20250101T000001000000Zc", start_time: "2025-01-01T00:00:01", end_time: "2025-01-01T00:00:02", inputs: { input: "q" }, error: "TimeoutError('too slow')" };

  test("a line each; the tree comes from the dotted order, the error class from the error", async () => {
    const { events, report } = await importOne([await openText("r.jsonl", [tool, root].map((run) => JSON.stringify(run)).join("\n"))]);
    expect(report).toMatchObject({ became: 2, counts: [] });
    expect(events.map(({ kind, id }) => [kind, id])).toEqual([["agent_start", "r"], ["tool_call", "c"], ["tool_result", "c.end"], ["agent_end", "r.end"]]);
    expect(events[1]).toMatchObject({ parent: "r", trace: "th" });
    expect(events[2]).toMatchObject({ outcome: "error", error_class: "TimeoutError", duration_ms: 1000, payload: { error: { message: "TimeoutError('too slow')" } } });
  });

  test("nested child runs are the same", async () => {
    const { events } = await importOne([await openText("r.json", JSON.stringify({ ...root, child_runs: [{ ...tool, dotted_order: undefined, parent_run_id: "r" }] }))]);
    expect(events.map(({ kind }) => kind)).toEqual(["agent_start", "tool_call", "tool_result", "agent_end"]);
  });
});
