import type { Json } from "../../event.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { apiErrorClass, toolErrorClass } from "../agent-run/error-class.ts";
import { tokensOfCompletion } from "../agent-run/usage.ts";
import { asNumber, asObject, asText, lookUp, present, textOf, unpackJson, type JsonObject } from "../kit/read.ts";
import { AGENT, messageText, type Placed, type Telling } from "./run.ts";

type Writer = (telling: Telling, placed: Placed) => string;

/** Events of the OpenHands SDK (1.x), by their kind. */
const KINDS: Readonly<Record<string, Writer>> = {
  SystemPromptEvent: (telling, placed) => telling.heard(telling.add("prompt_policy", placed, { name: "system prompt", policy: "system prompt" }, { content: messageText(asObject(placed.value["system_prompt"])?.["text"]) ?? placed.value["system_prompt"], tools: placed.value["tools"] })),
  MessageEvent: writeMessage,
  ActionEvent: writeAction,
  ObservationEvent: writeObservation,
  UserRejectObservation: writeRejection,
  AgentErrorEvent: (telling, placed) => writeFailed(telling, placed, asText(placed.value["error"]) ?? "error"),
  ConversationErrorEvent: writeBreak,
  ServerErrorEvent: writeBreak,
  Condensation: (telling, placed) => telling.heard(telling.add("checkpoint", placed, { name: "history condensed" }, { memory: placed.value["summary"], state: extraOf(placed.value, ["summary"]) })),
  PauseEvent: (telling, placed) => {
    telling.ending.set("cancelled");
    return telling.run.add("human_input", { ...telling.step(placed), agent: "user" }, { name: "paused", outcome: "cancelled" }, {});
  },
};

/** Kinds worth no more than a line of log. */
const PLAIN: ReadonlySet<string> = new Set(["ConversationStateUpdateEvent", "CondensationRequest", "CondensationSummaryEvent", "TokenEvent", "LLMCompletionLogEvent", "HookExecutionEvent", "StreamingDeltaEvent"]);

/** Writes an event of the SDK; kinds this reader does not know stay whole, as a log. */
export function writeSdk(telling: Telling, placed: Placed): string {
  const kind = asText(placed.value["kind"]) ?? "event";
  const writer = lookUp(KINDS, kind);
  if (writer !== undefined) return writer(telling, placed);
  if (!PLAIN.has(kind)) telling.sink.notice("unknown_type", `events of kind ${kind.slice(0, 60)} are not known to this reader; they are kept as logs`, placed.source);
  return telling.add("log", placed, { name: kind.slice(0, 200) }, { data: extraOf(placed.value, ["kind"]) });
}

function extraOf(value: JsonObject, said: readonly string[]): JsonObject | undefined {
  return present(Object.fromEntries(Object.entries(value).filter(([key]) => !said.includes(key) && !["id", "timestamp", "source"].includes(key))));
}

function writeMessage(telling: Telling, placed: Placed): string {
  const { value } = placed;
  const message = asObject(value["llm_message"]) ?? {};
  const content = messageText(message["content"]) ?? "";
  const extra = extraOf(value, ["kind", "llm_message", "extended_content", "metrics"]);
  if (value["source"] !== "agent") {
    const from = asText(value["source"]) ?? "user";
    telling.ending.set(undefined);
    return telling.heard(telling.run.add("human_input", { ...telling.step(placed), agent: from }, { name: from === "user" ? "prompt" : `message from ${from}` }, { content, extra }));
  }
  telling.ending.set("ok");
  if (content !== "") telling.ending.output = content;
  const usage = asObject(value["metrics"])?.["accumulated_token_usage"];
  return writeAnswer(telling.run, telling.step(placed), { of: AGENT, text: content, reasoning: asText(message["reasoning_content"]) ?? "", calls: [], envelope: { ...tokensOfCompletion(asObject(value["usage"]) ?? undefined), cost_usd: telling.costOf(value) }, payload: { extra, usage_so_far: usage } });
}

function writeAction(telling: Telling, placed: Placed): string {
  const { value } = placed;
  const action = asObject(value["action"]) ?? {};
  const tool = asText(value["tool_name"]) ?? asText(action["kind"]) ?? "tool";
  const step = { ...telling.step(placed), parent: answerOf(telling, placed, tool) };
  const called = asObject(value["tool_call"]);
  const callId = asText(value["tool_call_id"]) ?? asText(called?.["id"]) ?? asText(value["id"]);
  const event = telling.run.call(step, { callId, tool, args: (asObject(unpackJson(called?.["arguments"])) ?? action) as Json });
  const id = asText(value["id"]);
  if (id !== undefined && callId !== undefined) telling.actions.set(id, callId);
  if (asText(value["security_risk"]) === "HIGH") telling.run.add("safety_check", step, { name: "security risk", policy: "security analyser", outcome: "warn", severity: "high", related: [event], tool }, { rationale: asText(value["summary"]) ?? "judged HIGH" });
  telling.ending.set(tool === "finish" ? "ok" : undefined);
  if (tool === "finish") telling.ending.output = asText(action["message"]) ?? telling.ending.output;
  return event;
}

/** The answer an action came from: actions of one response share it. */
function answerOf(telling: Telling, placed: Placed, tool: string): string {
  const responseId = asText(placed.value["llm_response_id"]);
  const known = responseId === undefined ? undefined : telling.answers.get(responseId);
  if (known !== undefined) return known;
  const event = openAnswer(telling, placed, { thought: messageText(placed.value["thought"]) ?? "", tool });
  if (responseId !== undefined) telling.answers.set(responseId, event);
  return event;
}

function openAnswer(telling: Telling, placed: Placed, { thought, tool }: { thought: string; tool: string }): string {
  const { value } = placed;
  const reasoning = asText(value["reasoning_content"]) ?? asText(asObject(value["responses_reasoning_item"])?.["summary"]) ?? thought;
  const heard = telling.run.heardBy(AGENT);
  const event = writeAnswer(telling.run, telling.step(placed), { of: AGENT, text: thought, reasoning: "", calls: [], envelope: { cost_usd: telling.costOf(value) } });
  if (reasoning !== "") telling.run.add("decision", { ...telling.step(placed), parent: event }, { name: tool, evidence: heard }, { reasoning, chosen_action: tool });
  return event;
}

function callOf(telling: Telling, value: JsonObject): string | undefined {
  return asText(value["tool_call_id"]) ?? telling.actions.get(asText(value["action_id"]) ?? "");
}

function writeObservation(telling: Telling, placed: Placed): string {
  const { value } = placed;
  const observation = asObject(value["observation"]) ?? {};
  const content = messageText(observation["content"]) ?? messageText(observation["output"]) ?? textOf(observation["result"] ?? observation["error"]);
  const exitCode = asNumber(observation["exit_code"]) ?? asNumber(asObject(observation["metadata"])?.["exit_code"]);
  const failed = observation["is_error"] === true || asText(observation["error"]) !== undefined || (exitCode !== undefined && exitCode > 0);
  const errorClass = failed ? (exitCode !== undefined && exitCode > 0 ? `Exit ${exitCode}` : toolErrorClass(content)) : undefined;
  const detail = present(Object.fromEntries(Object.entries(observation).filter(([key]) => key !== "content")));
  return telling.heard(telling.run.result(telling.step(placed), { callId: callOf(telling, value), tool: asText(value["tool_name"]), content, errorClass, more: { detail } }));
}

function writeFailed(telling: Telling, placed: Placed, error: string): string {
  const callId = callOf(telling, placed.value);
  return telling.heard(telling.run.result(telling.step(placed), { callId, tool: asText(placed.value["tool_name"]), content: error, errorClass: toolErrorClass(error) }));
}

function writeRejection(telling: Telling, placed: Placed): string {
  const { value } = placed;
  const reason = asText(value["rejection_reason"]) ?? "the user rejected the action";
  const callId = callOf(telling, value);
  const event = telling.heard(telling.run.result(telling.step(placed), { callId, tool: asText(value["tool_name"]), content: reason, errorClass: "UserRejected" }));
  const call = telling.run.eventOfCall(callId);
  telling.run.add("safety_check", telling.step(placed), { name: "user approval", policy: "user approval", outcome: "denied", severity: "low", related: call === undefined ? [event] : [call, event] }, { rationale: reason, blocked_action: asText(value["tool_name"]) });
  return event;
}

function writeBreak(telling: Telling, placed: Placed): string {
  const message = asText(placed.value["detail"]) ?? asText(placed.value["error"]) ?? "the conversation broke off";
  const errorClass = asText(placed.value["code"]) ?? apiErrorClass(message);
  telling.ending.set("error", errorClass);
  return telling.add("error", placed, { name: "conversation failed", outcome: "error", error_class: errorClass }, { message });
}
