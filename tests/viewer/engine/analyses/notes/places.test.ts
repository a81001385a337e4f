import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../../support/engine.ts";

const START_US = 1_763_884_800_000_000;
const events = (session: string, timeUs: number): Record<string, unknown>[] => [0, 1, 2].map((seq) => ({ id: `e${seq}`, kind: "log", session, time_unix_us: timeUs + seq }));

describe("events that notes name", () => {
  it("are found in the file of their trace, and nowhere else by id alone", async () => {
    const engine = await startEngine();
    const [one, other] = await openAll(engine, [textFile("a.peek.jsonl", traceText(events("s", 0))), textFile("b.peek.jsonl", traceText(events("s", 0)))]);
    const place = { session: "s", event: "e1", timeUnixUs: 1 };
    const files = (file: typeof one): number[] => [file?.file ?? -1];
    const places = [{ ...place, files: files(other) }, { ...place, files: files(one) }, { ...place, files: [] }, { ...place, files: files(one), session: "t" }, { ...place, files: files(one), event: "e9" }, { ...place, files: [77] }];
    expect([...unwrap(await engine.analyse("event-places", { places }))]).toEqual([4, 1, -1, -1, -1, -1]);
  });

  it("of a trace that has grown or was packed since are found by session, id and time", async () => {
    const engine = await startEngine();
    await openAll(engine, [textFile("a.peek.jsonl", traceText(events("s", START_US)))]);
    const place = { files: [], session: "s", event: "e2" };
    const places = [START_US + 2, START_US + 3].map((timeUnixUs) => ({ ...place, timeUnixUs }));
    expect([...unwrap(await engine.analyse("event-places", { places }))]).toEqual([2, -1]);
  });
});

it("notes inside an archive are put aside for the page, and are no trace", async () => {
  const engine = await startEngine();
  const notes = '{"peek_notes":1,"entries":[]}';
  const archive = (files: Record<string, string>): Blob => new Blob([zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))]);
  const files = await openAll(engine, [
    { name: "both.zip", blob: archive({ "run.peek.jsonl": traceText(events("s", START_US)), "run.peek-notes.json": notes }) },
    { name: "only.zip", blob: archive({ "other.json": notes }) },
  ]);
  expect(files.map(({ name, events: count }) => [name, count])).toEqual([["both.zip", 3]]);
  expect(unwrap(await engine.analyse("side-files", { after: 0 }))).toMatchObject({ total: 2, files: [{ text: notes, bytes: notes.length }, { text: notes }] });
  expect(unwrap(await engine.analyse("side-files", { after: 2 }))).toEqual({ total: 2, files: [] });
});
