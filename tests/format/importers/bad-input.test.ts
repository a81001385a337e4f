import { gzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { expand } from "../../../format/containers/expand.ts";
import { bytesSource, type ByteSource } from "../../../format/containers/source.ts";
import { validateEvent } from "../../../format/event.ts";
import { importFile } from "../../../format/importers/file.ts";
import { makeZip } from "../containers/zips.ts";
import { importAll, importOne, openBytes, openText, payloadOf } from "./support.ts";

const text = new TextEncoder();
const json = (value: unknown): string => JSON.stringify(value);
const MIB = 1024 * 1024;

const SPAN = { traceId: "t", spanId: "a", name: "chat m", startTimeUnixNano: "1700000000000000000", endTimeUnixNano: "1700000001000000000", attributes: [{ key: "gen_ai.operation.name", value: { stringValue: "chat" } }] };
const EXAMPLES: Readonly<Record<string, unknown>> = {
  otlp: { resourceSpans: [{ scopeSpans: [{ spans: [SPAN, { ...SPAN, spanId: "b" }] }] }] },
  chat: [{ task_id: 1, trial: 0, reward: 1, traj: [{ role: "user", content: "hi" }, { role: "assistant", content: "yo" }] }],
  "who-and-when": { history: [{ role: "user", name: "a", content: "hi" }, { role: "user", name: "b", content: "yo" }], question: "?", mistake_step: "1", mistake_agent: "b" },
  langsmith: [{ id: "1", run_type: "llm", trace_id: "1", inputs: { messages: [{ role: "user", content: "hi" }] }, outputs: {}, start_time: 1_700_000_000_000 }],
  langfuse: { trace: { id: "t", projectId: "p", timestamp: "2026-01-01T00:00:00Z", name: "n" }, observations: [{ id: "o", traceId: "t", type: "SPAN", startTime: "2026-01-01T00:00:00Z" }] },
  inspect: { version: 2, status: "success", eval: { task: "t", created: "2026-01-01T00:00:00Z" }, samples: [{ id: 1, epoch: 1, messages: [{ role: "user", content: "hi" }], scores: { s: { value: "C" } } }] },
  atif: { schema_version: "ATIF-v1.5", session_id: "s", agent: { name: "a" }, steps: [{ step_id: 1, source: "user", message: "hi" }, { step_id: 2, source: "agent", message: "yo" }] },
  generic: [{ ts: 1_700_000_000, message: "a" }, { ts: 1_700_000_001, message: "b" }],
};

describe("a half-written export", () => {
  test.each(Object.keys(EXAMPLES))("of %s is read as far as it goes, and says so", async (id) => {
    const whole = json(EXAMPLES[id]);
    const [complete] = await importAll([await openText("x.json", whole)]);
    expect([complete?.importer, complete?.report.skipped]).toEqual([id, 0]);
    const cut = whole.slice(0, Math.floor(whole.length * 0.75));
    const [half] = await importAll([await openText("x.json", cut)]);
    expect(half?.report.counts.map(({ code }) => code)).toContain("cut_off");
    expect(half?.report.failure).toBeUndefined();
    expect(half?.events.flatMap(validateEvent)).toEqual([]);
  });

  test("a gzip that breaks off gives its good part", async () => {
    const packed = gzipSync(text.encode(Array.from({ length: 5000 }, (_, index) => json({ ts: 1_700_000_000 + index, message: `${index} ${Math.sin(index)}` })).join("\n")));
    const codes: string[] = [];
    let lines = 0;
    for await (const item of expand(bytesSource("l.jsonl.gz", packed.subarray(0, packed.length / 2)))) {
      if (item.type === "notice") codes.push(item.code);
      if (item.type === "file") lines = (await importOne([await importFile(item)])).report.became;
    }
    expect(codes).toEqual(["damaged"]);
    expect(lines).toBeGreaterThan(1000);
  });
});

describe("a drop of many formats at once", () => {
  test("each file goes to its own reader, loose or packed", async () => {
    const loose = await Promise.all(Object.entries(EXAMPLES).map(([id, value]) => openText(`${id}.json`, json(value))));
    expect((await importAll(loose)).map(({ importer }) => importer).sort((a, b) => a.localeCompare(b))).toEqual(Object.keys(EXAMPLES).sort((a, b) => a.localeCompare(b)));
    const zip = makeZip(Object.entries(EXAMPLES).map(([id, value]) => ({ name: `in/${id}.json`, bytes: text.encode(json(value)) })));
    expect((await importAll(await openBytes("all.zip", zip))).map(({ importer }) => importer).sort((a, b) => a.localeCompare(b))).toEqual(Object.keys(EXAMPLES).sort((a, b) => a.localeCompare(b)));
  });

  test("paths that climb out of the archive are made plain", async () => {
    const zip = makeZip([{ name: "../../etc/run.json", bytes: text.encode(json(EXAMPLES["chat"])) }, { name: "C:\\x\\other.json", bytes: text.encode(json(EXAMPLES["atif"])) }]);
    const files = await openBytes("evil.zip", zip);
    expect(files.map(({ name }) => name)).toEqual(["etc/run.json", "x/other.json"]);
    expect((await importAll(files)).map(({ report }) => report.skipped)).toEqual([0, 0]);
  });
});

describe("huge things", () => {
  /** Mostly one line that never ends, between two good ones; nothing of it is held. */
  function endless(size: number): ByteSource {
    const [first, last] = [text.encode(`${json({ ts: 1_700_000_000, message: "first" })}\n{"blob":"`), text.encode(`"}\n${json({ ts: 1_700_000_001, message: "last" })}\n`)];
    const filler = new Uint8Array(MIB).fill(0x41);
    return {
      name: "huge.jsonl",
      size,
      slice: async (start, end) => {
        if (start === 0) return joined(first, filler.subarray(0, end - first.length));
        return end >= size ? joined(filler.subarray(0, Math.max(0, Math.min(end, size) - start - last.length)), last) : filler.subarray(0, end - start);
      },
    };
  }

  test("two gigabytes: read in steps, the line that cannot be held is reported with its place", { timeout: 120_000 }, async () => {
    const size = 2 * 1024 * MIB + 5 * MIB;
    const file = await importFile({ name: "huge.jsonl", archive: "", source: endless(size) });
    const { report, events, importer } = await importOne([file]);
    expect([importer, report.became, report.skipped]).toEqual(["generic", 2, 1]);
    const entry = report.entries.find(({ code }) => code === "bad_json");
    expect(entry?.place).toMatchObject({ line: 2 });
    expect(entry?.place?.byte_length).toBeGreaterThan(2 * 1024 * MIB);
    expect(events.map((event) => payloadOf(event)["text"])).toEqual(["first", "last"]);
  });

  test("one document of two gigabytes fails with what to do, before anything is read", async () => {
    const source: ByteSource = { name: "doc.json", size: 2 * 1024 * MIB, slice: async (start, end) => (start === 0 ? text.encode(`{\n"resourceSpans": [{"scopeSpans": [{"spans": [${json(SPAN)},\n`) : new Uint8Array(Math.min(MIB, end - start)).fill(0x20)) };
    const { report } = await importOne([await importFile({ name: "doc.json", archive: "", source })]);
    expect(report.failure).toMatchObject({ code: "unreadable", next: expect.stringContaining("JSON Lines") as string });
  });

  test("an image of 100 MB in a message stays whole", { timeout: 120_000 }, async () => {
    const data = `data:image/png;base64,${"A".repeat(100 * MIB)}`;
    const bytes = text.encode(`{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"${data}"}},{"type":"text","text":"What is it?"}]},{"role":"assistant","content":"Nothing."}]}`);
    const { events, report, importer } = await importOne(await openBytes("image.json", bytes));
    expect([importer, report.became, report.skipped]).toEqual(["chat", 3, 0]);
    expect(json(payloadOf(events[1])).length).toBeGreaterThan(100 * MIB);
  });

  function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
    const both = new Uint8Array(one.length + other.length);
    both.set(one);
    both.set(other, one.length);
    return both;
  }
});

describe("things no reader has seen before", () => {
  test("unknown roles, block types, span kinds, observation types, step sources: kept, none lost", async () => {
    const odd = [
      { name: "chat.json", value: [{ role: "oracle", content: [{ type: "smell", data: 1 }] }, { role: "assistant", content: [{ type: "server_tool_use", id: "x", name: "web", input: {} }, { type: "new_block", y: 2 }] }], keeps: ["smell", "new_block", "oracle"] },
      { name: "otlp.json", value: { resourceSpans: [{ scopeSpans: [{ spans: [{ ...SPAN, kind: 99, future: { z: 3 }, attributes: [{ key: "gen_ai.operation.name", value: { stringValue: "dream" } }, { key: "k", value: { newValue: 4 } }] }] }] }] }, keeps: ["dream", "newValue", "future"] },
      { name: "lf.json", value: { trace: { id: "t", projectId: "p", timestamp: "2026-01-01T00:00:00Z" }, observations: [{ id: "o", traceId: "t", type: "ORACLE", startTime: "2026-01-01T00:00:00Z", novelty: 5 }] }, keeps: ["novelty"] },
      { name: "atif.json", value: { schema_version: "ATIF-v9.9", session_id: "s", agent: { name: "a" }, steps: [{ step_id: 1, source: "oracle", message: "x", novelty: 6 }] }, keeps: ["oracle", "novelty"] },
    ];
    for (const { name, value, keeps } of odd) {
      const { events, report } = await importOne([await openText(name, json(value))]);
      expect([name, report.skipped]).toEqual([name, 0]);
      const all = json(events);
      for (const word of keeps) expect([name, word, all.includes(word)]).toEqual([name, word, true]);
    }
  });

  test("the same run twice at different lengths: nothing is lost, what is the same is told", async () => {
    const spans = (...ids: string[]): string => json({ resourceSpans: [{ scopeSpans: [{ spans: ids.map((spanId) => ({ ...SPAN, spanId })) }] }] });
    const otlp = await importOne(await Promise.all([openText("short.json", spans("a")), openText("long.json", spans("a", "b"))]));
    expect(otlp.report).toMatchObject({ became: 2, merged: 1, skipped: 0 });
    const runs = (count: number): string => Array.from({ length: count }, (_, index) => json({ id: String(index), run_type: "tool", trace_id: "0", ...(index > 0 && { parent_run_id: "0" }), inputs: {}, start_time: 1_700_000_000_000 + index })).join("\n");
    const langsmith = await importOne(await Promise.all([openText("short.jsonl", runs(1)), openText("long.jsonl", runs(3))]));
    expect(langsmith.report).toMatchObject({ became: 3, merged: 1, skipped: 0 });
    const trajectory = (count: number): string => json({ schema_version: "ATIF-v1.5", session_id: "s", agent: { name: "a" }, steps: Array.from({ length: count }, (_, index) => ({ step_id: index + 1, source: "user", message: `m${index}` })) });
    const atif = await importOne(await Promise.all([openText("short.json", trajectory(1)), openText("long.json", trajectory(2))]));
    expect(new Set(atif.events.map(({ session }) => session))).toEqual(new Set(["s", "s#2"]));
    expect(new Set(atif.events.map(({ id }) => id)).size).toBe(atif.events.length);
  });

  test.each([["seconds", 1_700_000_000], ["milliseconds", 1_700_000_000_000], ["microseconds", 1_700_000_000_000_000], ["nanoseconds", "1700000000000000000"], ["ISO 8601", "2023-11-14T22:13:20Z"]])("times in %s", async (_unit, ts) => {
    const { events } = await importOne([await openText("l.jsonl", `${json({ ts, message: "a" })}\n${json({ ts, message: "b" })}\n`)]);
    expect(events.map((event) => event.time_unix_us)).toEqual([1.7e15, 1.7e15]);
    expect(events[0]?.derived).not.toContain("time_unix_us");
  });
});
