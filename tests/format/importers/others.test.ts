import { describe, expect, test } from "vitest";
import { validateEvent } from "../../../format/event.ts";
import { genericImporter } from "../../../format/importers/generic/index.ts";
import { csvRows } from "../../../format/importers/kit/csv.ts";
import { guessMapping } from "../../../format/importers/generic/mapping.ts";
import { unixMicros } from "../../../format/importers/kit/time.ts";
import { runImport } from "../../../format/importers/run.ts";
import { importOne, openText, payloadOf } from "./support.ts";

describe("times of any unit", () => {
  test.each([
    [1700000000, 1.7e15],
    [1700000000.5, 1.7e15 + 500_000],
    [1700000000123, 1_700_000_000_123_000],
    [1700000000123456, 1_700_000_000_123_456],
    ["1700000000123456789", 1_700_000_000_123_456],
    ["1700000000", 1.7e15],
    ["2023-11-14T22:13:20Z", 1.7e15],
    ["2023-11-14T22:13:20.123456Z", 1_700_000_000_123_456],
    ["2023-11-14T23:13:20+01:00", 1.7e15],
    ["2023-11-14 22:13:20", 1.7e15],
    ["soon", undefined],
    [0, undefined],
    [-5, undefined],
    [Number.NaN, undefined],
    [null, undefined],
    [{}, undefined],
  ])("%j", (value, expected) => expect(unixMicros(value)).toBe(expected));
});

describe("the server's export", () => {
  const session = { id: "s1", agent_name: "weather", framework: "custom", status: "completed", started_at: "2025-01-01T00:00:00Z" };
  const base = (id: string, type: string, second: number, more: object): object => ({ id, session_id: "s1", parent_id: null, event_type: type, timestamp: `2025-01-01T00:00:0${second}Z`, name: type, data: {}, metadata: { sequence: second }, importance: 0.5, upstream_event_ids: [], ...more });
  const document = {
    session,
    events: [
      base("a", "agent_start", 0, { data: { agent_name: "weather", framework: "custom" } }),
      base("d", "decision", 1, { data: { reasoning: "why", confidence: 0.9, chosen_action: "call", evidence_event_ids: ["a"] }, upstream_event_ids: ["a"] }),
      base("c", "tool_call", 2, { tool_name: "api", arguments: { q: 1 }, parent_id: "d" }),
      base("r", "tool_result", 3, { tool_name: "api", result: null, error: "HTTP 500", duration_ms: 12 }),
      base("f", "safety_check", 4, { policy_name: "pii", outcome: "block", risk_level: "high", rationale: "name found" }),
      base("m", "llm_response", 5, { model: "gpt", content: "hi", usage: { input_tokens: 5, output_tokens: 6 }, cost_usd: 0.01 }),
      base("x", "error", 6, { error_type: "TimeoutError", error_message: "slow", stack_trace: "at" }),
    ],
    checkpoints: [{ id: "k", session_id: "s1", event_id: "d", sequence: 1, state: { n: 1 }, memory: {}, timestamp: "2025-01-01T00:00:07Z", importance: 0.5 }],
  };

  test("typed fields go to the envelope, results find their calls, checkpoints their state", async () => {
    const { events, report, importer } = await importOne([await openText("e.json", JSON.stringify(document))]);
    expect(importer).toBe("peaky-peek-server");
    expect([report.became, report.merged, report.skipped]).toEqual([8, 1, 0]);
    expect(events.flatMap(validateEvent)).toEqual([]);
    const byId = new Map(events.map((event) => [event.id, event]));
    expect(byId.get("a")).toMatchObject({ agent: "weather", framework: "custom" });
    expect(byId.get("d")).toMatchObject({ confidence: 0.9, evidence: ["a"], upstream: ["a"], payload: { reasoning: "why", chosen_action: "call" } });
    expect(byId.get("r")).toMatchObject({ reply_to: "c", outcome: "error", duration_ms: 12, payload: { error: "HTTP 500" }, derived: ["reply_to"] });
    expect(byId.get("f")).toMatchObject({ policy: "pii", outcome: "blocked", severity: "high" });
    expect(byId.get("m")).toMatchObject({ tokens_in: 5, tokens_out: 6, cost_usd: 0.01, model: "gpt" });
    expect(byId.get("x")).toMatchObject({ outcome: "error", error_class: "TimeoutError", payload: { message: "slow", stack: "at" } });
    expect(byId.get("k")).toMatchObject({ kind: "checkpoint", parent: "d", payload: { state: { n: 1 } } });
  });
});

describe("any other JSON, JSON Lines or CSV", () => {
  test("JSON lines: the guess finds time, kind, actor, text, parent and id", async () => {
    const lines = [
      { ts: 1700000000, level: "info", agent: "planner", event_type: "note", message: "start", event_id: "1", other: { deep: 1 } },
      { ts: 1700000001, level: "error", agent: "planner", event_type: "note", message: "broke", event_id: "2", parent_id: "1" },
    ];
    const { events, report, importer } = await importOne([await openText("l.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
    expect(importer).toBe("generic");
    expect(report).toMatchObject({ became: 2, skipped: 0, counts: [{ code: "guessed_mapping" }] });
    expect(events[0]).toMatchObject({ id: "1", kind: "note", agent: "planner", time_unix_us: 1.7e15, payload: { text: "start", extra: { other: { deep: 1 } } } });
    expect(events[1]).toMatchObject({ id: "2", kind: "error", parent: "1", outcome: "error" });
  });

  test("messages are their speakers', calls have their results, failures are seen, words are found in parts", async () => {
    const lines = [
      { type: "message", role: "user", content: [{ type: "text", text: "Mend it" }] },
      { type: "message", role: "assistant", content: [{ type: "text", text: "Looking." }, { type: "x" }] },
      { type: "tool_call", tool_call_id: "c1", tool: "read", success: true },
      { type: "tool_result", tool_call_id: "c1", content: [{ type: "text", text: "no such file" }], success: false },
    ];
    const { events } = await importOne([await openText("l.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
    expect(events.map(({ kind, outcome }) => [kind, outcome])).toEqual([["human_input", undefined], ["agent_turn", undefined], ["tool_call", undefined], ["tool_result", "error"]]);
    expect(payloadOf(events[0])["text"]).toBe("Mend it");
    expect(events[3]).toMatchObject({ reply_to: events[2]?.id, tool: "read" });
    expect(payloadOf(events[3])["text"]).toBe("no such file");
  });

  test.each([
    ["success", false, "error"],
    ["success", true, undefined],
    ["is_error", true, "error"],
    ["status", true, undefined],
    ["status", false, "error"],
    ["status", "failed", "error"],
  ])("%s: %j is %s", async (field, value, outcome) => {
    const lines = [1, 2].map((at) => JSON.stringify({ ts: 1700000000 + at, type: "note", message: "x", [field]: value }));
    const { events } = await importOne([await openText("l.jsonl", lines.join("\n"))]);
    expect(events[0]?.outcome).toBe(outcome);
  });

  test("a mapping given by a person is used instead of the guess", async () => {
    const file = await openText("l.json", JSON.stringify([{ a: "hello", b: "2025-01-01T00:00:00Z" }]));
    const lines: string[] = [];
    await runImport({ importer: genericImporter({ mapping: { text: "a", time: "b" } }), files: [file], name: "l" }, (line) => lines.push(line));
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ time_unix_us: 1735689600000000, payload: { text: "hello" } });
  });

  test("CSV with quotes, doubled quotes and line ends inside cells", async () => {
    const text = 'timestamp,agent,message\n2025-01-01T00:00:00Z,a,"said ""hi"",\nthen left"\n2025-01-01T00:00:01Z,b,ok\n';
    const { events, report } = await importOne([await openText("t.csv", text)]);
    expect(report.became).toBe(2);
    expect(events[0]).toMatchObject({ agent: "a", payload: { text: 'said "hi",\nthen left' } });
    expect([...csvRows("a,b\r\n1,\r\n", ",")]).toEqual([["a", "b"], ["1", ""]]);
  });

  test("the longest list of a document holds its records; the rest of it is kept", async () => {
    const { events, report } = await importOne([await openText("d.json", JSON.stringify({ meta: "x", steps: [{ text: "1" }, { text: "2" }], few: [{}] }))]);
    expect(report.became).toBe(3);
    expect(payloadOf(events[0])).toMatchObject({ extra: { meta: "x", few: [{}] } });
  });

  test("a long document on one line is a document, not a line", async () => {
    const document = JSON.stringify({ meta: "x", steps: Array.from({ length: 900 }, (_, index) => ({ text: `step ${index} ${"y".repeat(80)}` })) });
    const { report } = await importOne([await openText("d.json", document)]);
    expect([document.length > 65_536, report.became]).toEqual([true, 901]);
  });

  test("values that do not mean what their field's name says are not taken for it", () => {
    expect(guessMapping([{ time: "soon", id: { a: 1 }, type: "x" }])).toEqual({ kind: "type" });
  });

  test("ids that repeat, bad lines and bare values lose nothing", async () => {
    const { events, report } = await importOne([await openText("l.jsonl", '{"id":"1","text":"a"}\n{"id":"1","text":"b"}\nnot json\n[1,2]\n7\n')]);
    expect([report.became, report.merged, report.skipped]).toEqual([4, 0, 1]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
    expect(report.counts.map(({ code }) => code)).toEqual(expect.arrayContaining(["duplicate_id", "bad_json"]));
  });
});
