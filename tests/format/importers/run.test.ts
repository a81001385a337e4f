import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TraceError } from "../../../format/errors.ts";
import type { EventRecord } from "../../../format/event.ts";
import { planImports } from "../../../format/importers/plan.ts";
import { runImport, type ImportReport } from "../../../format/importers/run.ts";
import type { Importer, ImportSink } from "../../../format/importers/types.ts";
import { makeZip } from "../containers/zips.ts";
import { DATA, HAS_DATA } from "./data.ts";
import { importAll, openBytes, openText } from "./support.ts";

const place = { file: "f", line: 3, byte_offset: 10, byte_length: 5 };

async function runWith(read: (sink: ImportSink) => void): Promise<{ lines: string[]; report: ImportReport }> {
  const importer: Importer = { id: "test", title: "Test format", grouping: "each", detect: () => 1, read: async (_files, sink) => read(sink) };
  const lines: string[] = [];
  const report = await runImport({ importer, files: [await openText("f", "x")], name: "f" }, (line) => lines.push(line));
  return { lines, report };
}

const event = (more: object = {}): EventRecord => ({ seq: 0, id: "a", kind: "log", session: "s", time_unix_us: 1, ...more });

describe("an import", () => {
  test("writes a header, then a line an event with its place in the source", async () => {
    const { lines, report } = await runWith((sink) => {
      sink.emit(event({ name: "n", payload: { x: 1 }, mine: 2 }), place);
      sink.became(place);
    });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ peek: 1, recorder: { name: "import:test" } });
    expect(lines[1]).toBe(`{"seq":0,"id":"a","kind":"log","session":"s","time_unix_us":1,"name":"n","mine":2,"source":${JSON.stringify(place)},"payload":{"x":1}}`);
    expect(report.summary).toContain("1 records: 1 became events, 0 joined into others, 0 listed.");
  });

  test("counts everything, lists the first thousand", async () => {
    const { report } = await runWith((sink) => {
      for (let index = 0; index < 2700; index++) sink.skipped(place, "odd", `record ${index}`);
      for (let index = 0; index < 31; index++) sink.merged(place, "twice");
      sink.notice("note", "once");
    });
    expect(report).toMatchObject({ became: 0, merged: 31, skipped: 2700 });
    expect(report.counts).toEqual([{ code: "odd", count: 2700, message: "record 0" }, { code: "note", count: 1, message: "once" }]);
    expect(report.entries).toHaveLength(1000);
    expect(report.entries[7]).toEqual({ code: "odd", message: "record 7", place });
    expect(report.summary).toContain("2,731 records: 0 became events, 31 joined into others, 2,700 listed.");
  });

  test("types that are not known are counted apart, up to a bound; those that are told apart already stay so", async () => {
    const { report } = await runWith((sink) => {
      for (let index = 0; index < 300; index++) sink.notice("unknown_type", `type ${index}`);
      sink.notice("unknown_type", "type 0");
    });
    expect([report.counts.length, report.counts[0]?.count]).toEqual([201, 100]);
    expect(report.counts.find(({ message }) => message === "type 0")?.count).toBe(2);
  });

  test("members that do not fit their column are left out and noted, the event stays", async () => {
    const { lines, report } = await runWith((sink) => sink.emit(event({ tokens_in: 1.5, confidence: 7, outcome: "superb", cost_usd: Number.NaN, upstream: [1], score: 3 })));
    expect(JSON.parse(lines[1] ?? "")).toEqual({ seq: 0, id: "a", kind: "log", session: "s", time_unix_us: 1, score: 3 });
    expect(report.counts).toMatchObject([{ code: "bad_member", count: 5 }]);
  });

  test("a payload nested too deeply to be written is left to the source", async () => {
    const { lines, report } = await runWith((sink) => sink.emit(event({ payload: JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`) as never }), place));
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ id: "a", source: place });
    expect(report.counts).toMatchObject([{ code: "too_deep" }]);
  });

  test("a failure keeps what was read and names its cause", async () => {
    const failure = { code: "unreadable", cause: "too much", place: "f", next: "less" } as const;
    const { lines, report } = await runWith((sink) => {
      sink.emit(event());
      throw new TraceError(failure);
    });
    expect(lines).toHaveLength(2);
    expect(report.failure).toEqual(failure);
    const bug = await runWith(() => {
      throw new RangeError("oh");
    });
    expect(bug.report.failure).toMatchObject({ code: "unreadable", cause: expect.stringContaining("oh") as string });
  });
});

describe("a drop of several files", () => {
  const span = (trace: string, id: string, parent?: string): string =>
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: trace, spanId: id, parentSpanId: parent, name: id, startTimeUnixNano: "1700000000000000000", endTimeUnixNano: "1700000001000000000" }] }] }] });

  test("formats are told apart; files of one trace are read together; what is no trace is named", async () => {
    const files = await Promise.all([
      openText("1.json", span("t", "b", "a")),
      openText("notes.txt", "just some words\nand more\n"),
      openText("2.json", span("t", "a")),
      openText("run.jsonl", '{"id":"1","run_type":"llm","trace_id":"1","inputs":{},"start_time":1700000000000}\n'),
      openText("other.jsonl", '{"ts":1700000000,"message":"x"}\n{"ts":1700000001,"message":"y"}\n'),
      openText("empty.json", ""),
    ]);
    const { plans, unrecognised } = planImports(files);
    expect(plans.map(({ importer, name, files: of }) => [importer.id, name, of.length])).toEqual([
      ["otlp", "1.json and 1 more", 2],
      ["langsmith", "run.jsonl", 1],
      ["generic", "other.jsonl", 1],
    ]);
    expect(unrecognised.map(({ name }) => name)).toEqual(["notes.txt", "empty.json"]);
  });

  test("the same trace twice at different lengths is one trace", async () => {
    const files = await Promise.all([openText("short.jsonl", span("t", "a")), openText("long.jsonl", `${span("t", "a")}\n${span("t", "b", "a")}\n`)]);
    const [only] = await importAll(files);
    expect(only?.report).toMatchObject({ became: 2, merged: 1 });
    expect(only?.events.map(({ id }) => id)).toEqual(["a", "b", "a.end"]);
  });

  test("files of an archive are recognised one by one where the archive is no format of its own", async () => {
    const bytes = new TextEncoder();
    const zip = makeZip([
      { name: "a/1.json", bytes: bytes.encode(span("t", "a")) },
      { name: "b/r.jsonl", bytes: bytes.encode('{"ts":1700000000,"message":"x"}\n') },
    ]);
    expect(planImports(await openBytes("drop.zip", zip)).plans.map(({ importer }) => importer.id)).toEqual(["otlp", "generic"]);
  });

  test.skipIf(!HAS_DATA)("an archive that is a format is read whole, beside other files", async () => {
    const path = "inspect/inspect_ai/tests/log/test_eval_log/log_streaming.eval";
    const files = [...(await openBytes(path, readFileSync(join(DATA, path)))), await openText("1.json", span("t", "a"))];
    const { plans } = planImports(files);
    expect(plans.map(({ importer, name }) => [importer.id, name])).toEqual([["inspect", path], ["otlp", "1.json"]]);
  });
});
