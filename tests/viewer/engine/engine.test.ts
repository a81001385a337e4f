import { beforeEach, describe, expect, it } from "vitest";
import type { EngineApi } from "../../../viewer/engine/api.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../support/engine.ts";

let engine: EngineApi;
beforeEach(async () => {
  engine = await startEngine();
});

const RUN = traceText([
  { kind: "agent_start", name: "Book a flight", agent: "booker", framework: "custom", task: "t1", attempt: 2 },
  { kind: "decision", agent: "booker", parent: "e0", payload: { reasoning: "cheapest first", chosen_action: "search", evidence: [{ source: "user" }] } },
  { kind: "tool_call", agent: "booker", parent: "e1", upstream: ["e1"], tool: "search", payload: { arguments: { from: "JFK", to: "Zürich" } } },
  { kind: "tool_result", agent: "booker", parent: "e1", reply_to: "e2", tool: "search", outcome: "error", error_class: "TimeoutError", duration_ms: 20, payload: { error: "timed \"out\"" } },
  { kind: "llm_response", agent: "booker", parent: "e0", model: "gpt-4o", tokens_in: 10, tokens_out: 5, cost_usd: 0.25, payload: { content: "sorry" } },
  { kind: "agent_end", agent: "booker", outcome: "failed", score: 0 },
]);

describe("engine", () => {
  it("sums a run up and points at its first failing event", async () => {
    const [file] = await openAll(engine, [textFile("a.peek.jsonl", RUN)]);
    expect(file).toMatchObject({ status: "ready", events: 6, runs: 1, skipped: 0, notices: 0, format: "Peaky Peek trace" });
    expect(file?.hash).toMatch(/^[0-9a-f]{64}$/);
    const [run] = unwrap(await engine.runs());
    expect(run).toMatchObject({ title: "Book a flight", agent: "booker", framework: "custom", task: "t1", attempt: 2, score: 0, outcome: "failed" });
    expect(run).toMatchObject({ events: 6, errors: 1, toolCalls: 1, llmCalls: 1, tokensIn: 10, tokensOut: 5, costUsd: 0.25, model: "gpt-4o", focusRow: 3, durationMs: 22 });
  });

  it("shows rows in reading order with depth, folds and hides", async () => {
    await openAll(engine, [textFile("a.peek.jsonl", RUN)]);
    const view = unwrap(await engine.view({ run: 0 }));
    expect(view).toMatchObject({ rows: 6, hidden: 0, folded: 0 });
    const rows = unwrap(await engine.window(view.view, 0, 10));
    expect(rows.map((row) => [row.depth, row.kind, row.children])).toEqual([
      [0, "agent_start", 2],
      [1, "decision", 2],
      [2, "tool_call", 0],
      [2, "tool_result", 0],
      [1, "llm_response", 0],
      [0, "agent_end", 0],
    ]);
    expect(rows[1]).toMatchObject({ preview: "search · cheapest first", evidence: 1 });
    expect(rows[2]?.preview).toBe('search(from "JFK", to "Zürich")');
    const folded = unwrap(await engine.view({ run: 0, collapsed: [1] }));
    expect(folded).toMatchObject({ rows: 4, folded: 2 });
    expect(unwrap(await engine.locate(folded.view, 3))).toEqual({ index: -1, folded: 1 });
    expect(unwrap(await engine.locate(folded.view, 4))).toEqual({ index: 2, folded: -1 });
    const hidden = unwrap(await engine.view({ run: 0, hiddenKinds: ["tool_call"], outcomes: ["", "error"] }));
    expect(hidden).toMatchObject({ rows: 4, hidden: 2 });
    expect(unwrap(await engine.view({ run: 0, collapseAll: true, expanded: [2] }))).toMatchObject({ rows: 6 });
    expect(unwrap(await engine.view({ run: 0, collapseAll: true }))).toMatchObject({ rows: 2, folded: 4 });
  });

  it("searches values whatever way they are written, but not the names of envelope members", async () => {
    await openAll(engine, [textFile("a.peek.jsonl", RUN.replace("Zürich", "Z\\u00fcrich"))]);
    const rowsOf = async (text: string): Promise<number[]> => [...unwrap(await engine.search({ text, run: null })).rows];
    expect(await rowsOf("ZÜRICH")).toEqual([2]);
    expect(await rowsOf('timed "out"')).toEqual([3]);
    expect(await rowsOf("session")).toEqual([]);
    expect(await rowsOf("time_unix")).toEqual([]);
    expect(await rowsOf("BOOKER")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await rowsOf("reasoning")).toEqual([1]);
  });

  it("describes an event with its links both ways and its place in the file", async () => {
    await openAll(engine, [textFile("a.peek.jsonl", RUN)]);
    const detail = unwrap(await engine.event(2, 1000));
    expect(detail.links.map((link) => [link.type, link.row])).toEqual([
      ["parent", 1],
      ["upstream", 1],
      ["reply", 3],
    ]);
    expect(detail).toMatchObject({ index: 2, line: 4, ancestors: [0, 1], payloadCut: false });
    expect(JSON.parse(detail.payload)).toEqual({ arguments: { from: "JFK", to: "Zürich" } });
    const raw = new TextDecoder().decode(unwrap(await engine.raw(0, detail.byteOffset, detail.byteLength)));
    expect(JSON.parse(raw)).toMatchObject({ id: "e2" });
    expect(unwrap(await engine.event(2, 5)).payloadCut).toBe(true);
    expect(unwrap(await engine.find("s", "e4"))).toBe(4);
    expect(unwrap(await engine.find("s", "nowhere"))).toBe(-1);
  });

  it("steps from failure to failure and draws a timeline", async () => {
    await openAll(engine, [textFile("a.peek.jsonl", RUN)]);
    expect(unwrap(await engine.nextFailure(0, -1, 1))).toBe(3);
    expect(unwrap(await engine.nextFailure(0, 3, 1))).toBe(5);
    expect(unwrap(await engine.nextFailure(0, 5, 1))).toBe(-1);
    expect(unwrap(await engine.nextFailure(0, 5, -1))).toBe(3);
    const timeline = unwrap(await engine.timeline(0, 1000));
    expect(timeline.lanes.map((lane) => [lane.label, lane.row.length])).toEqual([["booker", 6]]);
    expect(timeline.durationMs).toBe(17 + 5);
    expect(unwrap(await engine.facet(0, "kind", 2))).toHaveLength(2);
  });

  it("keeps the good lines of a damaged file and says where the bad ones are", async () => {
    const [good, cut] = ['{"id":"a","kind":"log","session":"s","seq":0,"time_unix_us":1}', '{"id":"b","kind":"log","ses'];
    const [file] = await openAll(engine, [textFile("torn.jsonl", `{"peek":1}\n${good}\n[1,2]\n{"id":"x",,}\n\n${cut}`)]);
    expect(file).toMatchObject({ status: "ready", events: 1, skipped: 3 });
    const report = unwrap(await engine.report(0));
    expect(report.entries.map(({ line, code, byteOffset }) => [line, code, byteOffset])).toEqual([
      [3, "not_an_object", 74],
      [4, "bad_json", 80],
      [6, "torn_tail", 94],
    ]);
  });

  it.each([0, 1])("reads lines of any length across the pieces a file is read in (newline at the end: %i)", async (newlines) => {
    const sizes = [10, 300_000, 10, 9_000_000, 17_000_000, 10];
    const lines = sizes.map((size, seq) => JSON.stringify({ seq, id: `e${seq}`, kind: "log", session: "s", time_unix_us: seq, payload: { message: "x".repeat(size) } }));
    const [file] = await openAll(engine, [textFile("long.jsonl", ['{"peek":1}', ...lines].join("\n") + "\n".repeat(newlines))]);
    expect(file).toMatchObject({ status: "ready", events: 6, skipped: 0, notices: 0 });
    for (const [row, size] of sizes.entries()) {
      const detail = unwrap(await engine.event(row, 20));
      expect(detail).toMatchObject({ line: row + 2, payloadBytes: size + 14, payload: `{"message":"${"x".repeat(size)}"}`.slice(0, 20) });
    }
    const { view } = unwrap(await engine.view({ run: 0 }));
    expect(unwrap(await engine.window(view, 0, 9)).map((row) => row.id)).toEqual(["e0", "e1", "e2", "e3", "e4", "e5"]);
  });

  it("reports duplicate ids, missing parents, circles, clocks and gaps, and still shows every event", async () => {
    const text = traceText([{}, { id: "e0" }, { parent: "gone" }, { parent: "e4" }, { parent: "e3" }, { seq: 9, time_unix_us: 5 }]);
    const [file] = await openAll(engine, [textFile("odd.jsonl", text)]);
    expect(file?.events).toBe(6);
    const { counts } = unwrap(await engine.report(0));
    expect(Object.fromEntries(counts.map(({ code, count }) => [code, count]))).toEqual({ duplicate_id: 1, missing_parent: 1, parent_cycle: 1, clock_backwards: 1, seq_gap: 1 });
    expect(unwrap(await engine.view({ run: 0 })).rows).toBe(6);
  });

  it("refuses a newer file by name of both versions, and reads it on demand", async () => {
    const text = RUN.replace('"peek":1', '"peek":7');
    const [file] = await openAll(engine, [textFile("future.jsonl", text)]);
    expect(file).toMatchObject({ status: "failed", canAcceptNewer: true, failure: { code: "newer_version", place: "future.jsonl, line 1" } });
    expect(file?.failure?.cause).toContain("version 7");
    const files = await openAll(engine, [{ ...textFile("future.jsonl", text), acceptNewer: true }]);
    expect(files[1]).toMatchObject({ status: "ready", events: 6, notices: 1 });
  });

  it("opens several files side by side and lets one go", async () => {
    const files = await openAll(engine, [textFile("a.jsonl", RUN), textFile("b.jsonl", RUN), { name: "p.png", blob: new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0])]) }, textFile("empty", "")]);
    expect(files.map((file) => file.status)).toEqual(["ready", "ready", "failed", "failed"]);
    expect(files[2]?.failure?.code).toBe("not_a_trace");
    expect(files[3]?.failure?.code).toBe("empty_file");
    expect(unwrap(await engine.runs()).map((run) => [run.run, run.file, run.focusRow])).toEqual([[0, 0, 3], [1, 1, 9]]);
    expect(unwrap(await engine.view({ run: null })).rows).toBe(12);
    await engine.close(0);
    expect(unwrap(await engine.runs()).map((run) => run.run)).toEqual([1]);
    expect(unwrap(await engine.view({ run: null })).rows).toBe(6);
    expect([...unwrap(await engine.search({ text: "sorry", run: null })).rows]).toEqual([10]);
  });
});
