import { beforeEach, describe, expect, it } from "vitest";
import type { EngineApi } from "../../../viewer/engine/api.ts";
import { EXPORTERS } from "../../../format/exporters/index.ts";
import { EXPORT_FORMS } from "../../../viewer/model/exporting.ts";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../support/engine.ts";

let engine: EngineApi;
beforeEach(async () => {
  engine = await startEngine();
});

const LOGS = [
  { when: "2026-01-01T00:00:00Z", who: "planner", what: "start", note: "begin", ref: "1" },
  { when: "2026-01-01T00:00:01Z", who: "planner", what: "error", note: "broke", ref: "2", above: "1" },
].map((line) => JSON.stringify(line)).join("\n");

describe("a file of no known format", () => {
  it("is read by a guess that can be looked at, corrected and remembered", async () => {
    const [first] = await openAll(engine, [textFile("log.jsonl", LOGS)]);
    expect(first?.generic).toMatchObject({ guessed: true, mapping: { time: "when" } });
    const view = unwrap(await engine.mapping(first?.file ?? -1, null));
    expect(view.fields.map(({ path }) => path)).toEqual(["when", "who", "what", "note", "ref", "above"]);
    expect(view.fields[1]).toEqual({ path: "who", example: "planner" });
    const mapping = { time: "when", actor: "who", kind: "what", text: "note", id: "ref", parent: "above" };
    const shown = unwrap(await engine.mapping(first?.file ?? -1, mapping));
    expect(shown.rows).toEqual([
      { kind: "start", agent: "planner", run: "log.jsonl", timeUnixUs: 1767225600000000, preview: "begin" },
      { kind: "error", agent: "planner", run: "log.jsonl", timeUnixUs: 1767225601000000, preview: expect.stringContaining("broke") as string },
    ]);
    const made = unwrap(await engine.remap(first?.file ?? -1, mapping));
    const files = await openAll(engine, []);
    expect(files.map(({ file, status, hash }) => [file, status, hash])).toEqual([[made, "ready", first?.hash]]);
    expect(files[0]?.generic).toEqual({ guessed: false, mapping, shape: view.shape });
    const rows = unwrap(await engine.window(unwrap(await engine.view({ run: null })).view, 0, 9));
    expect(rows.map(({ kind, agent, depth }) => [kind, agent, depth])).toEqual([["start", "planner", 0], ["error", "planner", 1]]);
    const again = await openAll(engine, [{ ...textFile("other.jsonl", LOGS), mappings: { [view.shape]: mapping } }]);
    expect(again.at(-1)?.generic).toMatchObject({ guessed: false, mapping });
  });

  it("other formats can be mapped too; what has no fields says so", async () => {
    const chat = '[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"}]';
    const [file, own] = await openAll(engine, [textFile("chat.json", chat), textFile("a.peek.jsonl", traceText([{ kind: "log" }]))]);
    expect(file?.generic).toBeUndefined();
    expect(unwrap(await engine.mapping(file?.file ?? -1, null)).mapping).toMatchObject({ actor: "role", text: "content" });
    expect(await engine.mapping(own?.file ?? -1, null)).toMatchObject({ ok: false, error: { code: "not_a_trace" } });
  });
});

describe("the report of an import", () => {
  it("counts records, says why some were joined, and shows each listed one as it stands in the dropped file", async () => {
    const span = (id: string): object => ({ traceId: "t", spanId: id, name: id, startTimeUnixNano: "1700000000000000000" });
    const document = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span("a"), span("a"), { name: "no id" }] }] }] });
    const [file] = await openAll(engine, [textFile("t.json", document)]);
    const report = unwrap(await engine.report(file?.file ?? -1));
    expect(report.records).toEqual({ became: 1, merged: 1, skipped: 1, joined: [{ count: 1, message: "the same span again" }] });
    const at = report.entries.findIndex(({ code }) => code === "no_span_id");
    expect(report.entries[at]?.place).toBe("t.json · /resourceSpans/0/scopeSpans/0/spans/2");
    expect(unwrap(await engine.reportedRecord(file?.file ?? -1, at)).text).toBe('{\n  "name": "no id"\n}');
  });

  it("of lines: the line itself, also where only a part of it is meant", async () => {
    const lines = '{"messages":[{"role":"user","content":"a"},5]}\nnot json\n';
    const [file] = await openAll(engine, [textFile("m.jsonl", lines)]);
    const report = unwrap(await engine.report(file?.file ?? -1));
    const texts = await Promise.all(report.entries.map(async ({ place }, index) => [place, unwrap(await engine.reportedRecord(file?.file ?? -1, index)).text]));
    expect(texts).toEqual([["m.jsonl · line 1 · /messages/1", "5"], ["m.jsonl · line 2", "not json"]]);
  });

  it("of our own format: the broken line", async () => {
    const [file] = await openAll(engine, [textFile("a.peek.jsonl", `${traceText([{ kind: "log" }])}{broken\n`)]);
    const report = unwrap(await engine.report(file?.file ?? -1));
    const at = report.entries.findIndex(({ code }) => code === "bad_json");
    expect(unwrap(await engine.reportedRecord(file?.file ?? -1, at)).text).toBe("{broken");
    expect(report.records).toBeUndefined();
  });
});

describe("an export", () => {
  const RUN = traceText([{ kind: "agent_start", agent: "a", payload: { title: "t" } }, { kind: "tool_call", tool: "x", parent: "e0", payload: { arguments: {} } }, { kind: "agent_end", reply_to: "e0", outcome: "ok" }]);

  it("offers every form there is", () => {
    expect(EXPORT_FORMS.map(({ id }) => id)).toEqual(EXPORTERS.map(({ id }) => id));
  });

  it("of one run or of all; what comes back in is the same", async () => {
    const other = RUN.replaceAll('"session":"s"', '"session":"z"').replaceAll('"e', '"f');
    await openAll(engine, [textFile("two.peek.jsonl", RUN + other.slice(other.indexOf("\n") + 1))]);
    const one = unwrap(await engine.exportRun(1, "csv"));
    expect([one.name, one.events]).toEqual(["two.csv", 3]);
    const all = unwrap(await engine.exportRun(null, "otlp"));
    expect([all.name, all.events]).toEqual(["two.otlp.jsonl", 6]);
    const before = unwrap(await engine.runs()).map(({ session, events, toolCalls }) => [session, events, toolCalls]);
    const files = await openAll(engine, [{ name: all.name, blob: all.blob }]);
    expect(files.at(-1)).toMatchObject({ status: "ready", events: 6, runs: 2 });
    expect(unwrap(await engine.runs()).slice(2).map(({ session, events, toolCalls }) => [session, events, toolCalls])).toEqual(before);
  });

  it("as a trace of its own keeps every member; redacted, it holds no address and equal ones stay equal", async () => {
    const text = traceText([{ kind: "agent_start", agent: "a", mine: 7, payload: { title: "t", input: "write to ada@example.org" } }, { kind: "log", parent: "e0", prev: "x", payload: { message: "ada@example.org answered" } }]);
    await openAll(engine, [textFile("own.peek.jsonl", text)]);
    const plain = await unwrap(await engine.exportRun(0, "trace")).blob.text();
    expect(JSON.parse(plain.split("\n")[1] as string)).toEqual(JSON.parse(text.split("\n")[1] as string));
    const made = unwrap(await engine.exportRun(0, "trace", "a secret of some length"));
    const copy = await made.blob.text();
    expect([made.name, made.events, made.redacted]).toEqual(["own.redacted.peek.jsonl", 2, 2]);
    expect(copy).not.toContain("ada@example.org");
    expect(new Set(copy.match(/\[EMAIL:[0-9a-f]{10}\]/g)).size).toBe(1);
    expect((await openAll(engine, [{ name: made.name, blob: made.blob }])).at(-1)).toMatchObject({ events: 2, skipped: 0 });
  });

  it("of a form or a run that is not there fails with what to do", async () => {
    await openAll(engine, [textFile("a.peek.jsonl", RUN)]);
    expect(await engine.exportRun(0, "pdf")).toMatchObject({ ok: false, error: { place: "export" } });
    expect(await engine.exportRun(9, "csv")).toMatchObject({ ok: false, error: { code: "cancelled" } });
  });
});
