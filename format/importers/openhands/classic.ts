import type { Json } from "../../event.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { apiErrorClass, toolErrorClass } from "../agent-run/error-class.ts";
import { tokensOfCompletion } from "../agent-run/usage.ts";
import { asList, asNumber, asObject, asText, lookUp, present, textOf, type JsonObject } from "../kit/read.ts";
import { AGENT, messageText, type Placed, type Telling } from "./run.ts";

/** Writes an event of OpenHands 0.x: an action, or the observation it caused. Returns the event that stands for it. */
export function writeClassic(telling: Telling, placed: Placed): string {
  const action = asText(placed.value["action"]);
  if (action !== undefined) return writeAction(telling, placed, action);
  return writeObservation(telling, placed, asText(placed.value["observation"]) ?? "observation");
}

type Writer = (telling: Telling, placed: Placed) => string;

/** Actions that are no use of a tool. */
const ACTIONS: Readonly<Record<string, Writer>> = {
  message: (telling, placed) => (placed.value["source"] === "user" ? writePrompt(telling, placed) : writeMessage(telling, placed)),
  system: (telling, placed) => telling.heard(telling.add("prompt_policy", placed, { name: "system prompt", policy: "system prompt" }, { content: argsOf(placed)["content"], tools: argsOf(placed)["tools"] })),
  change_agent_state: (telling, placed) => telling.add("log", placed, { name: `state: ${asText(argsOf(placed)["agent_state"]) ?? "?"}` }, { message: asText(placed.value["message"]) }),
  null: (telling, placed) => telling.add("log", placed, { name: "no action" }, {}),
  finish: writeFinish,
  reject: writeFinish,
  condensation: (telling, placed) => telling.heard(telling.add("checkpoint", placed, { name: "history condensed" }, { memory: argsOf(placed)["summary"], state: present(argsOf(placed)) })),
  condensation_request: (telling, placed) => telling.add("log", placed, { name: "condensation asked for" }, {}),
};

function argsOf({ value }: Placed): JsonObject {
  return asObject(value["args"]) ?? {};
}

function writeAction(telling: Telling, placed: Placed, action: string): string {
  telling.ending.set(undefined);
  const writer = lookUp(ACTIONS, action) ?? writeUse;
  const event = writer(telling, placed);
  const id = idOf(placed.value["id"]);
  if (id !== undefined && !telling.actions.has(id)) telling.actions.set(id, event);
  return event;
}

function idOf(value: Json | undefined): string | undefined {
  return typeof value === "number" ? String(value) : asText(value);
}

function writePrompt(telling: Telling, placed: Placed): string {
  const args = argsOf(placed);
  const images = asList(args["image_urls"]);
  const content = args["content"] ?? placed.value["message"];
  return telling.heard(telling.run.add("human_input", { ...telling.step(placed), agent: "user" }, { name: "prompt" }, { content, image_urls: images.length > 0 ? images : undefined }));
}

function writeMessage(telling: Telling, placed: Placed): string {
  const text = asText(argsOf(placed)["content"]) ?? asText(placed.value["message"]) ?? "";
  telling.ending.set("ok");
  if (text !== "") telling.ending.output = text;
  return answer(telling, placed, text);
}

/** The end of the work: what the agent says of it is the answer, not the use of a tool. */
function writeFinish(telling: Telling, placed: Placed): string {
  const args = argsOf(placed);
  const text = asText(args["final_thought"]) ?? asText(asObject(args["outputs"])?.["content"]) ?? asText(placed.value["message"]) ?? asText(args["thought"]) ?? "";
  const event = answer(telling, placed, text, { action: placed.value["action"], task_completed: args["task_completed"], outputs: present(asObject(args["outputs"]) ?? {}) });
  telling.ending.set(placed.value["action"] === "reject" ? "refused" : args["task_completed"] === "false" ? "failed" : "ok");
  if (text !== "") telling.ending.output = text;
  return event;
}

/** The model's answer behind an action; several actions may come from one, which is then counted once. */
function answer(telling: Telling, placed: Placed, text: string, more: JsonObject = {}): string {
  const response = responseOf(placed.value);
  const id = asText(response?.["id"]);
  if (id !== undefined && telling.answers.has(id)) return telling.add("agent_turn", placed, { name: "said" }, { content: text, ...more });
  const choice = asObject(asList(response?.["choices"])[0]);
  const said = asObject(choice?.["message"]);
  const event = writeAnswer(telling.run, telling.step(placed), {
    of: AGENT,
    text: text || (messageText(said?.["content"]) ?? ""),
    reasoning: asText(said?.["reasoning_content"]) ?? "",
    calls: [],
    envelope: { model: asText(response?.["model"]), ...tokensOfCompletion(response?.["usage"]), cost_usd: telling.costOf(placed.value) },
    payload: { stop_reason: choice?.["finish_reason"], ...more },
  });
  if (id !== undefined) telling.answers.set(id, event);
  return event;
}

function responseOf(value: JsonObject): JsonObject | undefined {
  return asObject(asObject(value["tool_call_metadata"])?.["model_response"]);
}

/** An action that uses a tool: the answer it came from, the thought as a decision, the call. */
function writeUse(telling: Telling, placed: Placed): string {
  const { value } = placed;
  const { thought, ...args } = argsOf(placed);
  const { tool, callId, isOwnId } = useOf(telling, placed);
  const heard = telling.run.heardBy(AGENT);
  const answered = answerOf(telling, placed, asText(thought) ?? "");
  const step = { ...telling.step(placed), parent: answered?.event ?? telling.start };
  const isFirst = answered === undefined || answered.isNew;
  if (isFirst && asText(thought) !== undefined) telling.run.add("decision", step, { name: tool, evidence: heard }, { reasoning: asText(thought), chosen_action: tool });
  const event = telling.run.call({ ...step, agent: value["source"] === "user" ? "user" : AGENT }, { callId, tool, args: argumentsOf(value, args), isOwnId });
  if (args["security_risk"] === 2 || args["security_risk"] === "HIGH") telling.run.add("safety_check", step, { name: "security risk", policy: "security analyser", outcome: "warn", severity: "high", related: [event], tool }, { rationale: `judged ${textOf(args["security_risk"])}` });
  telling.actions.set(`call ${event}`, callId);
  return event;
}

function useOf(telling: Telling, placed: Placed): { readonly tool: string; readonly callId: string; readonly isOwnId: boolean } {
  const metadata = asObject(placed.value["tool_call_metadata"]);
  const given = asText(metadata?.["tool_call_id"]);
  return {
    isOwnId: given === undefined,
    tool: asText(metadata?.["function_name"]) ?? asText(argsOf(placed)["name"]) ?? asText(placed.value["action"]) ?? "action",
    callId: given ?? `action ${idOf(placed.value["id"]) ?? telling.actions.size}`,
  };
}

/** The answer a use of a tool came from, if the event tells of one. */
function answerOf(telling: Telling, placed: Placed, said: string): { readonly event: string; readonly isNew: boolean } | undefined {
  const response = responseOf(placed.value);
  if (response === undefined) return void telling.run.takeHeard(AGENT);
  const known = telling.answers.get(asText(response["id"]) ?? "");
  return known === undefined ? { event: answer(telling, placed, said), isNew: true } : { event: known, isNew: false };
}

function argumentsOf(value: JsonObject, args: JsonObject): Json {
  const metadata = asObject(value["tool_call_metadata"]);
  return metadata?.["function_name"] === undefined ? (args as Json) : { ...callArguments(metadata, responseOf(value)), action: args as Json };
}

/** The arguments as the model wrote them: what OpenHands made of them stands beside. */
function callArguments(metadata: JsonObject | undefined, response: JsonObject | undefined): JsonObject {
  const calls = asList(asObject(asObject(asList(response?.["choices"])[0])?.["message"])?.["tool_calls"]).map(asObject);
  const own = asObject(calls.find((call) => call?.["id"] === metadata?.["tool_call_id"])?.["function"])?.["arguments"];
  if (typeof own !== "string") return {};
  try {
    return asObject(JSON.parse(own)) ?? {};
  } catch {
    return { arguments: own };
  }
}

const OBSERVATIONS: Readonly<Record<string, Writer>> = {
  agent_state_changed: writeState,
  null: (telling, placed) => telling.add("log", placed, { name: "no observation" }, {}),
  condense: (telling, placed) => telling.heard(telling.add("checkpoint", placed, { name: "history condensed" }, { memory: placed.value["content"] })),
};

function writeState(telling: Telling, placed: Placed): string {
  const extras = asObject(placed.value["extras"]) ?? {};
  const state = asText(extras["agent_state"]) ?? "?";
  const reason = asText(extras["reason"]) ?? "";
  if (state === "error") {
    const errorClass = apiErrorClass(reason);
    telling.ending.set("error", errorClass);
    return telling.add("error", placed, { name: "agent failed", outcome: "error", error_class: errorClass }, { message: reason || asText(placed.value["content"]) || "the agent went into its error state" });
  }
  if (state === "stopped") telling.ending.set("cancelled");
  if (state === "finished") telling.ending.set(telling.ending.outcome ?? "ok");
  return telling.add("log", placed, { name: `state: ${state}` }, { message: reason || asText(placed.value["content"]), data: Object.keys(extras).length > 1 ? extras : undefined });
}

function writeObservation(telling: Telling, placed: Placed, kind: string): string {
  const writer = lookUp(OBSERVATIONS, kind);
  if (writer !== undefined) return writer(telling, placed);
  const { value } = placed;
  const cause = telling.actions.get(idOf(value["cause"]) ?? "");
  const callId = asText(asObject(value["tool_call_metadata"])?.["tool_call_id"]) ?? telling.actions.get(`call ${cause ?? ""}`);
  const content = asText(value["content"]) ?? "";
  if (callId === undefined && kind === "error") return writeError(telling, placed, content);
  const rejected = kind === "user_rejected";
  const errorClass = rejected ? "UserRejected" : failureOf(value, kind, content);
  const detail = present({ ...asObject(value["extras"]), success: value["success"] });
  const event = telling.heard(telling.run.result(telling.step(placed), { callId, tool: callId === undefined ? kind : undefined, content, errorClass, more: { detail } }));
  if (rejected) telling.run.add("safety_check", telling.step(placed), { name: "user approval", policy: "user approval", outcome: "denied", severity: "low", related: cause === undefined ? [event] : [cause, event] }, { rationale: content, blocked_action: telling.run.toolOfCall(callId) });
  return event;
}

function writeError(telling: Telling, placed: Placed, content: string): string {
  return telling.heard(telling.add("error", placed, { name: "error", outcome: "error", error_class: toolErrorClass(content) }, { message: content || asText(placed.value["message"]) }));
}

/** Why an observation is a failure: it says so, or the command's exit code does (-1 stands for one still running). */
function failureOf(value: JsonObject, kind: string, content: string): string | undefined {
  const extras = asObject(value["extras"]) ?? {};
  const exitCode = asNumber(asObject(extras["metadata"])?.["exit_code"]) ?? asNumber(extras["exit_code"]);
  if (kind === "error") return toolErrorClass(content);
  if (exitCode !== undefined && exitCode > 0) return `Exit ${exitCode}`;
  if (extras["error"] === true || content.startsWith("ERROR:")) return toolErrorClass(content.replace(/^ERROR:\s*/, ""));
  return value["success"] === false && exitCode !== -1 ? toolErrorClass(content) : undefined;
}
