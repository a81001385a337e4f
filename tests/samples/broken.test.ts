import { beforeEach, describe, expect, it } from "vitest";
import { BROKEN_CASES } from "../../samples/support/broken-cases.ts";
import { weatherTrace } from "../../samples/support/weather-run.ts";
import type { EngineApi } from "../../viewer/engine/api.ts";
import { openAll, startEngine, textFile, unwrap } from "../support/engine.ts";
import { namesIn, sampleBytes, sampleFile, told, type Told } from "./support.ts";

const SLOW_MS = 60_000;
/** Bytes between two cuts of the trace that is cut anywhere; 1 cuts it at each. */
const CUT_EVERY = Number(process.env["PEEK_CUT_EVERY"] ?? 11);

let engine: EngineApi;
beforeEach(async () => {
  engine = await startEngine();
}, SLOW_MS);

interface Expected extends Told {
  readonly what: string;
  /** What is told when the file is opened although it is newer. */
  readonly accepted?: Told;
}

function expectedOf(file: string): Expected {
  return JSON.parse(sampleBytes(`${file}.expected.json`).toString()) as Expected;
}

describe("broken samples", () => {
  it("are all described, and nothing else is", () => {
    for (const folder of ["broken", "old"]) {
      const made = BROKEN_CASES.filter(({ file }) => file.startsWith(`${folder}/`)).map(({ file }) => `${file.slice(folder.length + 1)}.expected.json`);
      expect(namesIn(folder, ".expected.json")).toEqual(made.toSorted());
    }
  });

  it.each(BROKEN_CASES)("$file is as its maker makes it", ({ file, bytes }) => {
    expect(sampleBytes(file).equals(bytes())).toBe(true);
  });

  it.each(BROKEN_CASES)("$file: $what", async ({ file, what }) => {
    const { what: described, accepted, ...expected } = expectedOf(file);
    expect(described).toBe(what);
    const [opened] = await openAll(engine, [sampleFile(file)]);
    expect(opened).toBeDefined();
    if (opened === undefined) return;
    expect(await told(engine, opened)).toEqual(expected);
    if (accepted === undefined) return;
    const files = await openAll(engine, [{ ...sampleFile(file), acceptNewer: true }]);
    expect(await told(engine, files[1] as typeof opened)).toEqual(accepted);
  });

  it("shows every event of a whole file, however odd, once", async () => {
    const names = ["duplicate-ids", "missing-parents", "parent-cycle", "clock-backwards", "hostile", "wrong-types", "crlf", "utf-16-le", "invalid-utf-8"];
    for (const name of names) {
      const files = await openAll(engine, [sampleFile(`broken/${name}.peek.jsonl`)]);
      const { view, rows } = unwrap(await engine.view({ run: null }));
      expect([name, rows]).toEqual([name, files[0]?.events]);
      const seen = unwrap(await engine.window(view, 0, 100)).map((row) => row.row);
      expect(new Set(seen).size).toBe(rows);
      engine = await startEngine();
    }
  });

  it("keeps text that is not UTF-8 readable, and markup as text", async () => {
    await openAll(engine, [sampleFile("broken/invalid-utf-8.peek.jsonl"), sampleFile("broken/hostile.peek.jsonl")]);
    expect(unwrap(await engine.event(6, 10_000)).payload).toContain("more than a \uFFFD(\uFFFD drizzle");
    expect(unwrap(await engine.runs())[1]?.title).toMatch(/^<script>/);
  });
});

describe("strange drops", () => {
  const event = (payload: string): string => `${weatherTrace()}{"seq":9,"id":"last","kind":"log","session":"weather-1","time_unix_us":1762248602400000,"payload":${payload}}\n`;

  it("10 MB in one line", async () => {
    const message = "long line ".repeat(1024 * 1024);
    const [file] = await openAll(engine, [textFile("long.peek.jsonl", event(JSON.stringify({ message })))]);
    expect(file).toMatchObject({ status: "ready", events: 10, skipped: 0, notices: 0 });
    const detail = unwrap(await engine.event(9, 1000));
    expect(detail).toMatchObject({ payloadCut: true, payloadBytes: message.length + 14 });
    expect(unwrap(await engine.search({ text: "LONG LINE", run: null }))).toMatchObject({ rows: Int32Array.of(9) });
  }, SLOW_MS);

  it("a payload nested 100,000 levels deep", async () => {
    const deep = `${'{"a":['.repeat(50_000)}1${"]}".repeat(50_000)}`;
    const [file] = await openAll(engine, [textFile("deep.peek.jsonl", event(deep))]);
    expect(file).toMatchObject({ status: "ready", events: 10, skipped: 0 });
    const { view } = unwrap(await engine.view({ run: null }));
    expect(unwrap(await engine.window(view, 9, 1))[0]?.preview).not.toBe("");
    expect(unwrap(await engine.event(9, 1_000_000)).payload).toBe(deep);
  }, SLOW_MS);

  it("a picture, an empty file and a trace at once", async () => {
    const files = await openAll(engine, ["broken/picture.png", "broken/empty.peek.jsonl", "old/version-0.peek.jsonl"].map(sampleFile));
    expect(files.map((file) => [file.status, file.failure?.code])).toEqual([["failed", "not_a_trace"], ["failed", "empty_file"], ["ready", undefined]]);
  });

  it("the same file twice, and fifty files at once", async () => {
    const same = sampleFile("broken/no-header.peek.jsonl");
    const files = await openAll(engine, Array.from({ length: 50 }, () => same));
    expect(files.filter((file) => file.status === "ready" && file.events === 9)).toHaveLength(50);
    expect(unwrap(await engine.runs())).toHaveLength(50);
    expect(unwrap(await engine.view({ run: null })).rows).toBe(450);
  }, SLOW_MS);

  it("a trace cut anywhere: the whole lines are events, and only a torn one is reported", async () => {
    const bytes = new TextEncoder().encode(weatherTrace((events) => events.slice(0, CUT_EVERY === 1 ? 9 : 3)));
    const ends = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1);
    const nearAnEnd = (cut: number): boolean => ends.some((end) => Math.abs(cut - end) < 3);
    const cuts = Array.from({ length: bytes.length - RECOGNISED }, (_, index) => index + RECOGNISED).filter((cut) => cut % CUT_EVERY === 0 || nearAnEnd(cut));
    const files = await openAll(engine, cuts.map((cut) => ({ name: `cut at ${cut}`, blob: new Blob([bytes.slice(0, cut)]) })));
    expect(files.map(({ name, status, events, skipped, failure }) => [name, status, events, skipped, failure?.code])).toEqual(
      cuts.map((cut) => {
        const whole = ends.filter((end) => end <= cut + 1).length;
        const isTorn = !ends.includes(cut) && !ends.includes(cut + 1);
        const isHeaderOnly = whole === 1 && !isTorn;
        return [`cut at ${cut}`, isHeaderOnly ? "failed" : "ready", Math.max(0, whole - 1), isTorn ? 1 : 0, isHeaderOnly ? "empty_file" : undefined];
      }),
    );
    process.stdout.write(`cut at ${cuts.length} of ${bytes.length} bytes\n`);
  }, SLOW_MS * 10);
});

/** Bytes of `{"peek":`, by which a header that is cut is known. */
const RECOGNISED = 8;
