const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const lines = (values: readonly object[]): string => values.map((value) => JSON.stringify(value)).join("\n");
interface Line {
  readonly timestamp: string;
  readonly type: string;
  readonly payload: object;
}
const item = (second: number, payload: object): Line => ({ timestamp: at(second), type: "response_item", payload });
const event = (second: number, payload: object): Line => ({ timestamp: at(second), type: "event_msg", payload });

const CODEX: readonly Line[] = [
  { timestamp: at(0), type: "session_meta", payload: { id: "thread", cwd: "/w", cli_version: "0.80.0", model_provider: "openai" } },
  { timestamp: at(1), type: "turn_context", payload: { model: "gpt-x", cwd: "/w" } },
  item(2, { type: "message", role: "user", content: [{ type: "input_text", text: "Mend the parser" }] }),
  event(2, { type: "user_message", message: "Mend the parser" }),
  item(3, { type: "reasoning", summary: [{ type: "summary_text", text: "Look first" }] }),
  item(3, { type: "function_call", name: "shell", arguments: '{"command":["ls"]}', call_id: "c1" }),
  event(4, { type: "exec_approval_request", call_id: "c1", command: ["ls"], reason: "why" }),
  event(4, { type: "token_count", info: { total_token_usage: { input_tokens: 100, cached_input_tokens: 40, output_tokens: 10 }, last_token_usage: { input_tokens: 100, output_tokens: 10 } } }),
  event(5, { type: "exec_command_end", call_id: "c1", exit_code: 1, duration: { secs: 1, nanos: 5 }, aggregated_output: "no" }),
  item(5, { type: "function_call_output", call_id: "c1", output: '{"output":"no","metadata":{"exit_code":1}}' }),
  { timestamp: at(6), type: "compacted", payload: { message: "All so far" } },
  item(7, { type: "message", role: "assistant", content: [{ type: "output_text", text: "Done" }] }),
  event(8, { type: "error", message: "429" }),
  event(9, { type: "task_complete", last_agent_message: "Done" }),
];

const GEMINI = {
  sessionId: "s",
  projectHash: "h",
  startTime: at(0),
  lastUpdated: at(9),
  messages: [
    { id: "1", timestamp: at(1), type: "user", content: "Mend it" },
    { id: "2", timestamp: at(3), type: "gemini", content: "Looking.", model: "gemini-x", thoughts: [{ subject: "Plan", description: "look" }], tokens: { input: 100, output: 20, cached: 60, thoughts: 5, tool: 7, total: 132 }, toolCalls: [{ id: "c1", name: "ls", args: {}, status: "success", timestamp: at(4), result: [{ functionResponse: { id: "c1", name: "ls", response: { output: "a" } } }] }] },
    { id: "3", timestamp: at(5), type: "error", content: "[API Error: 429 quota]" },
  ],
};

const PI = [
  { type: "session", version: 3, id: "s", timestamp: at(0), cwd: "/w" },
  { type: "message", id: "a", parentId: null, timestamp: at(1), message: { role: "user", content: "Look" } },
  { type: "message", id: "b", parentId: "a", timestamp: at(2), message: { role: "assistant", content: [{ type: "thinking", thinking: "Hm" }, { type: "toolCall", id: "c", name: "bash", arguments: { command: "ls" } }], usage: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4, cost: { total: 0.1 } }, stopReason: "toolUse" } },
  { type: "message", id: "d", parentId: "b", timestamp: at(3), message: { role: "toolResult", toolCallId: "c", toolName: "bash", content: [{ type: "text", text: "no" }], isError: true } },
  { type: "branch_summary", id: "e", parentId: "a", timestamp: at(4), fromId: "d", summary: "It failed" },
  { type: "compaction", id: "f", parentId: "e", timestamp: at(5), summary: "All", firstKeptEntryId: "a", tokensBefore: 9 },
];

const [GEMINI_META, GEMINI_MESSAGES] = [{ sessionId: "s", projectHash: "h", startTime: at(0) }, GEMINI.messages];

/** Starting points for formats of which no real files are at hand, or only large ones; the first part of a path is the format. */
export const SEEDS: readonly { readonly path: string; readonly text: string }[] = [
  { path: "codex/rollout.jsonl", text: lines(CODEX) },
  { path: "codex/old.jsonl", text: lines([{ id: "old", timestamp: at(0), instructions: "x" }, ...CODEX.map(({ type, payload }) => (type === "response_item" ? payload : { record_type: "state" }))]) },
  { path: "gemini/session.json", text: JSON.stringify(GEMINI) },
  { path: "gemini/session.jsonl", text: lines([GEMINI_META, ...GEMINI_MESSAGES, { $set: { summary: "x" } }, { $rewindTo: "1" }]) },
  { path: "gemini/checkpoint.json", text: JSON.stringify([{ role: "user", parts: [{ text: "Hi" }] }, { role: "model", parts: [{ functionCall: { name: "ls", args: {} } }] }, { role: "user", parts: [{ functionResponse: { name: "ls", response: { output: "a" } } }] }]) },
  { path: "pi/session.jsonl", text: lines(PI) },
];
