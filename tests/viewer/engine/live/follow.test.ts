import { describe, expect, it } from "vitest";
import { openAll, textFile, traceText, unwrap } from "../../../support/engine.ts";
import { follow, GrowingFile, line, until } from "./growing-file.ts";

describe("a file that grows", () => {
  it("is read on from its end, whole lines only", async () => {
    const file = new GrowingFile(traceText([{}, {}]));
    const engine = await follow(file);
    expect((await until(engine, () => true)).live).toBe("following");
    const next = line(2, { payload: { message: "appended" } });
    file.append(next.slice(0, 20));
    file.append(next.slice(20) + line(3, { kind: "error", outcome: "error" }));
    const state = await until(engine, ({ events }) => events === 4);
    expect(state).toMatchObject({ growing: true, skipped: 0, bytesRead: file.text.length });
    const view = unwrap(await engine.view({ run: 0 }));
    const rows = unwrap(await engine.window(view.view, 0, 10));
    expect(rows.map(({ id, preview }) => `${id} ${preview}`)).toEqual(["e0 ", "e1 ", "n2 appended", "n3 "]);
    expect(unwrap(await engine.search({ text: "appended", run: null })).occurrences).toBe(1);
    expect(unwrap(await engine.runs())[0]).toMatchObject({ events: 4, errors: 1 });
    await engine.close(0);
  });

  it("finds parents that come later, and links of what was appended", async () => {
    const file = new GrowingFile(traceText([{ id: "child", parent: "late" }]));
    const engine = await follow(file);
    file.append(line(1, { id: "late" }) + line(2, { id: "answer", reply_to: "late" }));
    await until(engine, ({ events }) => events === 3);
    const detail = unwrap(await engine.event(2, 0));
    expect(detail.links.map(({ type, id }) => `${type} ${id}`)).toContain("reply_to late");
    expect(unwrap(await engine.event(0, 0)).ancestors).toEqual([1]);
    await engine.close(0);
  });

  it("keeps its rows apart from those of files opened after it", async () => {
    const file = new GrowingFile(traceText([{}]));
    const engine = await follow(file);
    await openAll(engine, [textFile("other.peek.jsonl", traceText([{ session: "other" }]))]);
    file.append(line(1));
    await until(engine, ({ events }) => events === 2);
    const runs = unwrap(await engine.runs());
    expect(runs.map(({ session, events }) => `${session} ${events}`)).toEqual(["s 2", "other 1"]);
    await engine.close(0);
    await engine.close(1);
  });

  it("that was truncated or replaced keeps what was read, and says so", async () => {
    const file = new GrowingFile(traceText([{}, {}]));
    const engine = await follow(file);
    file.write(traceText([{ id: "fresh" }]));
    const state = await until(engine, ({ live }) => live === "replaced");
    expect(state).toMatchObject({ events: 2, notices: 1 });
    expect(unwrap(await engine.report(0)).entries[0]?.code).toBe("file_replaced");
    await engine.close(0);
  });

  it("that is gone keeps what was read, and says so", async () => {
    const file = new GrowingFile(traceText([{}]));
    const engine = await follow(file);
    file.isGone = true;
    expect((await until(engine, ({ live }) => live === "lost")).events).toBe(1);
    await engine.close(0);
  });

  it("is not read while it is paused, and whole afterwards", async () => {
    const file = new GrowingFile(traceText([{}]));
    const engine = await follow(file);
    await engine.follow(0, false);
    file.append(line(1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await until(engine, () => true)).events).toBe(1);
    await engine.follow(0, true);
    expect((await until(engine, ({ events }) => events === 2)).live).toBe("following");
    await engine.close(0);
  });

  it("with a last line without its end says that it is cut once it is still; reads it if it goes on", async () => {
    const file = new GrowingFile(`${traceText([{}])}{"seq":1,"id":"torn","kind":"log","session":"s","time_unix`);
    const engine = await follow(file);
    expect((await until(engine, ({ skipped }) => skipped === 1)).events).toBe(1);
    file.append(`_us":1763884900000000}\n`);
    await until(engine, ({ events }) => events === 2);
    await engine.close(0);
  });

  it("with a last line that is whole but for its end is read whole", async () => {
    const file = new GrowingFile(`${traceText([{}])}${line(1).trim()}`);
    const engine = await follow(file);
    expect((await until(engine, ({ events }) => events === 2)).skipped).toBe(0);
    file.append(`\n${line(2)}`);
    expect((await until(engine, ({ events }) => events === 3)).skipped).toBe(0);
    await engine.close(0);
  });

  it("raises an alert when it begins to loop, naming the row", async () => {
    const file = new GrowingFile(traceText([{ kind: "agent_start" }]));
    const engine = await follow(file);
    const calls = Array.from({ length: 8 }, (_, at) => line(at * 2 + 1, { kind: "tool_call", tool: "search", agent: "a", payload: { arguments: { q: "same" } } }) + line(at * 2 + 2, { kind: "tool_result", tool: "search", agent: "a", reply_to: `n${at * 2 + 1}`, outcome: "ok", payload: { result: "nothing" } }));
    file.append(calls.join(""));
    await until(engine, ({ events }) => events === 17);
    const { total, alerts } = unwrap(await engine.analyse("live-alerts", { after: 0 }));
    expect(total).toBeGreaterThan(0);
    expect(alerts[0]).toMatchObject({ type: "tool_loop", run: 0 });
    expect(unwrap(await engine.analyse("live-alerts", { after: total })).alerts).toEqual([]);
    await engine.close(0);
  });
});

describe("a file of another format that is written to", () => {
  it("is said to have changed", async () => {
    const file = new GrowingFile(JSON.stringify([{ role: "user", content: "hi" }, { role: "assistant", content: "hello" }]));
    const engine = await follow(file);
    file.append("\n");
    expect((await until(engine, ({ live }) => live === "changed")).events).toBeGreaterThan(1);
    await engine.close(0);
  });
});
