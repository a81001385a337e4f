import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);
const shapes = (events: readonly EventRecord[]): string[] => events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "));
let ts = Date.UTC(2026, 0, 1);
const message = (type: "say" | "ask", what: string, text: unknown = "", more: object = {}): object => ({ ts: (ts += 1000), type, [type]: what, text: typeof text === "string" ? text : JSON.stringify(text), modelInfo: { modelId: "m", providerId: "x" }, ...more });
const say = (what: string, text?: unknown, more?: object): object => message("say", what, text, more);
const ask = (what: string, text?: unknown): object => message("ask", what, text);
const used = { request: "…", tokensIn: 10, tokensOut: 20, cacheReads: 60, cacheWrites: 5, cost: 0.5 };

describe("a task", () => {
  const messages = [
    say("task", "Mend the parser"),
    say("checkpoint_created", "", { lastCheckpointHash: "abc" }),
    say("api_req_started", used),
    say("reasoning", "Look first"),
    say("text", "Looking."),
    say("tool", { tool: "readFile", path: "a.ts", content: "/w/a.ts" }),
    say("api_req_started", { ...used, streamingFailedMessage: "429 rate limit" }),
    ask("command", "npm testREQ_APP"),
    ask("command_output", "running"),
    say("command_output", "failed with exit code 2"),
    say("error_retry", { attempt: 1, errorMessage: "ECONNRESET" }),
    say("user_feedback", "go on"),
    say("completion_result", "Mended."),
    ask("completion_result", ""),
  ];

  test("words stand in the answer of their request with what it used, tools have their results", async () => {
    const { events, report, importer } = await importOne([await openText("ui_messages.json", JSON.stringify(messages))]);
    expect([importer, report.became, report.merged, report.skipped, report.counts]).toEqual(["cline", 9, 5, 0, []]);
    expect(shapes(events)).toEqual(["agent_start", "human_input", "checkpoint", "llm_response ok", "decision", "tool_call", "tool_result ok", "llm_response error", "tool_call", "tool_result error", "error warn", "human_input", "agent_turn", "agent_end ok"]);
    expect(events[0]?.name).toBe("Mend the parser");
    expect(events[3]).toMatchObject({ model: "m", provider: "x", tokens_in: 75, tokens_out: 20, tokens_cache_read: 60, tokens_cache_write: 5, cost_usd: 0.5 });
    expect(payloadOf(events[3])["content"]).toBe("Looking.");
    expect(events[7]?.error_class).toBe("rate_limit_error");
    expect(payloadOf(events[8])["arguments"]).toEqual({ command: "npm test" });
    expect(events[9]).toMatchObject({ reply_to: events[8]?.id, error_class: "Exit 2" });
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("messages of types of tomorrow are kept, and each type is reported", async () => {
    const { events, report } = await importOne([await openText("ui_messages.json", JSON.stringify([say("task", "x"), say("brand_new", "y"), ask("newer", "z")]))]);
    expect(ofKind(events, "log").map(({ name }) => name)).toEqual(["brand new", "newer"]);
    expect(report.counts.map(({ message: text }) => text.replace(/ are.*/, ""))).toEqual(["messages of type brand_new", "messages of type newer"]);
  });
});

test("words that come after a tool stand for themselves, and a command nobody answered has no result", async () => {
  const messages = [say("task", "Go"), say("api_req_started", used), say("text", "First."), say("tool", { tool: "readFile", path: "a.ts", content: "x" }), say("text", "Then."), ask("command", "npm test")];
  const { events, report } = await importOne([await openText("ui_messages.json", JSON.stringify(messages))]);
  expect([report.became, report.merged, report.skipped]).toEqual([5, 1, 0]);
  expect(shapes(events)).toEqual(["agent_start", "human_input", "llm_response ok", "tool_call", "tool_result ok", "agent_turn", "tool_call"]);
  expect(payloadOf(events[5])["content"]).toBe("Then.");
});

test("tools of servers, questions, checkpoints and failures are what they are", async () => {
  const messages = [
    say("task", "Go", { images: ["data:image/png;base64,AA"] }),
    ask("use_mcp_server", { serverName: "docs", toolName: "find", arguments: '{"q":"x"}' }),
    say("mcp_server_request_started"),
    say("mcp_server_response", 'Error: no such page'),
    ask("followup", { question: "Which one?", options: ["a", "b"] }),
    ask("plan_mode_respond", { response: "First a, then b." }),
    say("condense_context", "So far", { contextCondense: { summary: "s" } }),
    say("deleted_api_reqs", used),
    say("diff_error", "a.ts"),
    ask("mistake_limit_reached", "Too many"),
    ask("api_req_failed", { message: '{"message":"429 Too Many Requests"}' }),
  ];
  const { events, report } = await importOne([await openText("ui_messages.json", JSON.stringify(messages))]);
  expect([report.became, report.skipped, report.counts]).toEqual([11, 0, []]);
  expect(shapes(events)).toEqual(["agent_start", "human_input", "tool_call", "log", "tool_result error", "agent_turn", "agent_turn", "checkpoint", "log", "error error", "error warn", "error error", "agent_end error"]);
  expect(payloadOf(events[1])["images"]).toEqual(["data:image/png;base64,AA"]);
  expect(payloadOf(events[2])["arguments"]).toEqual({ q: "x", server: "docs" });
  expect(events[4]).toMatchObject({ reply_to: events[2]?.id, derived: expect.arrayContaining(["outcome"]) as string[] });
  expect(payloadOf(events[5])).toEqual({ content: "Which one?", options: ["a", "b"] });
  expect(events[8]).toMatchObject({ tokens_in: 75, tokens_out: 20, cost_usd: 0.5 });
  expect(events.slice(9, 12).map(({ error_class: errorClass }) => errorClass)).toEqual(["EditMismatch", "MistakeLimit", "ApiError 429"]);
  expect(payloadOf(events[11])["message"]).toBe("429 Too Many Requests");
});

test("output that comes after a warning is still the command's, and what comes after the command stands for itself", async () => {
  const messages = [say("task", "Go"), say("command", "npm test"), say("shell_integration_warning"), say("command_output", "one"), say("text", "Waiting."), say("command_output", "two")];
  const { events, report } = await importOne([await openText("ui_messages.json", JSON.stringify(messages))]);
  expect([report.became, report.merged]).toEqual([5, 1]);
  expect(shapes(events)).toEqual(["agent_start", "human_input", "tool_call", "log", "tool_result ok", "agent_turn", "log"]);
  expect([payloadOf(events[4])["result"], payloadOf(events[6])["message"]]).toEqual(["one", "two"]);
});

test("a list that begins in the middle of a task keeps what its first request used", async () => {
  const { events } = await importOne([await openText("ui_messages.json", JSON.stringify([say("api_req_started", { ...used, cancelReason: "streaming_failed" }), say("text", "Looking.")]))]);
  expect(shapes(events)).toEqual(["agent_start", "llm_response error", "agent_end error"]);
  expect([events[0]?.name, events[1]?.tokens_out]).toEqual(["ui_messages", 20]);
});

test("the messages its model saw are chat messages, with their times", async () => {
  const history = [{ role: "user", content: [{ type: "text", text: "Mend it" }], ts: 1_767_225_600_000 }, { role: "assistant", content: [{ type: "text", text: "Done." }], ts: 1_767_225_601_000 }];
  const { importer, events } = await importOne([await openText("api_conversation_history.json", JSON.stringify(history))]);
  expect([importer, events[2]?.time_unix_us]).toEqual(["chat", 1_767_225_601_000_000]);
});
