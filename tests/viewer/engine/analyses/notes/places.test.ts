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
