import { beforeEach, describe, expect, it } from "vitest";
import type { EngineApi } from "../../../../viewer/engine/api.ts";
import { noveltyOf, severityOf } from "../../../../viewer/engine/analyses/clusters/clusters.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../support/engine.ts";

let engine: EngineApi;
beforeEach(async () => {
  engine = await startEngine();
});

const failing = (error: string, more: object = {}): Record<string, unknown> => ({ kind: "tool_result", tool: "catalog", outcome: "error", error_class: "ItemNotFoundError", payload: { error }, ...more });

describe("failure clusters", () => {
  it("three equal failures that differ in their attempt are one cluster, with what they cost", async () => {
    const events = [
      { kind: "agent_start", name: "run" },
      { kind: "tool_call", id: "c1", tool: "catalog" },
      failing("item 5 not found (attempt 1)", { reply_to: "c1", parent: "c1" }),
      { kind: "llm_response", tokens_in: 100, tokens_out: 20 },
      failing("item 5 not found (attempt 2)"),
      failing("item 6 not found (attempt 3)"),
      { kind: "agent_end", outcome: "failed" },
    ];
    await openAll(engine, [textFile("a.peek.jsonl", traceText(events))]);
    const { clusters, queue, note } = unwrap(await engine.analyse("clusters", { run: null }));
    expect(clusters).toHaveLength(1);
    const [cluster] = clusters;
    expect(cluster).toMatchObject({ template: "item <num> not found attempt <num>", count: 3, runs: 1, files: 1, wastedMs: 1, wastedTokens: 120, novelty: null, tool: "catalog", errorClass: "ItemNotFoundError" });
    expect([...(cluster?.rows ?? [])]).toEqual([2, 4, 5]);
    expect(cluster?.severity).toBeGreaterThan(0.6);
    expect(cluster?.inside.map(({ kind, count }) => [kind, count])).toEqual([["", 2], ["tool_call", 1]]);
    expect(queue).toEqual([cluster?.id]);
    expect(note).toBe("");
  });

  it("measures one run against the others that are open, across files, with the same ids everywhere", async () => {
    const one = traceText([failing("item 5 not found"), failing("disk full", { error_class: "IOError" })]);
    const other = traceText([failing("item 77 not found")]).replaceAll('"s"', '"t"');
    await openAll(engine, [textFile("a.peek.jsonl", one), textFile("b.peek.jsonl", other)]);
    const { clusters } = unwrap(await engine.analyse("clusters", { run: 0 }));
    const byTemplate = new Map(clusters.map((cluster) => [cluster.template, cluster]));
    expect(byTemplate.get("item <num> not found")).toMatchObject({ count: 1, onlyHere: false });
    expect(byTemplate.get("disk full")).toMatchObject({ count: 1, onlyHere: true });
    expect(byTemplate.get("disk full")?.novelty).toBeGreaterThan(byTemplate.get("item <num> not found")?.novelty ?? 9);
    const all = unwrap(await engine.analyse("clusters", { run: null })).clusters;
    expect(all.find(({ template }) => template === "item <num> not found")).toMatchObject({ count: 2, runs: 2, files: 2, id: byTemplate.get("item <num> not found")?.id });
  });

  it("says so where nothing failed", async () => {
    await openAll(engine, [textFile("a.peek.jsonl", traceText([{ kind: "agent_start" }, { kind: "agent_end", outcome: "passed" }]))]);
    expect(unwrap(await engine.analyse("clusters", { run: 0 }))).toMatchObject({ clusters: [], failures: 0, note: "No event failed or was stopped." });
  });

  it("reads failures with empty payloads, with payloads of a megabyte, and without a tool", async () => {
    await openAll(engine, [textFile("a.peek.jsonl", traceText([failing("x".repeat(1_000_000)), { kind: "error" }, { kind: "refusal", payload: {} }, { kind: "tool_result", outcome: "error", payload: null }]))]);
    expect(unwrap(await engine.analyse("clusters", { run: null })).clusters.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });
});

describe("severity and novelty", () => {
  it("severity grows with every sign and stays below one", () => {
    const none = { runFailed: 0, unrecovered: 0, guarded: 0, early: 0 };
    expect(severityOf(none)).toBe(0);
    expect(severityOf({ ...none, runFailed: 1 })).toBeCloseTo(0.5);
    expect(severityOf({ runFailed: 1, unrecovered: 1, guarded: 1, early: 1 })).toBeCloseTo(1 - 0.5 * 0.65 * 0.7 * 0.85);
  });

  it("a cluster that no other run has surprises most", () => {
    expect(noveltyOf(0, 7)).toBeCloseTo(4);
    expect(noveltyOf(7, 7)).toBeCloseTo(Math.log2(8 / 7.5));
  });
});
