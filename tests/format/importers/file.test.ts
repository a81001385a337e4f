import { describe, expect, test } from "vitest";
import { bytesSource, chunksSource } from "../../../format/containers/source.ts";
import { importFile, type ReadBounds } from "../../../format/importers/file.ts";
import type { SourceLine } from "../../../format/importers/types.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const small: ReadBounds = { textBytes: 100, lineBytes: 40, stepBytes: 7 };

async function linesOf(data: Uint8Array, bounds: ReadBounds = small): Promise<SourceLine[]> {
  const file = await importFile({ name: "f", archive: "", source: bytesSource("f", data) }, bounds);
  const lines: SourceLine[] = [];
  for await (const line of file.lines()) lines.push(line);
  return lines;
}

describe("lines", () => {
  test("byte ranges point at the text, over step boundaries, with CRLF and characters of several bytes", async () => {
    const data = bytes("é1\r\n\nlonger than a step ü\nlast");
    const lines = await linesOf(data);
    expect(lines.map(({ text, line }) => [line, text])).toEqual([[1, "é1"], [2, ""], [3, "longer than a step ü"], [4, "last"]]);
    for (const { text, byteOffset, byteLength } of lines) {
      expect(new TextDecoder().decode(data.subarray(byteOffset, byteOffset + byteLength))).toBe(text);
    }
  });

  test("a byte order mark is no text but counts as bytes", async () => {
    const lines = await linesOf(bytes("\ufeffa\nb"));
    expect(lines.map(({ text, byteOffset }) => [text, byteOffset])).toEqual([["a", 3], ["b", 5]]);
  });

  test("a line above the bound is cut, and the next one is right", async () => {
    const lines = await linesOf(bytes(`${"x".repeat(1000)}\n{"a":1}\n`));
    expect(lines[0]?.byteLength).toBe(1000);
    expect((lines[0]?.text.length ?? 0) < 1000).toBe(true);
    expect(lines[1]).toEqual({ text: '{"a":1}', line: 2, byteOffset: 1001, byteLength: 7 });
  });

  test("a line of 100 MB in one piece is read whole", { timeout: 60_000 }, async () => {
    const chunk = bytes("x".repeat(1024 * 1024));
    const source = chunksSource("f", [...Array.from({ length: 100 }, () => chunk), bytes("\nend\n")]);
    const file = await importFile({ name: "f", archive: "", source });
    const lengths: number[] = [];
    for await (const line of file.lines()) lengths.push(line.text.length);
    expect(lengths).toEqual([100 * 1024 * 1024, 3]);
  });
});

describe("text and head", () => {
  test("text is the whole file", async () => {
    const file = await importFile({ name: "f", archive: "", source: bytesSource("f", bytes("\ufeffgrün €")) }, small);
    expect([await file.text(), file.head, file.headIsAll]).toEqual(["grün €", "grün €", true]);
  });

  test("a document above the bound is refused with advice", async () => {
    const file = await importFile({ name: "big.json", archive: "", source: bytesSource("f", bytes("x".repeat(101))) }, small);
    await expect(file.text()).rejects.toMatchObject({ failure: { code: "unreadable", next: expect.stringContaining("JSON Lines") as string } });
  });
});
