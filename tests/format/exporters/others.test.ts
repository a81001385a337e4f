import { describe, expect, test } from "vitest";
import type { EventRecord } from "../../../format/event.ts";
import { csvRows } from "../../../format/importers/kit/csv.ts";
import { HAS_DATA } from "../importers/data.ts";
import { importAll, openReal, openText } from "../importers/support.ts";
import { eventsOf, exported } from "./support.ts";

const sample = (name: string): EventRecord[] => eventsOf(new URL(`../../../samples/scenarios/${name}.peek.jsonl`, import.meta.url));
const at = (seq: number, kind: string, more: object = {}): EventRecord => ({ seq, id: `e${seq}`, kind, session: "s", time_unix_us: 1.7e15 + seq, ...more });

interface Line {
  readonly messages: readonly { readonly role: string; readonly content?: unknown; readonly tool_calls?: readonly unknown[] }[];
  readonly [about: string]: unknown;
}
const lines = (text: string): Line[] => text.trimEnd().split("\n").map((line) => JSON.parse(line) as Line);

describe("chat messages", () => {
  test("a run's conversation once, although every request repeats it", async () => {
    const user = { role: "user", content: "hi" };
    const call = { id: "c", name: "look", arguments: { q: 1 } };
    const asked = [user, { role: "assistant", tool_calls: [call] }, { role: "tool", tool_call_id: "c", content: "found" }];
    const [only, ...others] = lines(await exported("chat", [
      at(0, "agent_start", { task: "7", attempt: 2, agent: "a" }),
      at(1, "llm_request", { agent: "a", payload: { messages: [user], system: "be kind", tools: [{ name: "look" }] } }),
      at(2, "llm_response", { agent: "a", reply_to: "e1", payload: { tool_calls: [call] } }),
      at(3, "tool_call", { agent: "a", tool: "look", payload: { call_id: "c", arguments: { q: 1 } } }),
      at(4, "tool_result", { agent: "a", tool: "look", reply_to: "e3", payload: { result: "found" } }),
      at(5, "llm_request", { agent: "a", payload: { messages: asked, system: "be kind" } }),
      at(6, "llm_response", { agent: "a", reply_to: "e5", payload: { content: "done" } }),
      at(7, "agent_end", { outcome: "passed", score: 1 }),
    ]));
    expect(others).toEqual([]);
    expect(only).toMatchObject({ task_id: "7", trial: 2, reward: 1, outcome: "passed", agent: "a" });
    expect(only?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool", "assistant"]);
    expect(only?.messages[2]).toEqual({ role: "assistant", content: null, tool_calls: [{ id: "c", type: "function", function: { name: "look", arguments: '{"q":1}' } }] });
  });

  test("a context that was replaced, and each agent, are conversations of their own", async () => {
    const said = (...texts: string[]): object => ({ payload: { messages: texts.map((content) => ({ role: "user", content })) } });
    const found = lines(await exported("chat", [
      at(0, "llm_request", { agent: "a", ...said("1", "2") }),
      at(1, "llm_request", { agent: "b", ...said("x") }),
      at(2, "llm_request", { agent: "a", ...said("summary of 1 and 2") }),
    ]));
    expect(found.map(({ agent, messages }) => [agent, messages.map(({ content }) => content)])).toEqual([["a", ["1", "2"]], ["a", ["summary of 1 and 2"]], ["b", ["x"]]]);
  });

  test.skipIf(!HAS_DATA)("tau-bench comes out as it went in: every run, reward, message and call", { timeout: 60_000 }, async () => {
    const [imported] = await importAll(await openReal("tau-bench/historical_trajectories/gpt-4o-airline.json"));
    const text = await exported("chat", imported?.events ?? []);
    const runs = lines(text);
    expect(runs).toHaveLength(200);
    expect(runs.filter(({ reward }) => reward === 1)).toHaveLength(84);
    expect(runs.flatMap(({ messages }) => messages)).toHaveLength(5308);
    expect(runs.flatMap(({ messages }) => messages.flatMap(({ tool_calls: calls }) => calls ?? []))).toHaveLength(1164);
    const [again] = await importAll([await openText("again.jsonl", text)]);
    const kinds = (events: readonly EventRecord[] = []): string[] => events.map(({ kind }) => kind);
    expect(kinds(again?.events)).toEqual(kinds(imported?.events));
  });
});

describe("CSV", () => {
  test("a row an event, a column an envelope member; the payload is whole", async () => {
    const events = sample("evidence_grounding");
    const [names = [], ...rows] = csvRows(await exported("csv", events), ",");
    expect(rows).toHaveLength(events.length);
    const cell = (row: readonly string[] | undefined, name: string): string => row?.[names.indexOf(name)] ?? "";
    expect(rows.map((row) => cell(row, "id"))).toEqual(events.map(({ id }) => id));
    expect(JSON.parse(cell(rows[0], "payload"))).toEqual(events[0]?.payload);
  });

  test("what a spreadsheet would run as a formula is text", async () => {
    const text = await exported("csv", [at(0, "log", { name: '=HYPERLINK("http://x")', tool: "-1+1", score: -1, mine: "x,y" })]);
    const row = [...csvRows(text, ",")][1] ?? [];
    expect(row).toEqual(expect.arrayContaining([`'=HYPERLINK("http://x")`, "'-1+1", "-1", '{"mine":"x,y"}']));
  });
});

describe("Markdown", () => {
  test("a heading a run, a section an event", async () => {
    const events = sample("success_vs_failure_pair");
    const text = await exported("markdown", events);
    expect(text.match(/^# /gm)?.length).toBe(new Set(events.map(({ session }) => session)).size);
    expect(text.match(/^## /gm)?.length).toBe(events.length);
  });

  test("nothing of a trace is markup", async () => {
    const text = await exported("markdown", [at(0, "log", { name: "# <img src=x> [a](b)", payload: { message: "```\n# no heading\n~~~" } })]);
    expect(text).toContain(String.raw`\# \<img src=x\> \[a\](b)`);
    expect(text).toContain("````\n```\n# no heading\n~~~\n````");
  });
});
