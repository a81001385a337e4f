import { describe, expect, test } from "vitest";
import { validateEvent, type EventRecord } from "../../../format/event.ts";
import { importOne, openText, payloadOf, type Imported } from "./support.ts";

const ofKind = (events: readonly EventRecord[], kind: string): EventRecord[] => events.filter((event) => event.kind === kind);
const sum = (events: readonly EventRecord[], member: "tokens_in" | "tokens_out" | "tokens_cache_read" | "tokens_reasoning"): number => events.reduce((total, event) => total + (event[member] ?? 0), 0);
const shapes = (events: readonly EventRecord[]): string[] => events.map(({ kind, outcome }) => [kind, outcome].filter(Boolean).join(" "));

let second = 0;
const line = (type: string, payload: object): string => JSON.stringify({ timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, second++)).toISOString(), type, payload });
const item = (payload: object): string => line("response_item", payload);
const event = (payload: object): string => line("event_msg", payload);
const said = (role: string, text: string): string => item({ type: "message", role, content: [{ type: role === "user" ? "input_text" : "output_text", text }] });
const usage = (input: number, cached: number, output: number, reasoning: number): object => ({ input_tokens: input, cached_input_tokens: cached, output_tokens: output, reasoning_output_tokens: reasoning });
const counted = (total: object, last: object): string => event({ type: "token_count", info: { total_token_usage: total, last_token_usage: last } });
const importLines = async (lines: readonly string[]): Promise<Imported> => importOne([await openText("rollout.jsonl", lines.join("\n"))]);

const META = line("session_meta", { id: "thread", timestamp: "2026-01-01T00:00:00Z", cwd: "/w", originator: "codex_cli_rs", cli_version: "0.80.0", model_provider: "openai", git: { branch: "main" }, base_instructions: { text: "Be good" } });
const CONTEXT = line("turn_context", { cwd: "/w", approval_policy: "on-request", model: "gpt-x", effort: "high" });

describe("a rollout", () => {
  const lines = [
    META,
    event({ type: "task_started", turn_id: "1" }),
    said("user", "<environment_context>cwd</environment_context>"),
    CONTEXT,
    said("user", "Mend the parser"),
    event({ type: "user_message", message: "Mend the parser" }),
    event({ type: "agent_reasoning", text: "Look first" }),
    item({ type: "reasoning", summary: [{ type: "summary_text", text: "Look first" }], encrypted_content: "…" }),
    item({ type: "function_call", name: "exec_command", arguments: '{"cmd":"ls"}', call_id: "c1" }),
    counted(usage(100, 40, 10, 5), usage(100, 40, 10, 5)),
    event({ type: "exec_command_end", call_id: "c1", exit_code: 2, duration: { secs: 1, nanos: 500_000_000 }, aggregated_output: "no" }),
    item({ type: "function_call_output", call_id: "c1", output: "Exit code: 2\nWall time: 1.5 seconds\nOutput:\nno" }),
    counted(usage(100, 40, 10, 5), usage(100, 40, 10, 5)),
    said("assistant", "Done."),
    event({ type: "agent_message", message: "Done." }),
    counted(usage(300, 140, 25, 5), usage(200, 100, 15, 0)),
    event({ type: "task_complete", last_agent_message: "Done." }),
  ];

  test("its two interleaved logs are told once, tokens counted once", async () => {
    const { events, report, importer } = await importLines(lines);
    expect([importer, report.became + report.merged, report.skipped]).toEqual(["codex", lines.length, 0]);
    expect(shapes(events)).toEqual(["agent_start", "log", "log", "log", "human_input", "llm_response ok", "decision", "tool_call", "tool_result error", "llm_response ok", "log", "agent_end ok"]);
    expect([sum(events, "tokens_in"), sum(events, "tokens_cache_read"), sum(events, "tokens_out"), sum(events, "tokens_reasoning")]).toEqual([300, 140, 25, 5]);
    expect(events[0]).toMatchObject({ name: "Mend the parser", session: "thread", model: "gpt-x", provider: "openai" });
    expect(payloadOf(events[0])["instructions"]).toBe("Be good");
    expect(events[6]).toMatchObject({ parent: events[5]?.id });
    expect(payloadOf(events[6])).toEqual({ reasoning: "Look first", chosen_action: "exec_command" });
    expect(events[8]).toMatchObject({ reply_to: "c1", error_class: "Exit 2", duration_ms: 1500 });
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("a running total that began before the file is counted to its end", async () => {
    const { events } = await importLines([META, said("assistant", "Hi"), counted(usage(1500, 500, 800, 100), usage(200, 50, 100, 20))]);
    expect([sum(events, "tokens_in"), sum(events, "tokens_cache_read"), sum(events, "tokens_out"), sum(events, "tokens_reasoning")]).toEqual([1500, 500, 800, 100]);
    expect(ofKind(events, "llm_response")[0]?.tokens_in).toBe(200);
  });
});

test("a plan the display log tells of is that of the answer it stands in", async () => {
  const plan = (text: string): string => event({ type: "item_completed", item: { type: "Plan", id: "x", text } });
  const { events, report } = await importLines([META, CONTEXT, said("assistant", "So:\n<proposed_plan>\n# Mend\n</proposed_plan>"), plan("# Mend\n"), plan("# Another")]);
  expect(ofKind(events, "llm_response").map((answer) => payloadOf(answer)["content"])).toEqual(["So:\n<proposed_plan>\n# Mend\n</proposed_plan>", "# Another"]);
  expect(report.joined.map(({ message }) => message)).toContain("the model's own log says the same");
});

describe("what stops a call", () => {
  const ask = [META, CONTEXT, item({ type: "function_call", name: "shell", arguments: '{"command":["rm"]}', call_id: "c" }), event({ type: "exec_approval_request", call_id: "c", command: ["rm", "-rf"], reason: "outside the sandbox" })];

  test("a rejection is a failure and a safety event, and answers the question", async () => {
    const { events } = await importLines([...ask, item({ type: "function_call_output", call_id: "c", output: "exec command rejected by user" })]);
    expect(ofKind(events, "safety_check").map(({ name, outcome }) => [name, outcome])).toEqual([["approval asked", "denied"], ["user approval", "denied"]]);
    expect(ofKind(events, "tool_result")[0]).toMatchObject({ outcome: "error", error_class: "UserRejected" });
  });

  test("an approval passes", async () => {
    const { events } = await importLines([...ask, item({ type: "function_call_output", call_id: "c", output: '{"output":"gone","metadata":{"exit_code":0,"duration_seconds":0.2}}' })]);
    expect(ofKind(events, "safety_check").map(({ outcome }) => outcome)).toEqual(["passed"]);
    expect(ofKind(events, "tool_result")[0]).toMatchObject({ outcome: "ok", duration_ms: 200 });
    expect(payloadOf(ofKind(events, "tool_result")[0])["result"]).toBe("gone");
  });

  test("errors, retries, aborts and compactions", async () => {
    const { events, report } = await importLines([META, event({ type: "stream_error", message: "reconnecting" }), event({ type: "error", message: "429 rate limit" }), line("compacted", { message: "All so far" }), event({ type: "turn_aborted", reason: "interrupted" }), event({ type: "hologram", beam: 1 })]);
    expect(shapes(events)).toEqual(["agent_start", "error warn", "error error", "checkpoint", "human_input cancelled", "log", "agent_end cancelled"]);
    expect(report.counts.map(({ code }) => code)).toEqual(["unknown_type"]);
  });
});

describe("other layouts", () => {
  test("items as lines, after a line that names the session", async () => {
    const old = [
      { id: "old", timestamp: "2025-06-01T00:00:00Z", instructions: "x", git: {} },
      { record_type: "state" },
      { type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
      { type: "reasoning", id: "r", summary: [] },
      { type: "function_call", id: "f", name: "shell", arguments: "{}", call_id: "c" },
      { type: "function_call_output", call_id: "c", output: '{"output":"x","metadata":{"exit_code":1}}' },
    ];
    const { events, importer, report } = await importLines(old.map((each) => JSON.stringify(each)));
    expect([importer, report.became + report.merged]).toEqual(["codex", 6]);
    expect(shapes(events)).toEqual(["agent_start", "log", "human_input", "llm_response ok", "tool_call", "tool_result error"]);
    expect(events[0]).toMatchObject({ session: "old", name: "Hello" });
  });

  test("one document with its items", async () => {
    const { events, importer } = await importOne([await openText("rollout.json", JSON.stringify({ session: { id: "doc", timestamp: "2025-05-01T00:00:00Z" }, items: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hi" }] }] }))]);
    expect([importer, ...shapes(events)]).toEqual(["codex", "agent_start", "human_input"]);
  });

  test("what `codex exec --json` prints", async () => {
    const stream = [
      { type: "thread.started", thread_id: "t" },
      { type: "turn.started" },
      { type: "item.started", item: { id: "i1", type: "command_execution", command: "ls", status: "in_progress" } },
      { type: "item.completed", item: { id: "i1", type: "command_execution", command: "ls", aggregated_output: "no", exit_code: 1, status: "failed" } },
      { type: "item.completed", item: { id: "i2", type: "agent_message", text: "Done" } },
      { type: "turn.completed", usage: { input_tokens: 10, cached_input_tokens: 4, output_tokens: 2 } },
    ];
    const { events, importer, report } = await importLines(stream.map((each) => JSON.stringify(each)));
    expect([importer, report.became + report.merged]).toEqual(["codex", stream.length]);
    expect(shapes(events)).toEqual(["agent_start", "log", "llm_response ok", "tool_call", "tool_result error", "llm_response ok", "log", "agent_end ok"]);
    expect(ofKind(events, "tool_result")[0]?.error_class).toBe("Exit 1");
    expect(sum(events, "tokens_in")).toBe(10);
  });
});

describe("a script that calls tools", () => {
  const script = (id: string): string => item({ type: "custom_tool_call", name: "exec", input: "await tools.apply_patch(p)", call_id: id });

  test("what ran inside is a call with its result below the script's", async () => {
    const lines = [
      META,
      said("user", "Go"),
      script("s1"),
      event({ type: "patch_apply_end", call_id: "exec-1", success: true, stdout: "Success", stderr: "", changes: { "/w/a.ts": { type: "add", content: "x" } } }),
      event({ type: "web_search_end", call_id: "exec-2", query: "docs", action: { type: "search", query: "docs" } }),
      event({ type: "item_completed", item: { type: "CommandExecution", id: "exec-3", command: ["ls"], status: "failed", exit_code: 2, aggregated_output: "no such file", duration: { secs: 1, nanos: 0 } } }),
      event({ type: "item_completed", item: { type: "AgentMessage", id: "m1", content: [{ type: "Text", text: "Done." }] } }),
      item({ type: "custom_tool_call_output", call_id: "s1", output: [{ type: "input_text", text: "Script completed\n" }, { type: "input_text", text: "ok" }] }),
      said("assistant", "Done."),
      event({ type: "thread_settings_applied", thread_settings: { model: "gpt-x" } }),
    ];
    const { events, report } = await importLines(lines);
    expect([report.became + report.merged, report.skipped, report.counts]).toEqual([lines.length, 0, []]);
    const results = ofKind(events, "tool_result");
    expect(ofKind(events, "tool_call").map(({ tool, parent }) => [tool, parent])).toEqual([["exec", expect.anything()], ["apply_patch", "s1"], ["web_search", "s1"], ["shell", "s1"]]);
    expect(results.map(({ tool, reply_to: to, outcome, error_class: errorClass }) => [tool, to, outcome, errorClass])).toEqual([
      ["apply_patch", "exec-1", "ok", undefined],
      ["web_search", "exec-2", "ok", undefined],
      ["shell", "exec-3", "error", "Exit 2"],
      ["exec", "s1", "ok", undefined],
    ]);
    expect(payloadOf(ofKind(events, "tool_call")[1])["arguments"]).toEqual({ files: ["/w/a.ts"] });
    expect(payloadOf(results[3])["result"]).toBe("Script completed\n\nok");
    expect(events.flatMap(validateEvent)).toEqual([]);
  });

  test("a script that broke off failed, and what it failed with is named", async () => {
    const { events } = await importLines([META, script("s1"), item({ type: "custom_tool_call_output", call_id: "s1", output: "Script failed\nWall time 0.1 seconds\nOutput:\nScript error:\napply_patch verification failed: no such lines" })]);
    expect(ofKind(events, "tool_result")[0]).toMatchObject({ outcome: "error", error_class: "EditMismatch" });
  });

  test("a search of the provider's own is told once", async () => {
    const action = { type: "search", query: "docs", queries: ["docs"] };
    const { events } = await importLines([META, event({ type: "web_search_end", call_id: "x", query: "docs", action }), item({ type: "web_search_call", id: "ws1", status: "completed", action })]);
    expect(ofKind(events, "tool_call")).toHaveLength(1);
  });
});
