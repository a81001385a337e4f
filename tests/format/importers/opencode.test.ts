import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);
const shapes = (events: readonly EventRecord[]): string[] => events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "));
const at = (second: number): number => Date.UTC(2026, 0, 1, 0, 0, second);
const info = { id: "s", projectID: "p", directory: "/w", version: "1", title: "Mend it", time: { created: at(0) }, cost: 9, tokens: { input: 9 } };
const user = { id: "m1", sessionID: "s", role: "user", time: { created: at(1) } };
const assistant = { id: "m2", sessionID: "s", role: "assistant", agent: "build", modelID: "m", providerID: "x", cost: 0.25, tokens: { total: 116, input: 2, output: 14, reasoning: 4, cache: { read: 60, write: 40 } }, finish: "stop", time: { created: at(2), completed: at(9) } };
const tool = (id: string, callID: string, state: object): object => ({ id, sessionID: "s", messageID: "m2", type: "tool", tool: "bash", callID, state: { input: { command: "ls" }, time: { start: at(4), end: at(6) }, ...state } });
const parts = [
  { id: "p1", sessionID: "s", messageID: "m2", type: "step-start", snapshot: "abc" },
  { id: "p2", sessionID: "s", messageID: "m2", type: "reasoning", text: "Look first" },
  { id: "p3", sessionID: "s", messageID: "m2", type: "text", text: "Looking." },
  tool("p4", "c1", { status: "completed", output: "a.ts", metadata: { exit: 0 } }),
  tool("p5", "c2", { status: "completed", output: "no such file", metadata: { exit: 2 } }),
  tool("p6", "c3", { status: "error", error: "The user rejected permission to use this specific tool call." }),
  { id: "p7", sessionID: "s", messageID: "m2", type: "step-finish", reason: "tool-calls", tokens: { input: 2 } },
];
const asked = { id: "p0", sessionID: "s", messageID: "m1", type: "text", text: "Mend the parser" };
const text = (value: unknown): string => JSON.stringify(value);

describe("an exported session", () => {
  test("answers with what they used once, calls with their results, what a person refused as such", async () => {
    const { events, report, importer } = await importOne([await openText("export.json", text({ info, messages: [{ info: user, parts: [asked] }, { info: assistant, parts }] }))]);
    expect([importer, report.became, report.merged, report.skipped, report.counts]).toEqual(["opencode", 6, 5, 0, []]);
    expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "decision", "tool_call", "tool_result ok", "tool_call", "tool_result error", "tool_call", "tool_result error", "safety_check denied"]);
    expect(events[0]).toMatchObject({ name: "Mend it", session: "s", agent: "build" });
    expect(events[2]).toMatchObject({ model: "m", tokens_in: 102, tokens_out: 14, tokens_reasoning: 4, tokens_cache_read: 60, tokens_cache_write: 40, cost_usd: 0.25, duration_ms: 2000 });
    expect(ofKind(events, "tool_result").map(({ reply_to: to, error_class: errorClass, duration_ms: ms }) => [to, errorClass, ms])).toEqual([["c1", undefined, 2000], ["c2", "Exit 2", 2000], ["c3", "UserRejected", 2000]]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("several steps in one message are answers of their own, each with what it used", async () => {
    const step = (id: number, used: number): object[] => [{ id: `a${id}`, type: "step-start" }, { id: `b${id}`, type: "text", text: `${id}` }, { id: `c${id}`, type: "step-finish", reason: "stop", cost: used, tokens: { input: used, output: 1, reasoning: 2, cache: { read: 0, write: 0 } } }];
    const { events } = await importOne([await openText("export.json", text({ info, messages: [{ info: assistant, parts: [...step(1, 10), ...step(2, 20)] }] }))]);
    expect(ofKind(events, "llm_response").map(({ tokens_in: input, tokens_out: output, cost_usd: cost }) => [input, output, cost])).toEqual([[10, 3, 10], [20, 3, 20]]);
  });

  test("an answer that was broken off ends the run so", async () => {
    const { events } = await importOne([await openText("export.json", text({ info, messages: [{ info: { ...assistant, error: { name: "MessageAbortedError", data: { message: "aborted" } } }, parts: [{ id: "x", type: "text", text: "I" }] }] }))]);
    expect(shapes(events).slice(-2)).toEqual(["human_input cancelled", "agent_end cancelled"]);
  });
});

test("parts that are no words: what was put in, snapshots, compactions, retries, calls without ids", async () => {
  const of = (message: string, more: object): object => ({ sessionID: "s", messageID: message, ...more });
  const given = [of("m1", { type: "text", text: "Go" }), of("m1", { type: "text", text: "a.ts holds x", synthetic: true }), of("m1", { type: "file", filename: "a.ts" })];
  const done = [
    of("m2", { type: "tool", tool: "read", state: { status: "completed", input: {}, output: "x" } }),
    of("m2", { type: "patch", hash: "h" }),
    of("m2", { type: "compaction", auto: true }),
    of("m2", { type: "retry", attempt: 2 }),
    of("m2", { type: "brand-new", x: 1 }),
  ];
  const { events, report } = await importOne([await openText("export.json", text({ info, messages: [{ info: user, parts: given }, { info: assistant, parts: done }, "no message"] }))]);
  expect([report.became, report.merged, report.skipped, report.counts.map(({ code }) => code)]).toEqual([8, 3, 1, ["not_a_message", "unknown_type"]]);
  expect(shapes(events)).toEqual(["agent_start", "human_input", "log", "llm_response ok", "tool_call", "tool_result ok", "checkpoint", "checkpoint", "log warn", "log"]);
  expect(payloadOf(events[1])).toMatchObject({ content: "Go", parts: [{ type: "file", filename: "a.ts" }] });
  expect(events[5]?.reply_to).toBe(events[4]?.id);
  expect(payloadOf(events[4])["call_id"]).toBeUndefined();
});

test("the files of a storage are one session, with the sub-agent below the call that started it", async () => {
  const child = { ...info, id: "t", parentID: "s", title: "Search" };
  const started = tool("p8", "c8", { status: "completed", output: "found", metadata: { sessionId: "t" } });
  const inner = { ...assistant, id: "m3", sessionID: "t" };
  const records = [started, { ...asked, id: "p9" }, inner, { id: "p10", sessionID: "t", messageID: "m3", type: "text", text: "Found." }, child, user, assistant, info];
  const files = await Promise.all(records.map((record, index) => openText(`storage/${index}.json`, text(record))));
  const { events, report } = await importOne(files);
  expect([report.became + report.merged, report.skipped]).toEqual([records.length, 0]);
  expect(new Set(events.map(({ session }) => session))).toEqual(new Set(["s"]));
  expect(ofKind(events, "agent_start").map(({ name, parent }) => [name, parent])).toEqual([["Mend it", undefined], ["Search", "c8"]]);
  expect(payloadOf(ofKind(events, "human_input")[0])["content"]).toBe("Mend the parser");
});

test("what a sub-agent hears is not what its caller hears", async () => {
  const child = { ...info, id: "t", parentID: "s", title: "Search" };
  const inner = { ...assistant, id: "m3", sessionID: "t" };
  const calls = [tool("p4", "c1", { status: "completed", output: "a.ts" }), tool("p8", "c8", { status: "completed", output: "found", metadata: { sessionId: "t" } })];
  const last = { ...assistant, id: "m4", time: { created: at(8), completed: at(9) } };
  const records = [info, child, user, asked, assistant, ...calls, inner, { id: "p10", sessionID: "t", messageID: "m3", type: "text", text: "Found." }, last, { id: "p11", sessionID: "s", messageID: "m4", type: "text", text: "Done." }];
  const { events } = await importOne(await Promise.all(records.map((record, index) => openText(`storage/${index}.json`, text(record)))));
  const heard = Object.fromEntries(ofKind(events, "llm_response").map(({ id, upstream }) => [id, upstream]));
  const results = ofKind(events, "tool_result").map(({ id }) => id);
  expect(heard).toEqual({ m2: ["m1"], m3: undefined, m4: results });
});

test("sub-agents inside sub-agents are read however many there are, the innermost as runs of their own", async () => {
  const records = Array.from({ length: 3000 }, (_, at) => [
    { ...info, id: `s${at}`, ...(at > 0 && { parentID: `s${at - 1}` }) },
    { id: `p${at}`, sessionID: `s${at}`, messageID: `m${at}`, type: "tool", tool: "task", callID: `c${at}`, state: { status: "completed", output: "", metadata: { sessionId: `s${at + 1}` } } },
  ]).flat();
  const { events, report } = await importOne([await openText("all.jsonl", records.map(text).join("\n"))]);
  expect([report.failure, report.became]).toEqual([undefined, records.length]);
  expect(ofKind(events, "agent_start")).toHaveLength(3000);
});

test("a record of a session that is no message is a log, and one of no session is left out", async () => {
  const lines = [info, { type: "session.diff", timestamp: at(3), sessionID: "s", diff: ["a.ts"] }, { type: "error", timestamp: at(4), sessionID: "s", error: "broken" }, { x: 1 }];
  const { events, report } = await importOne([await openText("out.jsonl", lines.map(text).join("\n"))]);
  expect([report.became, report.merged, report.skipped, report.counts.map(({ code }) => code)]).toEqual([3, 0, 1, ["no_session", "unknown_type"]]);
  expect(shapes(events)).toEqual(["agent_start", "log", "error error", "agent_end error"]);
  expect(payloadOf(events[1])).toEqual({ data: { diff: ["a.ts"] } });
  expect(payloadOf(events[2])["message"]).toBe("broken");
});

test("what the command line prints is a session too", async () => {
  const lines = parts.map((part) => ({ type: "part", timestamp: at(3), sessionID: "s", part })).concat([{ type: "error", timestamp: at(9), sessionID: "s", error: { name: "ApiError", data: { message: "429" } } } as never]);
  const { importer, events, report } = await importOne([await openText("out.jsonl", lines.map(text).join("\n"))]);
  expect([importer, report.skipped]).toEqual(["opencode", 0]);
  expect(shapes(events).slice(-2)).toEqual(["error error", "agent_end error"]);
});

test("a project beside sessions is no session: it is listed", async () => {
  const project = { id: "p", worktree: "/w", vcs: "git", time: { created: at(0) } };
  const { events, report } = await importOne([await openText("all.jsonl", [info, user, asked, project].map(text).join("\n"))]);
  expect(new Set(events.map(({ session }) => session))).toEqual(new Set(["s"]));
  expect([report.skipped, report.entries.filter(({ code }) => code === "no_session").length]).toEqual([1, 1]);
});
