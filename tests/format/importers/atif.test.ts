import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";
import { importOne, openReal, openText, payloadOf } from "./support.ts";

interface Atif {
  readonly steps: readonly { readonly tool_calls?: readonly unknown[]; readonly observation?: { readonly results: readonly unknown[] } }[];
  readonly final_metrics: { readonly total_prompt_tokens: number; readonly total_completion_tokens: number; readonly total_cost_usd: number };
}

const kinds = (events: readonly EventRecord[]): string[] => events.map(({ kind }) => kind);

describe.skipIf(!HAS_DATA)("real ATIF trajectories", () => {
  const paths = HAS_DATA ? filesBelow("inspect").filter((path) => path.includes("atif_source")).map((path) => `inspect/${path}`) : [];

  test.each(paths)("%s: every step, call and result; tokens and cost are those of the steps", async (path) => {
    const document = JSON.parse(readFileSync(join(DATA, path), "utf8")) as Atif;
    const { events, report, importer } = await importOne(await openReal(path));
    expect(importer).toBe("atif");
    expect(events.flatMap(validateEvent)).toEqual([]);
    expect([report.became, report.merged, report.skipped]).toEqual([document.steps.length + 1, 0, 0]);
    const count = (kind: string): number => kinds(events).filter((each) => each === kind).length;
    expect(count("tool_call")).toBe(document.steps.flatMap((step) => step.tool_calls ?? []).length);
    const compacted = JSON.stringify(document).includes('"compaction"') ? 1 : 0;
    expect(count("tool_result") + compacted).toBe(document.steps.flatMap((step) => step.observation?.results ?? []).length);
    expect(count("checkpoint")).toBe(compacted);
    const metrics = (document as unknown as { steps: { metrics?: { prompt_tokens?: number; cost_usd?: number } }[] }).steps.map((step) => step.metrics ?? {});
    const sum = (values: readonly (number | undefined)[]): number => values.reduce<number>((all, value) => all + (value ?? 0), 0);
    expect(sum(events.map((event) => event.tokens_in))).toBe(sum(metrics.map((each) => each.prompt_tokens)));
    expect(sum(events.map((event) => event.cost_usd))).toBeCloseTo(sum(metrics.map((each) => each.cost_usd)), 9);
    expect(payloadOf(events.find((event) => event.kind === "agent_end"))["totals"]).toEqual(document.final_metrics);
  });
});

describe("ATIF trajectories", () => {
  const agent = { name: "coder", version: "1", model_name: "m" };
  const step = (id: number, source: string, more: object): object => ({ step_id: id, source, timestamp: `2026-01-01T00:00:0${id}Z`, ...more });

  test("a sub-agent stands below the result that refers to it, embedded or in a file of its own", async () => {
    const child = (id: string): object => ({ schema_version: "ATIF-v1.7", session_id: id, trajectory_id: id, agent: { ...agent, name: id }, steps: [step(2, "agent", { message: "inner" })] });
    const delegate = (call: string, reference: object): object => ({ message: "", tool_calls: [{ tool_call_id: call, function_name: "delegate", arguments: {} }], observation: { results: [{ source_call_id: call, content: "ok", subagent_trajectory_ref: [reference] }] } });
    const parent = {
      schema_version: "ATIF-v1.7", session_id: "top", agent,
      steps: [step(1, "user", { message: "Do it" }), step(2, "agent", delegate("a", { trajectory_id: "embedded" })), step(3, "agent", delegate("b", { session_id: "x", trajectory_path: "sub/other.json" }))],
      subagent_trajectories: [child("embedded")],
    };
    const files = await Promise.all([openText("sub/other.json", JSON.stringify(child("other"))), openText("top.json", JSON.stringify(parent))]);
    const { events, report } = await importOne(files);
    expect(new Set(events.map(({ session }) => session))).toEqual(new Set(["top"]));
    const results = events.filter(({ kind }) => kind === "tool_result");
    const starts = events.filter(({ kind, parent: above }) => kind === "agent_start" && above !== undefined);
    expect(starts.map(({ agent: who, parent: above }) => [who, above])).toEqual([["embedded", results[0]?.id], ["other", results[1]?.id]]);
    expect(report).toMatchObject({ became: 3 + 5, skipped: 0 });
  });

  test("reasoning becomes a decision with its grounds; parts, unknown sources and copied context are kept", async () => {
    const document = {
      schema_version: "ATIF-v1.6", session_id: "s", agent,
      steps: [
        step(1, "user", { message: [{ type: "text", text: "Look" }, { type: "image", source: { media_type: "image/png", path: "a.png" } }] }),
        step(2, "agent", { message: "So.", reasoning_content: "Because.", metrics: { prompt_tokens: 10, completion_tokens: 2, cached_tokens: 4, cost_usd: 0.5, logprobs: [-1] } }),
        step(3, "agent", { message: "Again.", is_copied_context: true, metrics: { prompt_tokens: 10 } }),
        step(4, "critic", { message: "No." }),
        7,
      ],
    };
    const { events, report } = await importOne([await openText("t.json", JSON.stringify(document))]);
    expect(kinds(events)).toEqual(["agent_start", "human_input", "llm_response", "decision", "llm_response", "human_input"]);
    expect(events[2]).toMatchObject({ tokens_in: 10, tokens_cache_read: 4, cost_usd: 0.5, model: "m", time_unix_us: Date.parse("2026-01-01T00:00:02Z") * 1000 });
    expect(events[3]).toMatchObject({ parent: events[2]?.id, evidence: [events[1]?.id], payload: { reasoning: "Because.", chosen_action: "answer" } });
    expect(events[4]?.tokens_in).toBeUndefined();
    expect(events[5]?.agent).toBe("critic");
    expect(report).toMatchObject({ became: 5, skipped: 1 });
  });

  test("trajectories that refer to each other are each written once", async () => {
    const one = (id: string, other: string): object => ({ schema_version: "ATIF-v1.7", session_id: id, agent, steps: [step(1, "system", { message: "x", observation: { results: [{ subagent_trajectory_ref: [{ session_id: other }] }] } })] });
    const { report, events } = await importOne([await openText("t.json", JSON.stringify([one("a", "b"), one("b", "a")]))]);
    expect(report).toMatchObject({ became: 4, skipped: 0 });
    expect(events.filter(({ kind }) => kind === "agent_start")).toHaveLength(2);
  });
});
