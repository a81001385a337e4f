import type { LoggedCall, Step } from "../agent-run/agent-run.ts";
import { toolErrorClass } from "../agent-run/error-class.ts";
import { asNumber, asObject, asText, present, textOf, type JsonObject } from "../kit/read.ts";
import type { Kept } from "./store.ts";
import { timeIn, type Telling } from "./telling.ts";

const REJECTED = /^(?:The user rejected permission|The user dismissed)|has specified a rule which prevents you from using/;

/** The call a part is. */
export function callOf({ value, source }: Kept): LoggedCall {
  const given = asText(value["callID"]) ?? asText(value["id"]);
  return { callId: given ?? `part ${JSON.stringify(source)}`, isOwnId: given === undefined, tool: asText(value["tool"]) ?? "tool", args: asObject(value["state"])?.["input"] };
}

/** Writes a call with what came back, and the sub-agent it started. */
export function writeTool(telling: Telling, part: Kept, step: Step): void {
  const state = asObject(part.value["state"]) ?? {};
  const logged = callOf(part);
  const { callId, tool } = logged;
  const call = telling.run.call({ ...step, timeUs: timeIn(state, "start") ?? step.timeUs }, logged);
  const metadata = asObject(state["metadata"]) ?? {};
  writeChild(telling, metadata, call);
  if (state["status"] !== "completed" && state["status"] !== "error") return;
  const error = asText(state["error"]);
  const content = error ?? textOf(state["output"]);
  const at = { ...step, timeUs: timeIn(state, "end") ?? step.timeUs };
  const isRejected = error !== undefined && REJECTED.test(error);
  const errorClass = isRejected ? "UserRejected" : failureOf(state, metadata, content);
  const detail = present({ title: state["title"], metadata: restOf(metadata, "output", "preview") });
  const result = telling.heard(telling.run.result(at, { callId, content, errorClass, more: { detail } }));
  if (isRejected) telling.run.add("safety_check", at, { name: "user approval", policy: "user approval", outcome: "denied", severity: "low", tool, related: [call, result] }, { rationale: content, blocked_action: tool });
}

function writeChild({ context, run, depth, isShallow }: Telling, metadata: JsonObject, call: string): void {
  const child = context.waiting.get(asText(metadata["sessionId"]) ?? asText(metadata["sessionID"]) ?? "");
  if (child === undefined || !isShallow) return;
  context.waiting.delete(child.id);
  context.writeBelow(child, { run, call, depth: depth + 1 });
}

function failureOf(state: JsonObject, metadata: JsonObject, content: string): string | undefined {
  if (state["status"] === "error") return toolErrorClass(content);
  const exit = asNumber(metadata["exit"]) ?? 0;
  return exit === 0 ? undefined : `Exit ${exit}`;
}

/** Members of a part that are said nowhere else. */
export function restOf(value: JsonObject, ...said: readonly string[]): JsonObject | undefined {
  return present(Object.fromEntries(Object.entries(value).filter(([key]) => !["id", "sessionID", "messageID", "type", ...said].includes(key))));
}
