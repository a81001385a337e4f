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

const tag = (key: string, value: unknown): object => ({ key, type: "string", value });
const jaegerSpan = (spanID: string, parent: string | undefined): object => ({
  traceID: "t",
  spanID,
  operationName: "chat m",
  references: parent === undefined ? [] : [{ refType: "CHILD_OF", traceID: "t", spanID: parent }],
  startTime: 1_767_225_600_000_000,
  duration: 1500,
  tags: [tag("gen_ai.operation.name", "chat"), tag("gen_ai.usage.input_tokens", 3), tag("error", true)],
  logs: [{ timestamp: 1_767_225_600_000_100, fields: [tag("event", "exception"), tag("exception.type", "Slow")] }],
  processID: "p1",
});
const JAEGER = { data: [{ traceID: "t", spans: [jaegerSpan("b", "a"), jaegerSpan("a", undefined), jaegerSpan("c", "gone")], processes: { p1: { serviceName: "shop", tags: [] } } }] };
const zipkinSpan = (id: string, parentId?: string): object => ({ traceId: "t", id, parentId, name: "execute_tool look", timestamp: 1_767_225_600_000_000, duration: 2000, localEndpoint: { serviceName: "shop" }, tags: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "look", error: "gone" }, annotations: [{ timestamp: 1_767_225_600_000_100, value: "hm" }] });
const PHOENIX = { data: [{ name: "ask", context: { trace_id: "t1", span_id: "a" }, parent_id: null, start_time: at(0), end_time: at(1), status_code: "ERROR", status_message: "slow", attributes: { openinference: { span: { kind: "LLM" } }, llm: { token_count: { prompt: 3 }, input_messages: [{ message: { role: "user", content: "hi" } }] } } }] };
const ATIF = {
  schema_version: "ATIF-v1.7",
  session_id: "s",
  agent: { name: "coder", version: "1", model_name: "m" },
  steps: [
    { step_id: 1, source: "user", message: "Do it", timestamp: at(1) },
    { step_id: 2, source: "agent", message: "", reasoning_content: "Hm", tool_calls: [{ tool_call_id: "c", function_name: "look", arguments: { q: 1 } }], observation: { results: [{ source_call_id: "c", content: "ok", subagent_trajectory_ref: [{ trajectory_id: "i" }] }] }, metrics: { prompt_tokens: 5, cost_usd: 0.1 } },
    { step_id: 3, source: "system", message: "All so far", extra: { context_management: { type: "compaction" } } },
  ],
  subagent_trajectories: [{ schema_version: "ATIF-v1.7", session_id: "i", trajectory_id: "i", agent: { name: "inner" }, steps: [{ step_id: 1, source: "agent", message: "inner" }] }],
  final_metrics: { total_prompt_tokens: 5 },
};
const ANTHROPIC = { model: "c", system: "Be brief.", messages: [{ role: "user", content: "Look." }, { role: "assistant", content: [{ type: "thinking", thinking: "Hm" }, { type: "tool_use", id: "a", name: "look", input: {} }] }, { role: "user", content: [{ type: "tool_result", tool_use_id: "a", is_error: true, content: "no" }] }, { role: "assistant", stop_reason: "refusal", content: "No." }] };
const TAU2 = { info: { seed: 1 }, simulations: [{ id: "s", task_id: "7", trial: 1, reward_info: { reward: 1 }, messages: [{ role: "assistant", content: "", tool_calls: [{ id: "c", name: "look", arguments: {} }], cost: 0.2 }, { role: "tool", id: "c", content: "gone", error: true }] }] };
const SERVER = { session: { id: "s1", agent_name: "w", started_at: at(0) }, events: [{ id: "d", session_id: "s1", event_type: "decision", timestamp: at(1), data: { reasoning: "why", confidence: 0.9 }, upstream_event_ids: [] }, { id: "c", session_id: "s1", event_type: "tool_call", timestamp: at(2), tool_name: "api", arguments: { q: 1 } }], checkpoints: [{ id: "k", session_id: "s1", event_id: "d", state: { n: 1 }, timestamp: at(3) }] };
const own = (open: object, close?: object): object => ({ traceId: "t", spanId: "a", name: "x", startTimeUnixNano: "1767225600000000000", attributes: [{ key: "peaky_peek.event", value: { stringValue: JSON.stringify(open) } }, ...(close === undefined ? [] : [{ key: "peaky_peek.event.end", value: { stringValue: JSON.stringify(close) } }])] });
const EXPORTED = { resourceSpans: [{ scopeSpans: [{ spans: [own({ envelope: { seq: 0, id: "a", kind: "tool_call", session: "s", time_unix_us: 1 }, payload: { x: 1 }, carried: ["arguments"] }, { envelope: { seq: 1, id: "b", kind: "tool_result", session: "s", time_unix_us: 2 } }), own({ envelope: { seq: 2, id: "c", kind: "log", session: "s", time_unix_us: 3 } })] }] }] };

const AIDER = "\n# aider chat started at 2026-01-01 10:00:00\n\n> Model: gpt-x with diff edit format  \n\n#### mend it  \n\nHere:\n\n> a quote\n\n> Tokens: 2.4k sent, 104 received. Cost: $0.10 message, $0.10 session.  \n> Applied edit to a.ts  \n> Commit 1b2614a feat: x  \n> ^C KeyboardInterrupt  \n";

const OPENCODE = { info: { id: "s", projectID: "p", title: "x", time: { created: 1_700_000_000_000 } }, messages: [{ info: { id: "m1", role: "user", sessionID: "s", time: { created: 1_700_000_000_000 } }, parts: [{ id: "p1", type: "text", text: "go" }] }, { info: { id: "m2", role: "assistant", sessionID: "s", time: { created: 1_700_000_001_000, completed: 1_700_000_003_000 }, cost: 0.1, tokens: { input: 2, output: 3, reasoning: 1, cache: { read: 4, write: 5 } } }, parts: [{ id: "p2", type: "step-start" }, { id: "p3", type: "tool", tool: "bash", callID: "c", state: { status: "error", error: "The user rejected permission to use this", input: {}, time: { start: 1_700_000_002_000, end: 1_700_000_002_500 } } }, { id: "p4", type: "step-finish" }, { id: "p5", type: "new" }] }] };

const CLINE = [{ ts: 1_700_000_000_000, type: "say", say: "task", text: "go" }, { ts: 1_700_000_001_000, type: "say", say: "api_req_started", text: '{"request":"x","tokensIn":5,"tokensOut":3,"cost":0.1}' }, { ts: 1_700_000_002_000, type: "say", say: "reasoning", text: "hm" }, { ts: 1_700_000_003_000, type: "ask", ask: "command", text: "ls" }, { ts: 1_700_000_004_000, type: "ask", ask: "command_output", text: "a" }, { ts: 1_700_000_005_000, type: "say", say: "completion_result", text: "done" }];

const COPILOT = { responderUsername: "GitHub Copilot", requests: [{ requestId: "r", message: { text: "go" }, timestamp: 1_700_000_000_000, response: [{ value: "ok" }, { kind: "toolInvocationSerialized", toolId: "t", toolCallId: "c", pastTenseMessage: { value: "did" } }], result: { timings: { totalElapsed: 10 }, metadata: { toolCallRounds: [{ response: "", toolCalls: [{ id: "c", name: "t", arguments: "{}" }] }], toolCallResults: { c: { content: [{ value: { node: { children: [{ text: "x" }] } } }] } } } } }] };
const COPILOT_CLI = [["session.start", { sessionId: "s" }], ["user.message", { content: "go" }], ["assistant.message", { content: "", toolRequests: [{ toolCallId: "c", name: "bash", arguments: "{}" }] }], ["tool.execution_complete", { toolCallId: "c", success: false, error: { message: "denied", code: "denied" } }], ["abort", { reason: "user" }], ["new.event", { a: 1 }]].map(([type, data], index) => ({ type, data, id: `e${index}`, parentId: null, timestamp: at(index) }));

/** Starting points for formats of which no real files are at hand, or only large ones; the first part of a path is the format. */
export const SEEDS: readonly { readonly path: string; readonly text: string }[] = [
  { path: "codex/rollout.jsonl", text: lines(CODEX) },
  { path: "codex/old.jsonl", text: lines([{ id: "old", timestamp: at(0), instructions: "x" }, ...CODEX.map(({ type, payload }) => (type === "response_item" ? payload : { record_type: "state" }))]) },
  { path: "gemini/session.json", text: JSON.stringify(GEMINI) },
  { path: "gemini/session.jsonl", text: lines([GEMINI_META, ...GEMINI_MESSAGES, { $set: { summary: "x" } }, { $rewindTo: "1" }]) },
  { path: "gemini/checkpoint.json", text: JSON.stringify([{ role: "user", parts: [{ text: "Hi" }] }, { role: "model", parts: [{ functionCall: { name: "ls", args: {} } }] }, { role: "user", parts: [{ functionResponse: { name: "ls", response: { output: "a" } } }] }]) },
  { path: "pi/session.jsonl", text: lines(PI) },
  { path: "jaeger/trace.json", text: JSON.stringify(JAEGER) },
  { path: "zipkin/spans.json", text: JSON.stringify([zipkinSpan("a"), zipkinSpan("b", "a")]) },
  { path: "phoenix/spans.json", text: JSON.stringify(PHOENIX) },
  { path: "atif/trajectory.json", text: JSON.stringify(ATIF) },
  { path: "messages/anthropic.json", text: JSON.stringify(ANTHROPIC) },
  { path: "messages/tau2.json", text: JSON.stringify(TAU2) },
  { path: "messages/sharegpt.jsonl", text: lines([{ id: "x", conversations: [{ from: "human", value: "hi" }, { from: "gpt", value: "yo" }] }]) },
  { path: "server/session.json", text: JSON.stringify(SERVER) },
  { path: "exported/otlp.jsonl", text: JSON.stringify(EXPORTED) },
  { path: "aider/history.md", text: AIDER },
  { path: "opencode/session.json", text: JSON.stringify(OPENCODE) },
  { path: "cline/ui_messages.json", text: JSON.stringify(CLINE) },
  { path: "copilot/chat.json", text: JSON.stringify(COPILOT) },
  { path: "copilot/changes.jsonl", text: lines([{ kind: 0, v: COPILOT }, { kind: 2, k: ["requests"], v: COPILOT.requests }, { kind: 1, k: ["requests", 0, "isCanceled"], v: true }, { kind: 3, k: ["responderUsername"] }]) },
  { path: "copilot/events.jsonl", text: lines(COPILOT_CLI) },
  { path: "tables/langfuse.csv", text: 'id,traceId,parentObservationId,type,name,startTime,input,usageDetails\na,t,,SPAN,root,2026-01-01T00:00:00Z,hello,\nb,t,a,GENERATION,ask,2026-01-01T00:00:01Z,"[{""role"":""user"",""content"":""hi""}]","{""input"":3}"\n' },
  { path: "tables/log.csv", text: 'timestamp,agent,message,id\n2025-01-01T00:00:00Z,a,"said ""hi"",\nthen left",1\n1735689601,b,ok,2\n' },
];
