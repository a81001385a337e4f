import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventBatch } from "../../../format/arrow/batch.ts";
import { COLUMNS } from "../../../format/arrow/columns.ts";
import { packLines } from "../../../format/arrow/pack.ts";
import { ipcStream } from "../../../format/arrow/encode.ts";
import { unpackArrow } from "../../../format/arrow/unpack.ts";
import { Scanner, type LineProblem } from "../../../format/jsonl/scan.ts";

const encoder = new TextEncoder();

interface Scanned {
  readonly rows: number;
  readonly problems: [LineProblem, number][];
  readonly headers: number;
  readonly batch: EventBatch;
}

function scan(text: string | Uint8Array): Scanned {
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  const batch = new EventBatch();
  const problems: [LineProblem, number][] = [];
  let headers = 0;
  const scanner = new Scanner(batch, { header: () => headers++, problem: (problem, line) => problems.push([problem, line]) });
  expect(scanner.scan(bytes, 0, true)).toBe(bytes.length);
  batch.finish();
  return { rows: batch.rows, problems, headers, batch };
}

/** The record a scanned row stands for, by way of the Arrow form. */
function records(text: string): unknown[] {
  return [...unpackArrow(ipcStream(packLines(encoder.encode(text))))].map((line) => JSON.parse(line) as unknown);
}

describe("scanner", () => {
  it("reads keys in any order, with any white space, and finds the payload by its bytes", () => {
    const line = ' { "payload" : { "a" : [ "}" , "\\"]" ] } , "kind" : "log" , "id":"x","session":"s" , "seq" : 3 , "upstream":[ "a" , "b" ] } ';
    const { rows, batch } = scan(`${line}\r\n`);
    expect(rows).toBe(1);
    const payload = line.slice(batch.payloadOffset[0], (batch.payloadOffset[0] as number) + (batch.payloadLength[0] as number));
    expect(JSON.parse(payload)).toEqual({ a: ["}", '"]'] });
    expect(records(line)).toEqual([JSON.parse(line)]);
  });

  it("keeps members it has no column for, and values of the wrong type, as they are", () => {
    const record = { id: "x", kind: "log", session: "s", seq: "three", tokens_in: 1.5, turn: 2 ** 40, upstream: "a", evidence: [1], mine: { deep: [null] }, payload: { a: 1 } };
    expect(records(JSON.stringify(record))).toEqual([record]);
  });

  it("counts a key that comes twice as JSON.parse does, and null as absent", () => {
    expect(records('{"id":"a","kind":"x","kind":"y","session":"s","seq":1,"seq":null,"tool":"t","tool":2}')).toEqual([{ id: "a", kind: "y", session: "s", tool: 2 }]);
  });

  it.each([
    ["a broken value", '{"id":"a","kind":}', "bad_json"],
    ["something after the object", '{"id":"a"} x', "bad_json"],
    ["a key without quotes", "{id:1}", "bad_json"],
    ["an unknown member that is not JSON", '{"mine":tru}', "bad_json"],
    ["a wrong escape in an envelope member", '{"id":"\\x"}', "bad_json"],
    ["an array", "[1]", "not_an_object"],
    ["NUL bytes", "\0\0\0", "not_an_object"],
  ])("lists %s and goes on", (_what, line, problem) => {
    const { rows, problems } = scan(`${line}\n{"id":"b","kind":"log","session":"s"}\n`);
    expect(problems).toEqual([[problem, 1]]);
    expect(rows).toBe(1);
  });

  it("makes invalid UTF-8 in the envelope valid", () => {
    const bytes = encoder.encode('{"id":"?","kind":"log","session":"s"}');
    bytes[7] = 0xff;
    const { rows, batch } = scan(bytes);
    expect(rows).toBe(1);
    const name = batch.text("id");
    expect(new TextDecoder().decode(name.data.bytes.subarray(0, name.offsets[1]))).toBe("\uFFFD");
  });

  it("opens a trace cut at any byte: whole lines are events, the rest is one torn tail", () => {
    const lines = ['{"peek":1}', '{"id":"a","kind":"log","session":"s","payload":{"t":"é{\\""}}', '{"id":"b","kind":"log","session":"s"}', ""];
    const bytes = encoder.encode(lines.join("\n"));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const part = bytes.subarray(0, cut);
      const whole = new TextDecoder().decode(part).split("\n");
      const tail = whole.at(-1) as string;
      const complete = tail !== "" && lines.includes(tail);
      const { rows, headers, problems } = scan(part);
      expect(rows + headers).toBe(whole.length - 1 + (complete ? 1 : 0));
      expect(problems).toEqual(tail === "" || complete ? [] : [["torn_tail", whole.length]]);
    }
  });

  it("reads the same whatever the pieces the bytes come in", () => {
    const bytes = encoder.encode(Array.from({ length: 50 }, (_, i) => `{"id":"e${i}","kind":"log","session":"s","seq":${i}}`).join("\n"));
    const batch = new EventBatch();
    const scanner = new Scanner(batch, { header: () => {}, problem: () => expect.unreachable() });
    for (let at = 0, size = 7; at < bytes.length; size++) {
      const end = Math.min(bytes.length, at + size);
      at += scanner.scan(bytes.subarray(at, end), at, end === bytes.length);
    }
    batch.finish();
    expect([...batch.numeric("seq").values.subarray(0, batch.rows)]).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect([...batch.lineNumber.subarray(0, 50)]).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });
});

const value = {
  text: fc.string({ unit: "grapheme", maxLength: 200 }),
  int: fc.integer(),
  number: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.maxSafeInteger()),
  list: fc.array(fc.string({ unit: "grapheme" }), { maxLength: 4 }),
};
const envelope = fc.record(Object.fromEntries(COLUMNS.map((column) => [column.key, value[column.type] as fc.Arbitrary<unknown>])), { requiredKeys: ["id", "kind", "session"] });
const event = fc
  .tuple(envelope, fc.dictionary(fc.string().filter((key) => key !== "peek" && key !== "__proto__"), fc.jsonValue(), { maxKeys: 2 }), fc.option(fc.jsonValue(), { nil: undefined }))
  .map(([known, unknown, payload]) => ({ ...unknown, ...known, ...(payload === undefined ? {} : { payload }) }));

describe("Arrow form", () => {
  it("gives back every record of generated traces, lines that are not events included", () => {
    const line = fc.oneof({ weight: 9, arbitrary: event.map((record) => JSON.stringify(record)) }, { weight: 1, arbitrary: fc.constantFrom('{"peek":1,"file":"x"}', "not json", '{"id":') });
    const runs = Number(process.env["PEEK_TRACES"] ?? 300);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const back = [...unpackArrow(ipcStream(packLines(encoder.encode(lines.join("\n")))))];
        expect(back.length).toBe(lines.length);
        for (const [index, original] of lines.entries()) expect(normal(back[index] as string)).toEqual(normal(original));
      }),
      { numRuns: runs, seed: 1 },
    );
  }, 600_000);

  it("gives back every record of every sample", () => {
    const folder = new URL("../../../samples/scenarios/", import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith(".peek.jsonl"));
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) {
      const bytes = readFileSync(new URL(name, folder));
      const lines = bytes.toString().replace(/\n$/, "").split("\n");
      expect([...unpackArrow(ipcStream(packLines(bytes)))].map(normal), name).toEqual(lines.map(normal));
    }
  });
});

/** A line as a value; nulls of known members count as absent, negative zero as zero. */
function normal(line: string): unknown {
  try {
    return JSON.parse(line, (_key, item: unknown) => (Object.is(item, -0) ? 0 : item)) as unknown;
  } catch {
    return line;
  }
}
