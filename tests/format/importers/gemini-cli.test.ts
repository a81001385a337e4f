import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);
const shapes = (events: readonly EventRecord[]): string[] => events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "));
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const meta = { sessionId: "s", projectHash: "h", startTime: at(0), lastUpdated: at(9) };
const call = (id: string, status: string, response: object): object => ({ id, name: "run_shell_command", args: { command: "ls" }, status, timestamp: at(4), result: [{ functionResponse: { id, name: "run_shell_command", response } }], resultDisplay: "shown" });
const messages = [
  { id: "1", timestamp: at(1), type: "user", content: "Mend it" },
  { id: "2", timestamp: at(3), type: "gemini", content: "Looking.", model: "gemini-x", thoughts: [{ subject: "Plan", description: "look first", timestamp: at(2) }], tokens: { input: 100, output: 20, cached: 60, thoughts: 5, tool: 7, total: 132 }, toolCalls: [call("c1", "success", { output: "files" }), call("c2", "error", { error: "Tool timed out" }), call("c3", "cancelled", { error: "[Operation Cancelled]" })] },
  { id: "3", timestamp: at(5), type: "error", content: "[API Error: 429 quota]" },
];

describe("a session", () => {
  test("thoughts are decisions, calls have their results, cancelled ones are safety events", async () => {
    const { events, report, importer } = await importOne([await openText("session.json", JSON.stringify({ ...meta, messages }))]);
    expect([importer, report.became, report.skipped]).toEqual(["gemini-cli", 4, 0]);
    expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "decision", "tool_call", "tool_call", "tool_call", "tool_result ok", "tool_result error", "tool_result error", "safety_check denied", "error error", "agent_end error"]);
    expect(events[2]).toMatchObject({ tokens_in: 107, tokens_out: 25, tokens_cache_read: 60, tokens_reasoning: 5, model: "gemini-x", duration_ms: 2000 });
    expect(payloadOf(events[3])["reasoning"]).toBe("Plan: look first");
    expect(events[7]).toMatchObject({ reply_to: "c1" });
    expect(payloadOf(events[7])["result"]).toBe("files");
    expect(events[8]?.error_class).toBe("Timeout");
    expect(events[12]?.error_class).toBe("rate_limit_error");
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("an error that was got over leaves no class at the end", async () => {
    const answered = { id: "4", timestamp: at(6), type: "gemini", content: "Done." };
    const { events } = await importOne([await openText("session.json", JSON.stringify({ ...meta, messages: [...messages, answered] }))]);
    expect([events.at(-1)?.kind, events.at(-1)?.outcome, events.at(-1)?.error_class]).toEqual(["agent_end", "ok", undefined]);
  });

  test("written as it goes: later forms of a message replace the first, what was taken back stays and is marked", async () => {
    const { toolCalls: _calls, ...first } = messages[1] as { toolCalls: unknown };
    const lines = [meta, messages[0], first, messages[1], { $set: { summary: "Mended", lastUpdated: at(8) } }, { $rewindTo: "1" }, { id: "4", timestamp: at(8), type: "user", content: "Another way" }];
    const { events, report } = await importOne([await openText("session.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
    expect([report.became, report.merged, report.skipped]).toEqual([5, 2, 0]);
    expect(ofKind(events, "llm_response")).toHaveLength(1);
    expect(ofKind(events, "tool_result")).toHaveLength(3);
    expect(ofKind(events, "checkpoint")[0]).toMatchObject({ name: "taken back", upstream: ["1"] });
    expect(payloadOf(events[0])["summary"]).toBe("Mended");
  });

  test("a sub-agent's session hangs below its call", async () => {
    const main = { ...meta, messages: [messages[0], { id: "2", timestamp: at(2), type: "gemini", content: "", toolCalls: [{ id: "c", name: "investigator", args: {}, agentId: "sub", status: "success", timestamp: at(5), result: "found" }] }] };
    const sub = { ...meta, sessionId: "sub", kind: "subagent", messages: [{ id: "x", timestamp: at(3), type: "gemini", content: "found" }] };
    const { events } = await importOne([await openText("sub.json", JSON.stringify(sub)), await openText("main.json", JSON.stringify(main))]);
    expect(events.map(({ kind, agent }) => `${kind} ${agent}`)).toEqual(["agent_start gemini", "human_input user", "llm_response gemini", "tool_call gemini", "agent_start agent sub", "llm_response agent sub", "agent_end agent sub", "tool_result gemini"]);
    expect(events[4]?.parent).toBe("c");
  });
});

test("the log of prompts is a run a session", async () => {
  const log = [{ sessionId: "a", messageId: 0, type: "user", message: "Hi", timestamp: at(1) }, { sessionId: "b", messageId: 0, type: "user", message: "Ho", timestamp: at(2) }];
  const { events, importer } = await importOne([await openText("logs.json", JSON.stringify(log))]);
  expect([importer, ...events.map(({ kind, session }) => `${kind} ${session}`)]).toEqual(["gemini-cli", "agent_start a", "human_input a", "agent_start b", "human_input b"]);
});

describe("saved chats and checkpoints", () => {
  const contents = [
    { role: "user", parts: [{ text: "This is the Gemini CLI. We are setting up the context for our chat." }] },
    { role: "user", parts: [{ text: "List the files" }] },
    { role: "model", parts: [{ text: "I think", thought: true }, { functionCall: { name: "ls", args: { path: "." } } }] },
    { role: "user", parts: [{ functionResponse: { name: "ls", response: { output: "a b" } } }] },
    { role: "model", parts: [{ text: "There are two." }] },
  ];

  test.each([
    ["a list of contents", contents, 5],
    ["a checkpoint with its call", { history: [], clientHistory: contents, toolCall: { name: "replace", args: {} }, commitHash: "abc" }, 6],
  ])("%s: calls find their responses without ids", async (_, document, records) => {
    const { events, report, importer } = await importOne([await openText("checkpoint.json", JSON.stringify(document))]);
    expect([importer, report.became, report.skipped]).toEqual(["gemini-cli", records, 0]);
    expect(shapes(events)).toEqual(["agent_start", "log", "human_input", "llm_response ok", "decision", "tool_call", "tool_result ok", "llm_response ok", "agent_end ok"]);
    expect(events[0]?.name).toBe("List the files");
    expect(events[6]?.reply_to).toBe(events[5]?.id);
  });
});

test("sub-agents inside sub-agents are read however many there are, the innermost as runs of their own", async () => {
  const nested = (index: number): object => ({ ...meta, sessionId: `s${index}`, ...(index > 0 && { kind: "subagent" }), messages: [{ id: `m${index}`, timestamp: at(1), type: "gemini", content: "", toolCalls: [{ ...call(`c${index}`, "success", {}), agentId: `s${index + 1}` }] }] });
  const { events, report } = await importOne(await Promise.all(Array.from({ length: 2000 }, (_, index) => openText(`${index}.json`, JSON.stringify(nested(index))))));
  expect(report.failure).toBeUndefined();
  expect(ofKind(events, "agent_start")).toHaveLength(2000);
});

test("an answer in very many pieces and calls is one", async () => {
  const pieces = Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? { type: "message", role: "assistant", content: "x", delta: true } : { type: "tool_use", tool_name: "read", tool_id: `t${index}`, parameters: {} }));
  const { events, report } = await importOne([await openText("out.jsonl", [{ type: "init", session_id: "s", model: "m" }, ...pieces].map((line) => JSON.stringify(line)).join("\n"))]);
  expect([report.failure, report.became, report.merged]).toEqual([undefined, 2, pieces.length - 1]);
  expect([ofKind(events, "llm_response").length, ofKind(events, "tool_call").length]).toEqual([1, pieces.length / 2]);
});

describe("what stream-json prints", () => {
  const lines = [
    { type: "init", timestamp: at(0), session_id: "s", model: "gemini-x" },
    { type: "message", timestamp: at(1), role: "user", content: "Mend it" },
    { type: "message", timestamp: at(2), role: "assistant", content: "Look", delta: true },
    { type: "message", timestamp: at(2), role: "assistant", content: "ing.", delta: true },
    { type: "tool_use", timestamp: at(3), tool_name: "read_file", tool_id: "t1", parameters: { path: "a" } },
    { type: "tool_use", timestamp: at(3), tool_name: "read_file", tool_id: "t2", parameters: { path: "b" } },
    { type: "tool_result", timestamp: at(4), tool_id: "t1", status: "success", output: "text" },
    { type: "tool_result", timestamp: at(5), tool_id: "t2", status: "error", output: "", error: { type: "x", message: "File not found" } },
    { type: "tool_use", timestamp: at(6), tool_name: "write_file", tool_id: "t3", parameters: {} },
    { type: "result", timestamp: at(7), status: "error", error: { message: "[API Error: 429]" }, stats: { input_tokens: 100, output_tokens: 20, cached: 60, duration_ms: 5 } },
  ];

  test("pieces and calls made at once are one answer, results are paired, totals stand at the end", async () => {
    const { events, report, importer } = await importOne([await openText("out.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
    expect([importer, report.became, report.merged, report.skipped, report.counts]).toEqual(["gemini-cli", 7, 3, 0, []]);
    expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "tool_call", "tool_call", "tool_result ok", "tool_result error", "llm_response ok", "tool_call", "error error", "agent_end error"]);
    expect(payloadOf(events[2])["content"]).toBe("Looking.");
    expect(events[2]).toMatchObject({ session: "s", model: "gemini-x" });
    expect([events[5]?.reply_to, events[6]?.reply_to, events[6]?.error_class]).toEqual(["t1", "t2", "FileNotFound"]);
    expect(events[9]).toMatchObject({ tokens_in: 100, tokens_out: 20, tokens_cache_read: 60 });
    expect(events.flatMap(validateEvent)).toEqual([]);
  });
});

test("Qwen Code's records are Gemini's messages in an envelope: read as such, not as Claude Code's", async () => {
  const record = (uuid: string, type: string, parts: readonly object[], more: object = {}): string => JSON.stringify({ uuid, parentUuid: null, sessionId: "s", timestamp: at(1), type, cwd: "/w", version: "0.2", message: { role: "user", parts }, ...more });
  const lines = [
    record("1", "user", [{ text: "Mend it" }]),
    record("2", "assistant", [{ text: "Look first", thought: true }, { functionCall: { id: "c1", name: "read_file", args: { path: "a" } } }], { model: "qwen-x", usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 20, thoughtsTokenCount: 5, cachedContentTokenCount: 60 } }),
    record("3", "tool_result", [{ functionResponse: { id: "c1", name: "read_file", response: { output: "no such file" } } }], { toolCallResult: { callId: "c1", status: "error" } }),
    record("4", "system", [], { subtype: "ui_telemetry", systemPayload: { a: 1 } }),
  ];
  const { events, report, importer } = await importOne([await openText("chat.jsonl", lines.join("\n"))]);
  expect([importer, report.became, report.skipped, report.counts]).toEqual(["gemini-cli", 4, 0, []]);
  expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "decision", "tool_call", "tool_result error", "log"]);
  expect(events[2]).toMatchObject({ tokens_in: 100, tokens_out: 25, tokens_cache_read: 60, model: "qwen-x" });
  expect(payloadOf(events[0])["config"]).toEqual({ cwd: "/w", version: "0.2" });
});
