import { join } from "node:path";
import { query } from "@anthropic-ai/claude-agent-sdk";
import { expect, test } from "vitest";
import { recordClaudeQuery } from "../../../sdk/adapters/claude-agent-sdk.ts";
import { CLAUDE_AGENT_SDK } from "./expected/claude-agent-sdk.ts";
import { testCaptures } from "./support/scenario.ts";

const recorded = recordClaudeQuery(query);
const MODEL = "claude-haiku-9";
const START_USAGE = { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 3, output_tokens: 1 };

/** Options that put the scripted program in the place of Claude Code. */
function options(script: readonly object[], more: object = {}): object {
  const executable = join(import.meta.dirname, "apps/claude-cli.mjs");
  return { model: MODEL, pathToClaudeCodeExecutable: executable, executable: "node", settingSources: [], env: { PATH: process.env["PATH"], CLAUDE_SCRIPT: JSON.stringify(script) }, ...more };
}

interface Block {
  readonly type: string;
}

/** An answer as Claude Code hands it on: streaming events, and a message for each block as it ends. */
function answer(id: string, blocks: readonly Block[], stopReason: string): object[] {
  const event = (type: string, members: object): object => ({ type: "stream_event", event: { type, ...members } });
  const message = { id, type: "message", role: "assistant", model: MODEL, stop_reason: null, stop_sequence: null, usage: START_USAGE };
  return [
    { type: "system", subtype: "status", status: "requesting" },
    event("message_start", { message: { ...message, content: [] } }),
    ...blocks.flatMap((block, index) => {
      const { text, input } = block as { readonly text?: string; readonly input?: object };
      const delta = text === undefined ? { type: "input_json_delta", partial_json: JSON.stringify(input) } : { type: "text_delta", text };
      return [
        event("content_block_start", { index, content_block: text === undefined ? { ...block, input: {} } : { ...block, text: "" } }),
        event("content_block_delta", { index, delta }),
        { type: "assistant", message: { ...message, content: [block] } },
        event("content_block_stop", { index }),
      ];
    }),
    event("message_delta", { delta: { stop_reason: stopReason, stop_sequence: null }, usage: { output_tokens: 7 } }),
    event("message_stop", {}),
  ];
}

const text = (said: string): Block & { readonly text: string } => ({ type: "text", text: said });
const call = (id: string, name: string, input: object): Block => ({ type: "tool_use", id, name, input } as Block);
const result = (id: string, content: string, more: object = {}): object => ({ type: "user", message: { role: "user", content: [{ type: "tool_result", tool_use_id: id, content, ...more }] } });
const init = { type: "system", subtype: "init", model: MODEL, cwd: "/", tools: ["Read"], permissionMode: "default" };
const done = (more: object = {}): object => ({ type: "result", subtype: "success", is_error: false, result: "All done.", num_turns: 2, duration_ms: 5, duration_api_ms: 3, total_cost_usd: 0.001, usage: {}, modelUsage: {}, permission_denials: [], ...more });

async function run(script: readonly object[], more: object = {}): Promise<string[]> {
  const types: string[] = [];
  for await (const message of recorded({ prompt: "Read the file", options: options([init, ...script], more) })) types.push(message.type);
  return types;
}

testCaptures(CLAUDE_AGENT_SDK, "Claude Agent SDK", {
  "model calls": () => run([...answer("m1", [text("Hello")], "end_turn"), done()]),
  "tool calls": () =>
    run([
      ...answer("m1", [text("I read."), call("t1", "Read", { file_path: "/a.txt" })], "tool_use"),
      { hook: "PostToolUse", input: { tool_name: "Read", tool_use_id: "t1", tool_response: {}, duration_ms: 53 } },
      result("t1", "hello file"),
      ...answer("m2", [text("All done.")], "end_turn"),
      done(),
    ]),
  "tool errors": () => run([...answer("m1", [call("t1", "Read", { file_path: "/none" })], "tool_use"), result("t1", "no such file", { is_error: true }), ...answer("m2", [text("It failed.")], "end_turn"), done()]),
  "model errors": () => run([{ type: "result", subtype: "error_during_execution", is_error: true, num_turns: 1, total_cost_usd: 0, usage: {}, modelUsage: {}, permission_denials: [], errors: ["overloaded"] }]).catch(() => undefined),
  "permission denials": () =>
    run([
      ...answer("m1", [call("t1", "Bash", { command: "rm -rf /" })], "tool_use"),
      { type: "system", subtype: "permission_denied", tool_name: "Bash", tool_use_id: "t1", message: "rm needs approval" },
      result("t1", "rm needs approval", { is_error: true }),
      ...answer("m2", [text("I may not.")], "end_turn"),
      done({ permission_denials: [{ tool_name: "Bash", tool_use_id: "t1", tool_input: {} }] }),
    ]),
  "sub-agents": () => {
    const sub = { parent_tool_use_id: "t1", subagent_type: "counter", task_description: "count" };
    return run([
      ...answer("m1", [call("t1", "Agent", { description: "count", prompt: "count files", subagent_type: "counter" })], "tool_use"),
      { type: "assistant", message: { id: "m2", type: "message", role: "assistant", model: MODEL, content: [text("two files")], stop_reason: null, usage: START_USAGE }, ...sub },
      { type: "system", subtype: "task_notification", task_id: "a1", tool_use_id: "t1", status: "completed", summary: "two files" },
      result("t1", "two files"),
      ...answer("m3", [text("Two.")], "end_turn"),
      done(),
    ]);
  },
  refusals: () => run([...answer("m1", [text("I can’t.")], "refusal"), done()]),
});

test("the program gets the messages it would have got, and streaming events only if it asked for them", async () => {
  const script = [...answer("m1", [text("Hello")], "end_turn"), done()];
  const plain: string[] = [];
  for await (const message of query({ prompt: "Read the file", options: options([init, ...script], { includePartialMessages: true }) })) plain.push(message.type);
  expect(await run(script)).toEqual(["system", "assistant", "result"]);
  expect(await run(script, { includePartialMessages: true })).toEqual(plain);
});
