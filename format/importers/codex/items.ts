import type { Json } from "../../event.ts";
import { elapsedMs, type LoggedCall } from "../agent-run/agent-run.ts";
import { toolErrorClass } from "../agent-run/error-class.ts";
import { nameAnswer } from "../agent-run/answer.ts";
import { asList, asNumber, asObject, asText, lookUp, textOf as jsonOf, unpackJson, type JsonObject } from "../kit/read.ts";
import { reasoningParts, textOf, type RolloutAnswer } from "./links.ts";
import type { RolloutRecord } from "./records.ts";
import { AGENT, restOf, type Rollout } from "./rollout.ts";

/** Members the program only passes on to its own server. */
const PASSED_THROUGH: readonly string[] = ["internal_chat_message_metadata_passthrough"];

type Writer = (rollout: Rollout, record: RolloutRecord) => void;

/** Items of the model's log. What is not in this table belongs to an answer, or is not known. */
const ITEMS: Readonly<Record<string, Writer>> = {
  message: writeMessage,
  function_call_output: writeOutput,
  custom_tool_call_output: writeOutput,
  local_shell_call_output: writeOutput,
  tool_search_output: writeOutput,
  ghost_snapshot: (rollout, record) => void rollout.become("checkpoint", record, { name: "snapshot of the files" }, { checkpoint: asText(asObject(record.payload["ghost_commit"])?.["id"]), state: asObject(record.payload["ghost_commit"]) }),
  agent_message: writeAgentMessage,
  compaction: (rollout, record) => void rollout.heard(rollout.become("checkpoint", record, { name: "context compacted" }, {})),
  compaction_summary: (rollout, record) => void rollout.heard(rollout.become("checkpoint", record, { name: "context compacted" }, {})),
};

/** Writes an item of the model's log. */
export function writeItem(rollout: Rollout, record: RolloutRecord): void {
  if (rollout.links.answers.has(record)) return writeAnswerItem(rollout, record);
  const type = asText(record.payload["type"]) ?? "item";
  const writer = lookUp(ITEMS, type);
  if (writer !== undefined) return writer(rollout, record);
  rollout.sink.notice("unknown_type", `items of type ${type.slice(0, 60)} are not known to this reader; they are kept as logs`, record.source);
  rollout.become("log", record, { name: type.slice(0, 200) }, { data: restOf(record.payload) });
}

function writeAnswerItem(rollout: Rollout, record: RolloutRecord): void {
  const answer = rollout.links.answers.get(record) as RolloutAnswer;
  const first = answer.items[0] as RolloutRecord;
  if (first === record) openAnswer(rollout, record, answer);
  else rollout.joined(record, "a further part of an answer that stands before it");
  writeCall(rollout, record, rollout.responses.get(first) ?? rollout.start);
}

/** The answer as a whole, where its first item stands; its calls follow each in their own place. */
function openAnswer(rollout: Rollout, record: RolloutRecord, { items, usage }: RolloutAnswer): void {
  const text = items.map(({ payload }) => (payload["type"] === "message" ? textOf(payload["content"]) : "")).filter((each) => each !== "").join("\n\n");
  const reasoning = items.flatMap(({ payload }) => (payload["type"] === "reasoning" ? reasoningParts(payload) : [])).join("\n\n");
  const calls = items.map(callOf).filter((call) => call !== undefined);
  const counted = elapsedMs(rollout.ending.lastTimeUs, record.timeUs);
  const envelope = { model: rollout.model, provider: rollout.provider, ...usage, duration_ms: counted, derived: counted === undefined ? undefined : ["duration_ms"] };
  const event = nameAnswer(rollout.run, rollout.step(record), { of: AGENT, text, reasoning, calls, envelope });
  rollout.responses.set(record, event);
  rollout.became(record);
  rollout.ending.set(calls.length > 0 ? undefined : "ok");
  if (text !== "") rollout.ending.output = text;
}

function callOf({ payload }: RolloutRecord): LoggedCall | undefined {
  const type = asText(payload["type"]) ?? "";
  const callId = asText(payload["call_id"]) ?? asText(payload["id"]);
  if (type === "function_call") return { callId, tool: toolName(payload), args: unpackJson(payload["arguments"]) };
  if (type === "custom_tool_call") return { callId, tool: toolName(payload), args: { input: payload["input"] } };
  if (type === "local_shell_call") return { callId, tool: "local_shell", args: payload["action"] };
  return type.endsWith("_call") ? { callId, tool: type.slice(0, -"_call".length), args: payload["action"] ?? restOf(payload, "id", "call_id", "status") } : undefined;
}

function toolName(payload: JsonObject): string {
  const name = asText(payload["name"]) ?? "tool";
  const namespace = asText(payload["namespace"]);
  return namespace === undefined ? name : `${namespace}.${name}`;
}

function writeCall(rollout: Rollout, record: RolloutRecord, response: string): void {
  const call = callOf(record);
  if (call === undefined) return;
  const step = { ...rollout.step(record), parent: response };
  rollout.run.call(step, call);
  rollout.lastCall = call.callId;
  // Searches of the provider's own come back inside the answer: there is no output to wait for.
  const isOwn = record.payload["type"] === "web_search_call" || record.payload["type"] === "image_generation_call";
  if (isOwn && call.callId !== undefined && !rollout.links.outputs.has(call.callId)) {
    const failed = record.payload["status"] === "failed";
    rollout.run.result(step, { callId: call.callId, content: asText(record.payload["status"]) ?? "completed", errorClass: failed ? "ToolError" : undefined });
  }
}

/** What the program puts before the model in the user's name. */
const INSERTED = /^\s*(?:<(?:environment_context|user_instructions|turn_aborted|INSTRUCTIONS|skill|permissions[ _]instructions|collaboration_mode|model_switch|personality_spec|subagent_notification|apps_instructions|plugins_instructions|realtime_[a-z]+|user_action|recommended_plugins)[\s>]|# AGENTS\.md instructions)/;
const REQUEST = /## My request for Codex:\s*/;

/** What a person typed in a text of the user's; undefined for what the program put in. */
export function typedIn(text: string): string | undefined {
  if (text.trim() === "" || INSERTED.test(text)) return undefined;
  return text.split(REQUEST).at(-1);
}

function writeMessage(rollout: Rollout, record: RolloutRecord): void {
  const { payload } = record;
  const role = asText(payload["role"]) ?? "user";
  const text = textOf(payload["content"]);
  if (role !== "user") return void rollout.heard(rollout.become("prompt_policy", record, { name: `${role} prompt`, policy: `${role} prompt` }, { content: text }));
  if (typedIn(text) === undefined && text !== "") return void rollout.heard(rollout.become("log", record, { name: "context" }, { message: text }));
  const others = asList(payload["content"]).filter((part) => asText(asObject(part)?.["text"]) === undefined);
  rollout.ending.set(undefined);
  rollout.heard(rollout.become("human_input", record, { name: "prompt", agent: "user" }, { content: others.length > 0 ? payload["content"] : text }));
}

/** What another agent of the same program says to this one, or this one to it. */
function writeAgentMessage(rollout: Rollout, record: RolloutRecord): void {
  const { payload } = record;
  const from = asText(payload["author"]);
  const envelope = { name: from === undefined ? "message between agents" : `message from ${from.slice(0, 80)}`, agent: from, to: asText(payload["recipient"]) };
  rollout.heard(rollout.become("agent_turn", record, envelope, { content: textOf(payload["content"]), extra: restOf(payload, "author", "recipient", "content", "id", ...PASSED_THROUGH) }));
}

const REJECTED = /^(?:exec command|patch|command|tool call)?\s*(?:was )?(?:rejected by (?:the )?user|denied by (?:the )?user)|^(?:user (?:rejected|denied)|aborted by user)|rejected by user approval settings/i;
const SANDBOXED = /^(?:failed in sandbox|sandbox (?:denied|error)|command failed in sandbox)|\bsandbox denied exec\b/i;
const EXIT = /^(?:[^\n]*\n){0,4}?(?:Exit code: |Process exited with code )(-?\d{1,5})/;

/** What an output says of itself: plain text, text with an exit code in front, or JSON with metadata. */
interface Output {
  readonly content: Json;
  readonly text: string;
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
  readonly isFailure: boolean;
}

function readOutput(output: Json | undefined, end: JsonObject | undefined): Output {
  const unpacked = asObject(unpackJson(output)) ?? {};
  const metadata = asObject(unpacked["metadata"]) ?? {};
  const given = unpacked["output"] ?? unpacked["content"] ?? output ?? "";
  const text = textOf(given) || jsonOf(given);
  const content = isAllText(given) ? text : given;
  const exitCode = asNumber(metadata["exit_code"]) ?? asNumber(EXIT.exec(text.slice(0, 600))?.[1]) ?? asNumber(end?.["exit_code"]);
  const isFailure = unpacked["success"] === false || saysFailed(text, exitCode, end);
  return { content, text, exitCode, durationMs: durationOf(end?.["duration"]) ?? secondsToMs(metadata["duration_seconds"]), isFailure };
}

/** How the output of a script that calls tools begins if it broke off. */
const SCRIPT_FAILED = /^Script (?:failed|timed out|terminated)\b/;

function saysFailed(text: string, exitCode: number | undefined, end: JsonObject | undefined): boolean {
  return (exitCode ?? 0) !== 0 || endFailed(end) || SCRIPT_FAILED.test(text);
}

function isAllText(value: Json): boolean {
  const parts = asList(value);
  return parts.length > 0 && parts.every((part) => typeof asObject(part)?.["text"] === "string");
}

function secondsToMs(value: Json | undefined): number | undefined {
  const seconds = asNumber(value);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** Who stopped a call, if its output says that somebody did. */
function stopperOf(text: string): { readonly policy: string; readonly errorClass: string } | undefined {
  if (isRejection(text)) return { policy: "user approval", errorClass: "UserRejected" };
  return SANDBOXED.test(text) ? { policy: "sandbox", errorClass: "SandboxDenied" } : undefined;
}

function failureOf({ isFailure, exitCode, text }: Output): string | undefined {
  if (!isFailure) return undefined;
  return exitCode !== undefined && exitCode !== 0 ? `Exit ${exitCode}` : toolErrorClass(text);
}

function writeOutput(rollout: Rollout, record: RolloutRecord): void {
  const { payload } = record;
  const callId = asText(payload["call_id"]) ?? asText(payload["id"]);
  const end = rollout.links.ends.get(callId ?? "");
  const output = readOutput(payload["output"] ?? payload["tools"], end);
  const stopper = stopperOf(output.text);
  const detail = end === undefined ? undefined : restOf(end, "call_id", "turn_id", "aggregated_output", "formatted_output");
  const more = { detail, extra: restOf(payload, "call_id", "output", "id", "status", "tools", ...PASSED_THROUGH) };
  const event = rollout.heard(rollout.run.result(rollout.step(record), { callId, content: output.content, errorClass: stopper?.errorClass ?? failureOf(output), durationMs: output.durationMs, more }));
  rollout.became(record);
  rollout.ending.set(undefined);
  if (stopper !== undefined) writeStop(rollout, record, { event, callId, rationale: output.text, policy: stopper.policy });
}

/** True if an output says that a person stopped the call. */
export function isRejection(text: string): boolean {
  return REJECTED.test(text.slice(0, 300));
}

/** True if a record of the display log says that a call failed. */
export function endFailed(end: JsonObject | undefined): boolean {
  const result = asObject(end?.["result"]) ?? {};
  const returned = asObject(result["Ok"]) ?? {};
  return end?.["success"] === false || "Err" in result || returned["isError"] === true || returned["is_error"] === true;
}

function writeStop(rollout: Rollout, record: RolloutRecord, stop: { event: string; callId: string | undefined; rationale: string; policy: string }): void {
  const call = rollout.run.eventOfCall(stop.callId);
  const tool = rollout.run.toolOfCall(stop.callId);
  const related = call === undefined ? [stop.event] : [call, stop.event];
  rollout.run.add("safety_check", rollout.step(record), { name: stop.policy, policy: stop.policy, outcome: stop.policy === "sandbox" ? "blocked" : "denied", severity: "low", tool, related }, { rationale: stop.rationale.slice(0, 2000), blocked_action: tool });
}

/** A duration as the display log writes it: `{secs, nanos}`, or text such as `1.5s`. */
export function durationOf(value: Json | undefined): number | undefined {
  const parts = asObject(value);
  if (parts !== undefined) return (asNumber(parts["secs"]) ?? 0) * 1000 + (asNumber(parts["nanos"]) ?? 0) / 1e6;
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(asText(value) ?? "");
  return match === null ? undefined : Number(match[1]) * (match[2] === "s" ? 1000 : 1);
}
