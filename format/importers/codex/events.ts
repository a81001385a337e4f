import type { Json } from "../../event.ts";
import { apiErrorClass, toolErrorClass } from "../agent-run/error-class.ts";
import { asList, asNumber, asObject, asText, lookUp, textOf as jsonOf, type JsonObject } from "../kit/read.ts";
import { durationOf, isRejection } from "./items.ts";
import { searched } from "./links.ts";
import { isNestedEnd, writeNested } from "./nested.ts";
import type { RolloutRecord } from "./records.ts";
import { restOf, type Rollout } from "./rollout.ts";

type Writer = (rollout: Rollout, record: RolloutRecord) => void;

/** Events of the display log. Most repeat the model's log and are joined into it. */
const EVENTS: Readonly<Record<string, Writer>> = {
  user_message: (rollout, record) => writeSaid(rollout, record, { role: "user", text: asText(record.payload["message"]) ?? "" }),
  agent_message: (rollout, record) => writeSaid(rollout, record, { role: "assistant", text: asText(record.payload["message"]) ?? "" }),
  agent_reasoning: (rollout, record) => writeSaid(rollout, record, { role: "reasoning", text: asText(record.payload["text"]) ?? "" }),
  agent_reasoning_raw_content: (rollout, record) => writeSaid(rollout, record, { role: "reasoning", text: asText(record.payload["text"]) ?? "" }),
  token_count: writeCount,
  exec_command_begin: writeBegin,
  patch_apply_begin: writeBegin,
  mcp_tool_call_begin: writeBegin,
  exec_command_end: writeEnd,
  patch_apply_end: writeEnd,
  mcp_tool_call_end: writeEnd,
  web_search_end: writeSearch,
  item_completed: writeCompleted,
  exec_approval_request: writeApproval,
  apply_patch_approval_request: writeApproval,
  elicitation_request: writeApproval,
  request_permissions: writeApproval,
  error: (rollout, record) => writeError(rollout, record, false),
  stream_error: (rollout, record) => writeError(rollout, record, true),
  turn_aborted: writeAborted,
  task_complete: writeComplete,
  turn_complete: writeComplete,
  context_compacted: (rollout, record) => void rollout.become("checkpoint", record, { name: "context compacted" }, {}),
  thread_rolled_back: (rollout, record) => void rollout.become("checkpoint", record, { name: "turns taken back" }, { state: restOf(record.payload) }),
  warning: (rollout, record) => void rollout.become("log", record, { name: "warning", outcome: "warn" }, { message: asText(record.payload["message"]), level: "warning" }),
  guardian_assessment: writeAssessment,
};

/** What repeats, in pieces, what other records say whole. */
const PIECES: ReadonlySet<string> = new Set(["exec_command_output_delta", "agent_message_delta", "agent_reasoning_delta", "agent_reasoning_raw_content_delta", "agent_reasoning_section_break", "agent_message_content_delta", "reasoning_content_delta", "reasoning_raw_content_delta", "item_started", "item_updated", "plan_delta", "patch_apply_updated", "raw_response_item", "web_search_begin", "view_image_tool_call", "session_configured"]);
const PLAIN: ReadonlySet<string> = new Set(["task_started", "turn_started", "plan_update", "turn_diff", "background_event", "entered_review_mode", "exited_review_mode", "shutdown_complete", "thread_settings_applied", "terminal_interaction", "thread_name_updated", "undo_started", "undo_completed", "deprecation_notice", "mcp_startup_update", "mcp_startup_complete", "list_skills_response", "skills_update_available", "thread_goal_updated", "dynamic_tool_call_request", "dynamic_tool_call_response", "request_user_input", "model_reroute", "image_generation_begin", "image_generation_end", "hook_started", "hook_completed"]);
const COLLABORATION = /^(?:collab_|sub_agent_)/;

/** Writes an event of the display log. */
export function writeEvent(rollout: Rollout, record: RolloutRecord): void {
  const type = asText(record.payload["type"]) ?? "event";
  const writer = lookUp(EVENTS, type);
  if (writer !== undefined) return writer(rollout, record);
  if (PIECES.has(type)) return rollout.joined(record, "another record says it whole");
  if (!PLAIN.has(type) && !COLLABORATION.test(type)) rollout.sink.notice("unknown_type", `events of type ${type.slice(0, 60)} are not known to this reader; they are kept as logs`, record.source);
  const message = asText(record.payload["message"]);
  rollout.become("log", record, { name: type.replaceAll("_", " ").slice(0, 200) }, { message, data: restOf(record.payload, "message") });
}

/** Something said, which the model's log has too; where it has not, it is told from here. */
function writeSaid(rollout: Rollout, record: RolloutRecord, { role, text }: { role: string; text: string }): void {
  if (rollout.links.said.has(`${role}\n${text.trim()}`)) return rollout.joined(record, "the model's own log says the same");
  if (role === "user") {
    rollout.ending.set(undefined);
    rollout.heard(rollout.become("human_input", record, { name: "prompt", agent: "user" }, { content: text, extra: restOf(record.payload, "message", "kind") }));
  } else if (role === "assistant") {
    rollout.become("llm_response", record, { name: "answer", outcome: "ok", model: rollout.model }, { content: text });
    rollout.ending.set("ok");
    rollout.ending.output = text;
  } else rollout.become("decision", record, { name: "reasoning" }, { reasoning: text });
}

function writeCount(rollout: Rollout, record: RolloutRecord): void {
  const loose = rollout.links.loose.get(record);
  if (loose === undefined) return rollout.joined(record, "what was used stands at the answer, or was counted before");
  rollout.become("log", record, { name: "tokens used", ...loose }, { data: restOf(record.payload) });
}

function callIdOf({ payload }: RolloutRecord): string | undefined {
  return asText(payload["call_id"]);
}

function writeBegin(rollout: Rollout, record: RolloutRecord): void {
  const callId = callIdOf(record);
  if (callId !== undefined && rollout.links.calls.has(callId)) return rollout.joined(record, "the call stands in the model's own log");
  const type = asText(record.payload["type"]) ?? "";
  const invocation = asObject(record.payload["invocation"]);
  const tool = asText(invocation?.["tool"]) ?? (type.startsWith("patch") ? "apply_patch" : "shell");
  rollout.run.call(rollout.step(record), { callId, tool, args: (restOf(record.payload, "call_id", "turn_id") ?? {}) as Json });
  rollout.became(record);
}

function writeEnd(rollout: Rollout, record: RolloutRecord): void {
  const callId = callIdOf(record);
  const { payload } = record;
  if (callId !== undefined && rollout.links.outputs.has(callId)) return rollout.joined(record, "exit code and duration stand at the call's result");
  if (callId === undefined || rollout.run.eventOfCall(callId) === undefined) return writeNested(rollout, record, payload);
  const exitCode = asNumber(payload["exit_code"]);
  const content = asText(payload["aggregated_output"]) ?? asText(payload["stdout"]) ?? asText(payload["formatted_output"]) ?? jsonOf(payload["result"]);
  const failed = payload["success"] === false || (exitCode !== undefined && exitCode !== 0);
  const errorClass = failed ? (exitCode === undefined ? toolErrorClass(content) : `Exit ${exitCode}`) : undefined;
  rollout.heard(rollout.run.result(rollout.step(record), { callId, content, errorClass, durationMs: durationOf(payload["duration"]), more: { detail: restOf(payload, "call_id", "aggregated_output", "formatted_output") } }));
  rollout.became(record);
}

/** A search: the provider's own stand in the model's log too, those of a script only here. */
function writeSearch(rollout: Rollout, record: RolloutRecord): void {
  const isKnown = rollout.links.calls.has(callIdOf(record) ?? "") || searched(record.payload).some((words) => rollout.links.searches.has(words));
  if (isKnown) return rollout.joined(record, "another record says it whole");
  writeNested(rollout, record, record.payload);
}

const SPEAKERS: Readonly<Record<string, string>> = { UserMessage: "user", AgentMessage: "assistant", Reasoning: "reasoning", Plan: "assistant" };

/** An item of the newest display log: what was said, or a call with its result. */
function writeCompleted(rollout: Rollout, record: RolloutRecord): void {
  const item = asObject(record.payload["item"]) ?? {};
  const type = asText(item["type"]) ?? "";
  const role = lookUp(SPEAKERS, type);
  const callId = asText(item["id"]) ?? "";
  if (role !== undefined) {
    const text = asText(item["text"]) ?? [...asList(item["content"]), ...asList(item["summary_text"])].map((part) => asText(part) ?? asText(asObject(part)?.["text"]) ?? "").filter((each) => each !== "").join("\n");
    return text.trim() === "" ? rollout.joined(record, "the model's own log says the same") : writeSaid(rollout, record, { role, text });
  }
  const { calls, outputs, searches, ends } = rollout.links;
  const isKnown = calls.has(callId) || outputs.has(callId) || ends.has(callId) || searched(item).some((words) => searches.has(words));
  if (!isNestedEnd(type) || isKnown) return rollout.joined(record, "another record says it whole");
  writeNested(rollout, record, item);
}

/** A question to the person, with the answer as far as the call's result tells it. */
function writeApproval(rollout: Rollout, record: RolloutRecord): void {
  const callId = callIdOf(record);
  const output = rollout.links.outputs.get(callId ?? "");
  const rejected = output !== undefined && isRejection(jsonOf(output["output"]));
  const outcome = output === undefined ? undefined : rejected ? ("denied" as const) : ("passed" as const);
  const call = rollout.run.eventOfCall(callId);
  const command = record.payload["command"];
  const blocked = Array.isArray(command) ? asList(command).map((part) => jsonOf(part)).join(" ") : (asText(command) ?? jsonOf(record.payload["changes"]));
  const envelope = { name: "approval asked", policy: "user approval", outcome, related: call === undefined ? undefined : [call], derived: outcome === undefined ? undefined : ["outcome"] };
  rollout.become("safety_check", record, envelope, { rationale: asText(record.payload["reason"]), blocked_action: blocked.slice(0, 2000), extra: restOf(record.payload, "call_id", "reason", "command", "changes") });
}

function writeAssessment(rollout: Rollout, record: RolloutRecord): void {
  const status = asText(record.payload["status"]) ?? "";
  const outcome = status === "approved" ? ("passed" as const) : status === "denied" ? ("blocked" as const) : undefined;
  rollout.become("safety_check", record, { name: "guardian", policy: "guardian", outcome }, { rationale: asText(record.payload["rationale"]), extra: restOf(record.payload, "rationale", "status") });
}

function writeError(rollout: Rollout, record: RolloutRecord, isRetried: boolean): void {
  const message = asText(record.payload["message"]) ?? "error";
  const info = record.payload["codex_error_info"];
  const errorClass = asText(info) ?? Object.keys(asObject(info) ?? {})[0] ?? apiErrorClass(message);
  rollout.become("error", record, { name: isRetried ? "stream error, retried" : "error", outcome: isRetried ? "warn" : "error", error_class: errorClass }, { message, extra: restOf(record.payload, "message") });
  if (!isRetried) rollout.ending.set("error", errorClass);
}

function writeAborted(rollout: Rollout, record: RolloutRecord): void {
  const reason = asText(record.payload["reason"]) ?? "interrupted";
  rollout.become("human_input", record, { name: "interrupted", agent: "user", outcome: "cancelled" }, { content: reason, extra: restOf(record.payload, "reason") });
  rollout.ending.set("cancelled");
}

function writeComplete(rollout: Rollout, record: RolloutRecord): void {
  const last = asText(record.payload["last_agent_message"]);
  const said: JsonObject = last === undefined || last === rollout.ending.output ? {} : { message: last };
  rollout.become("log", record, { name: "turn complete" }, { ...said, data: restOf(record.payload, "last_agent_message") });
  if (last !== undefined) rollout.ending.output = last;
  if (rollout.ending.outcome !== "error") rollout.ending.set("ok");
}
