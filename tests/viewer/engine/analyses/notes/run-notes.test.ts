import { expect, it } from "vitest";
import { openAll, startEngine, textFile, traceText, unwrap } from "../../../../support/engine.ts";

const START_US = 1_763_884_800_000_000;
const events = (session: string): Record<string, unknown>[] => [0, 1, 2].map((seq) => ({ id: `e${seq}`, kind: "log", session, time_unix_us: START_US + seq * 1000, payload: { message: `step ${seq}` } }));

it("notes on a run come in its order, each with its event; those on other runs and times do not", async () => {
  const engine = await startEngine();
  await openAll(engine, [textFile("a.peek.jsonl", traceText([...events("s"), ...events("t")]))]);
  const on = (row: number, text: string): { row: number; range: null; text: string; by: string } => ({ row, range: null, text, by: "Ada" });
  const during = (fromMs: number, toMs: number): { row: number; range: [number, number]; text: string; by: string } => ({ row: -1, range: [START_US + fromMs * 1000, START_US + toMs * 1000], text: "slow", by: "" });
  const runs = unwrap(await engine.runs());
  const second = runs.find(({ session }) => session === "t")?.run ?? -1;
  const notes = [on(5, "last"), during(-1, 1), during(90, 99), on(0, "of the other run"), on(4, ""), on(77, "nowhere")];
  const found = unwrap(await engine.analyse("run-notes", { run: second, notes }));
  expect(found.map(({ event, rangeMs, text, by }) => [event?.id, event?.number, rangeMs, text, by])).toEqual([["e1", 1, null, "", "Ada"], ["e2", 2, null, "last", "Ada"], [undefined, undefined, [-1, 1], "slow", ""]]);
  expect(unwrap(await engine.analyse("run-notes", { run: 99, notes }))).toEqual([]);
});
