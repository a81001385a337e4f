import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);
const shapes = (events: readonly EventRecord[]): string[] => events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "));
const START = Date.UTC(2026, 0, 1);

describe("a chat of an editor", () => {
  const tree = (text: string): object => ({ value: { node: { type: 1, children: [{ type: 2, text }, { type: 2, text: "more", lineBreakBefore: true }] } } });
  const request = {
    requestId: "r1",
    message: { text: "Mend the parser" },
    modelId: "copilot/gpt-x",
    timestamp: START,
    response: [{ kind: "thinking", value: "Look first" }, { value: "Done." }, { kind: "textEditGroup", uri: { path: "/w/a.ts" }, edits: [] }],
    result: {
      timings: { totalElapsed: 5000 },
      metadata: {
        toolCallRounds: [{ response: "Looking.", toolCalls: [{ id: "c1", name: "read_file", arguments: '{"path":"a.ts"}' }, { id: "c2", name: "run", arguments: "{}" }] }, { response: "Done.", toolCalls: [] }],
        toolCallResults: { c1: { content: [tree("text")] }, c2: { content: [{ value: "ERROR while calling tool: Invalid input path" }] } },
      },
    },
  };

  test("each round is an answer with its calls and results; the words of a result are found in their tree", async () => {
    const chat = { responderUsername: "GitHub Copilot", requests: [request, { ...request, requestId: "r2", result: { errorDetails: { code: "canceled", message: "Canceled" } } }] };
    const { events, report, importer } = await importOne([await openText("chat.json", JSON.stringify(chat))]);
    expect([importer, report.became, report.skipped, report.counts]).toEqual(["copilot", 3, 0, []]);
    expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "decision", "tool_call", "tool_call", "tool_result ok", "tool_result error", "llm_response ok", "human_input", "llm_response ok", "decision", "human_input cancelled", "agent_end cancelled"]);
    expect(payloadOf(events[4])["arguments"]).toEqual({ path: "a.ts" });
    expect(payloadOf(events[6])["result"]).toBe("text\nmore");
    expect(events[8]).toMatchObject({ model: "copilot/gpt-x", time_unix_us: (START + 5000) * 1000 });
    expect(payloadOf(events[8])["edited"]).toEqual(["/w/a.ts"]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("without rounds kept, what was shown tells of them; a call a person refused is one", async () => {
    const shown = [{ value: "Looking." }, { kind: "toolInvocationSerialized", toolId: "read", toolCallId: "c1", pastTenseMessage: { value: "Read a.ts" }, isConfirmed: { type: 1 } }, { value: "Deleting." }, { kind: "toolInvocationSerialized", toolId: "delete", toolCallId: "c2", isConfirmed: { type: 0 } }, { kind: "undoStop" }];
    const { events } = await importOne([await openText("chat.json", JSON.stringify({ requesterUsername: "me", responderUsername: "GitHub Copilot", requests: [{ requestId: "r", message: { text: "Go" }, response: shown }] }))]);
    expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "tool_call", "tool_result ok", "llm_response ok", "tool_call", "tool_result error", "safety_check denied", "agent_end ok"]);
  });
});

test("what a request used and edited is told even where its answer is not", async () => {
  const response = [{ kind: "textEditGroup", uri: { path: "/w/a.ts" }, edits: [] }];
  const requests = [{ requestId: "r", message: { text: "Go" }, response, result: { metadata: { promptTokens: 120, outputTokens: 7 } } }];
  const { events } = await importOne([await openText("chat.json", JSON.stringify({ responderUsername: "GitHub Copilot", requests }))]);
  const [answer] = ofKind(events, "llm_response");
  expect([answer?.tokens_in, answer?.tokens_out, payloadOf(answer)["edited"]]).toEqual([120, 7, ["/w/a.ts"]]);
});

test("calls without ids are joined with their results by the way, and an answer that is a mere text is what the run came to", async () => {
  const rounds = [{ response: "", toolCalls: [{ name: "read", arguments: "{}" }, { name: "list", arguments: "{}" }] }];
  const requests = [{ requestId: "r", message: { text: "Go" }, response: [], result: { metadata: { toolCallRounds: rounds } } }, { requestId: "q", message: { text: "And?" }, response: "Done." }];
  const { events } = await importOne([await openText("chat.json", JSON.stringify({ responderUsername: "GitHub Copilot", requests }))]);
  const calls = ofKind(events, "tool_call");
  expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
  expect(calls.map((call) => [call.id === "", payloadOf(call)["call_id"]])).toEqual([[false, undefined], [false, undefined]]);
  expect(payloadOf(ofKind(events, "llm_response")[0])["tool_calls"]).toEqual([{ name: "read", arguments: {} }, { name: "list", arguments: {} }]);
  expect(payloadOf(events.at(-1))["output"]).toBe("Done.");
  expect(events.flatMap(validateEvent)).toEqual([]);
});

test("a session an editor writes as changes is shown as it was left; changes that lead nowhere are listed", async () => {
  const lines = [
    { kind: 0, v: { version: 3, sessionId: "s", creationDate: START, responderUsername: "GitHub Copilot", requests: [] } },
    { kind: 1, k: ["customTitle"], v: "Parser" },
    { kind: 2, k: ["requests"], v: [{ requestId: "r", message: { text: "Mend it" }, response: [] }] },
    { kind: 2, k: ["requests", 0, "response"], v: [{ value: "Loo" }] },
    { kind: 2, k: ["requests", 0, "response"], v: [{ value: "Looking." }], i: 0 },
    { kind: 1, k: ["requests", 7, "response"], v: [] },
    { kind: 1, k: ["__proto__", "x"], v: 1 },
  ];
  const { events, report, importer } = await importOne([await openText("s.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
  expect([importer, report.became, report.merged, report.skipped]).toEqual(["copilot", 2, 4, 2]);
  expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "agent_end ok"]);
  expect([events[0]?.name, events[0]?.session, payloadOf(events[2])["content"]]).toEqual(["Parser", "s", "Looking."]);
});

test("changes leave no holes in a list: a place beyond its end is none, and what is taken out is told of", async () => {
  const request = (id: string): object => ({ requestId: id, message: { text: id }, response: [{ value: "Done." }] });
  const lines = [
    { kind: 0, v: { sessionId: "s", responderUsername: "GitHub Copilot", requests: [request("r1"), request("r2")] } },
    { kind: 1, k: ["requests", 9], v: request("r9") },
    { kind: 2, k: ["requests", 9], v: [1] },
    { kind: 3, k: ["requests", 2] },
    { kind: 3, k: ["requests", 0] },
    { kind: 1, k: ["requests", 2], v: request("r3") },
    { kind: 3, k: ["sessionId"] },
  ];
  const { events, report } = await importOne([await openText("file.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
  expect(report.failure).toBeUndefined();
  expect([report.became, report.merged, report.skipped]).toEqual([3, 3, 4]);
  expect(ofKind(events, "human_input").map(({ id }) => id)).toEqual(["r2", "r3"]);
  expect(events[0]?.session).toBe("file.jsonl");
});

describe("the log of the command line", () => {
  let count = 0;
  const line = (type: string, data: object): string => JSON.stringify({ type, data, id: `e${++count}`, parentId: null, timestamp: new Date(START + count * 1000).toISOString() });
  const lines = [
    line("session.start", { sessionId: "s", producer: "copilot-agent", selectedModel: "gpt-x" }),
    line("user.message", { content: "Mend it" }),
    line("assistant.turn_start", { turnId: "1" }),
    line("assistant.message", { content: "Looking.", toolRequests: [{ toolCallId: "c1", name: "task", arguments: '{"q":1}' }], outputTokens: 12 }),
    line("tool.execution_start", { toolCallId: "c1", toolName: "task", arguments: { q: 1 } }),
    line("subagent.started", { toolCallId: "c1", agentName: "explore", agentDisplayName: "Explore" }),
    line("assistant.message", { parentToolCallId: "c1", content: "Inside.", toolRequests: [] }),
    line("subagent.completed", { toolCallId: "c1", agentName: "explore" }),
    line("tool.execution_complete", { toolCallId: "c1", success: false, error: { message: "Tool timed out" } }),
    line("assistant.message", { content: "Done.", toolRequests: [], outputTokens: 3 }),
    line("session.shutdown", { modelMetrics: { "gpt-x": { usage: { inputTokens: 100, outputTokens: 15, cacheReadTokens: 40 } } } }),
    line("brand.new", { x: 1 }),
  ];

  test("calls are told once, sub-agents stand below theirs, what was used is counted once", async () => {
    const { events, report, importer } = await importOne([await openText("events.jsonl", lines.join("\n"))]);
    expect([importer, report.became, report.merged, report.skipped, report.counts.map(({ code }) => code)]).toEqual(["copilot", 10, 2, 0, ["unknown_type"]]);
    expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "tool_call", "agent_start", "llm_response ok", "agent_end ok", "tool_result error", "llm_response ok", "log", "log", "agent_end ok"]);
    expect(ofKind(events, "agent_start")[1]).toMatchObject({ parent: "c1", agent: "explore" });
    expect([events[5]?.agent, events[7]?.error_class]).toEqual(["explore", "Timeout"]);
    const sum = (member: "tokens_in" | "tokens_out"): number => events.reduce((total, event) => total + (event[member] ?? 0), 0);
    expect([sum("tokens_in"), sum("tokens_out")]).toEqual([100, 15]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("sub-agents of one name hear apart, and a command that the system did not permit is no refusal of a person's", async () => {
    const started = (id: string): string => line("subagent.started", { toolCallId: id, agentName: "explore" });
    const inside = (id: string, type: string, data: object): string => line(type, { parentToolCallId: id, ...data });
    const asked = (id: string): object => ({ toolCallId: id, name: "bash", arguments: {} });
    const log = [
      line("session.start", { sessionId: "t" }),
      line("assistant.message", { content: "", toolRequests: [asked("a"), asked("b")] }),
      started("a"),
      started("b"),
      inside("a", "assistant.message", { content: "", toolRequests: [asked("a1")] }),
      inside("a", "tool.execution_complete", { toolCallId: "a1", success: false, error: { message: "Permission denied (publickey)." } }),
      inside("b", "assistant.message", { content: "B", toolRequests: [] }),
      inside("a", "assistant.message", { content: "A", toolRequests: [] }),
    ];
    const { events } = await importOne([await openText("events.jsonl", log.join("\n"))]);
    const [result] = ofKind(events, "tool_result");
    expect(result?.error_class).toBe("ToolError");
    expect(ofKind(events, "safety_check")).toEqual([]);
    expect(ofKind(events, "llm_response").map((event) => [payloadOf(event)["content"], event.upstream])).toEqual([[undefined, undefined], [undefined, undefined], ["B", undefined], ["A", [result?.id]]]);
  });

  test("what a person refuses or stops, errors, and what became of the context", async () => {
    const log = [
      line("session.start", { sessionId: "u", selectedModel: "gpt-x" }),
      line("system.message", { content: "Be good" }),
      line("user.message", { content: "Go", attachments: [{ path: "a.ts" }] }),
      line("assistant.reasoning", { content: "Hm" }),
      line("tool.execution_start", { toolCallId: "c1", toolName: "bash", arguments: { command: "rm" } }),
      line("tool.execution_complete", { toolCallId: "c1", success: false, error: { code: "denied", message: "no" } }),
      line("session.model_change", { newModel: "gpt-y" }),
      line("assistant.message", { content: "Well.", toolRequests: [] }),
      line("session.truncation", { tokensRemoved: 5 }),
      line("session.compaction_complete", { summaryContent: "So far" }),
      line("session.error", { errorType: "quota", message: "no more", statusCode: 429 }),
      line("subagent.failed", { toolCallId: "gone" }),
      line("abort", { reason: "user" }),
    ];
    const { events, report } = await importOne([await openText("events.jsonl", log.join("\n"))]);
    expect([report.became, report.merged, report.skipped]).toEqual([log.length, 0, 0]);
    expect(shapes(events)).toEqual(["agent_start", "prompt_policy", "human_input", "decision", "tool_call", "tool_result error", "safety_check denied", "log", "llm_response ok", "checkpoint", "checkpoint", "error error", "log", "human_input cancelled", "agent_end cancelled"]);
    expect(events[5]).toMatchObject({ reply_to: events[4]?.id, error_class: "UserRejected" });
    expect([events[8]?.model, events[11]?.error_class, payloadOf(events[2])["attachments"]]).toEqual(["gpt-y", "ApiError 429", [{ path: "a.ts" }]]);
    expect(events.flatMap(validateEvent)).toEqual([]);
  });
});
