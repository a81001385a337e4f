import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventBatch } from "../../../../format/arrow/batch.ts";
import type { Builder } from "../../../../format/arrow/builders.ts";
import { COLUMNS } from "../../../../format/arrow/columns.ts";
import { Scanner, type ScanListener } from "../../../../format/jsonl/scan.ts";
import { FastScanner } from "../../../../viewer/engine/scan/fast-scanner.ts";
import { createKernel, type Kernel } from "../../../../viewer/engine/scan/kernel.ts";

const kernel = createKernel() as Kernel;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const SAMPLES = new URL("../../../../samples/", import.meta.url);

/** Everything a scan of these pieces finds, as plain values. */
function found(pieces: readonly Uint8Array[], make: (batch: EventBatch, listener: ScanListener) => Scanner | FastScanner): unknown {
  const told: unknown[] = [];
  const batch = new EventBatch();
  const scanner = make(batch, { header: (...header) => told.push(header), problem: (...problem) => told.push(problem) });
  let offset = 0;
  const used = pieces.map((piece, index) => {
    const count = scanner.scan(piece, offset, index === pieces.length - 1);
    offset += piece.length;
    return count;
  });
  batch.finish();
  const rows = Array.from({ length: batch.rows }, (_, row) => ({
    place: [batch.lineOffset[row], batch.lineLength[row], batch.lineNumber[row], batch.payloadOffset[row], batch.payloadOffset[row] === -1 ? 0 : batch.payloadLength[row]],
    other: cell(batch.other, row),
    ...Object.fromEntries(COLUMNS.map(({ key }, index) => [key, cell(batch.builders[index] as Builder, row)])),
  }));
  return { told, used, lines: scanner.lines, rows, counts: batch.builders.map(({ valid }) => valid.count) };
}

function cell(builder: Builder, row: number): unknown {
  if (!builder.valid.has(row)) return null;
  if (builder.type === "text") return decoder.decode(builder.data.bytes.subarray(builder.offsets[row], builder.offsets[row + 1]));
  if (builder.type === "list") return Array.from({ length: (builder.offsets[row + 1] as number) - (builder.offsets[row] as number) }, (_, item) => decoder.decode(builder.data.bytes.subarray(builder.items[(builder.offsets[row] as number) + item], builder.items[(builder.offsets[row] as number) + item + 1])));
  return builder.values[row];
}

function expectSame(...pieces: readonly Uint8Array[]): void {
  const slow = found(pieces, (batch, listener) => new Scanner(batch, listener));
  const fast = found(pieces, (batch, listener) => new FastScanner(kernel, batch, listener));
  expect(fast).toEqual(slow);
}

const text = (...lines: readonly string[]): Uint8Array => encoder.encode(lines.join("\n"));

/** Values as writers, and as breakers, put them: right for their column more often than not. */
const VALUES = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[ -~]{0,40}$/).map((value) => JSON.stringify(value)) },
  { weight: 4, arbitrary: fc.oneof(fc.integer(), fc.double({ noDefaultInfinity: true, noNaN: true }), fc.maxSafeInteger()).map(String) },
  { weight: 2, arbitrary: fc.json() },
  fc.string({ unit: "binary" }).map((value) => JSON.stringify(value)),
  fc.array(fc.string()).map((value) => JSON.stringify(value)),
  fc.constantFrom("null", "true", "-0", "00", "01.5", "1.", ".5", "1e5", "-", "12345678901234567", "9007199254740993", "2147483648", "-2147483648", "0.1", "-12.25", '"', '"\\', '"\\u12"', "[", "{", "}", "{]", '{"a":"]"}', "", " ", '"\t"', "[{}", '"a"b'),
);
const KEYS = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...COLUMNS.map(({ key }) => key), "payload") }, fc.constantFrom("peek", "unknown", "payloads", "i", "", "na\\u006de", "naïve"));
const LINE = fc
  .record({ members: fc.array(fc.tuple(KEYS, VALUES), { maxLength: 12 }), gap: fc.constantFrom("", "", "", " ", "  ", "\t"), end: fc.constantFrom("}", "}", "}", "}", "} ", "}\r", "", "}}", ",}"), start: fc.constantFrom("{", "{", "{", " {", "[", "x{") })
  .map(({ members, gap, end, start }) => `${start}${members.map(([key, value]) => `"${key}":${gap}${value}`).join(`,${gap}`)}${end}`);
const GOOD = fc.record({ seq: fc.nat(), id: fc.stringMatching(/^[0-9a-f]{1,40}$/), kind: fc.constantFrom("tool_call", "decision"), session: fc.constantFrom("a", "b"), time_unix_us: fc.maxSafeInteger(), agent: fc.string(), importance: fc.double({ min: 0, max: 1, noNaN: true }), payload: fc.object() }, { requiredKeys: ["id"] }).map((event) => JSON.stringify(event));

describe("the scanner with the kernel", () => {
  it("finds what the scanner without it finds, in lines good and bad, cut anywhere", () => {
    const file = fc.array(fc.oneof({ weight: 3, arbitrary: GOOD }, LINE, fc.constantFrom("", " ")), { maxLength: 30 });
    fc.assert(
      fc.property(file, fc.boolean(), fc.nat(), (lines, hasEnd, cut) => {
        const bytes = encoder.encode(lines.join("\n") + (hasEnd ? "\n" : ""));
        const at = bytes.lastIndexOf(0x0a, cut % (bytes.length + 1)) + 1;
        expectSame(bytes);
        expectSame(bytes.subarray(0, at), bytes.subarray(at));
      }),
      { numRuns: 1000 },
    );
  });

  it("finds the same in every sample", () => {
    const names = readdirSync(SAMPLES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".jsonl"));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expectSame(new Uint8Array(readFileSync(new URL(name, SAMPLES))));
  });

  it("finds the same in bytes that are no text, and with a byte order mark", () => {
    expectSame(Uint8Array.from({ length: 5000 }, (_, index) => (index * index * 31 + index) & 0xff));
    expectSame(encoder.encode('\ufeff{"id":"a","kind":"error"}\n{"id":"b"}\n'));
  });

  it("goes on where the kernel's rows are full, a line is longer than its input, and most lines are odd", () => {
    const many = Array.from({ length: 9000 }, (_, index) => `{"seq":${index},"id":"${index}","name":"n${index % 7}","payload":{"index":${index}}}`);
    expectSame(text(...many, ""));
    const long = `{"id":"long","payload":{"text":"${"x".repeat(3_000_000)}"}}`;
    expectSame(text(...many, long, ...many.slice(0, 10), long));
    expectSame(text(...many.map((line, index) => (index % 3 === 0 ? line.replace('"name":"', '"name":"é') : line)), ""));
  });

  it("tells a last line that is cut, and leaves it where more may come", () => {
    const cut = text('{"id":"a","payload":{"x":1}}', '{"id":"b","payload":{"x":');
    expectSame(cut);
    const scanner = new FastScanner(kernel, new EventBatch(), { header: () => {}, problem: () => {} });
    expect(scanner.scan(cut, 0, false)).toBe(cut.indexOf(0x0a) + 1);
    expect(scanner.lines).toBe(1);
  });

  it("is the plain scanner where there is no kernel", () => {
    const bytes = text('{"id":"a","kind":"error","payload":{}}', "broken", "");
    expect(found([bytes], (batch, listener) => new FastScanner(undefined, batch, listener))).toEqual(found([bytes], (batch, listener) => new Scanner(batch, listener)));
  });
});
