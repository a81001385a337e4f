import type { Json } from "../../event.ts";
import { toolErrorClass } from "../agent-run/error-class.ts";
import { asList, asNumber, asObject, asText, lookUp, present, textOf as jsonOf, type JsonObject } from "../kit/read.ts";
import { durationOf, endFailed } from "./items.ts";
import type { RolloutRecord } from "./records.ts";
import type { Rollout } from "./rollout.ts";

/** What a call that ran inside another one was of, by the type of the record that tells of its end. */
const TOOLS: Readonly<Record<string, string>> = {
  exec_command_end: "shell",
  CommandExecution: "shell",
  patch_apply_end: "apply_patch",
  FileChange: "apply_patch",
  web_search_end: "web_search",
  WebSearch: "web_search",
  Extension: "web_search",
  McpToolCall: "mcp_tool",
  mcp_tool_call_end: "mcp_tool",
};

const ARGUMENTS: readonly string[] = ["command", "cwd", "query", "action", "arguments"];
const SAID: readonly string[] = [...ARGUMENTS, "type", "id", "call_id", "turn_id", "invocation", "aggregated_output", "formatted_output"];

/** True for records that tell of a call and its result in one. */
export function isNestedEnd(type: string): boolean {
  return Object.hasOwn(TOOLS, type);
}

/**
 * Writes a call that only the display log tells of, with its result: the model's log has the script, or the command,
 * that it ran inside of. It stands below that call, unless that is over.
 */
export function writeNested(rollout: Rollout, record: RolloutRecord, facts: JsonObject): void {
  const { lastCall } = rollout;
  const isOpen = lastCall !== undefined && !rollout.run.isAnswered(lastCall);
  const step = { ...rollout.step(record), parent: (isOpen ? rollout.run.eventOfCall(lastCall) : undefined) ?? rollout.start };
  const given = asText(facts["call_id"]) ?? asText(facts["id"]);
  const callId = given ?? `nested ${JSON.stringify(record.source)}`;
  const durationMs = durationOf(facts["duration"]) ?? asNumber(facts["duration_ms"]);
  const begun = durationMs === undefined || record.timeUs === undefined ? step : { ...step, timeUs: record.timeUs - Math.round(durationMs * 1000) };
  rollout.run.call(begun, { callId, tool: toolOf(facts), args: argumentsOf(facts), isOwnId: given === undefined });
  const exitCode = asNumber(facts["exit_code"]);
  const content = outputOf(facts);
  const failed = endFailed(facts) || facts["status"] === "failed" || facts["status"] === "declined" || (exitCode !== undefined && exitCode !== 0);
  const errorClass = failed ? (exitCode === undefined ? toolErrorClass(content) : `Exit ${exitCode}`) : undefined;
  const detail = present(Object.fromEntries(Object.entries(facts).filter(([key]) => !SAID.includes(key))));
  rollout.run.result(step, { callId, content, errorClass, durationMs, more: { detail } });
  rollout.became(record);
}

function toolOf(facts: JsonObject): string {
  const invocation = asObject(facts["invocation"]) ?? facts;
  const type = asText(facts["type"]);
  if (type === "Extension" && asObject(facts["action"]) === undefined) return asText(facts["kind"]) ?? "extension";
  return asText(invocation["tool"]) ?? lookUp(TOOLS, type) ?? "tool";
}

function argumentsOf(facts: JsonObject): Json {
  const invocation = asObject(facts["invocation"]);
  if (invocation !== undefined) return (invocation["arguments"] ?? {}) as Json;
  const files = Object.keys(asObject(facts["changes"]) ?? {});
  const said = Object.fromEntries(ARGUMENTS.map((key) => [key, facts[key]]));
  return (present({ ...said, files: files.length > 0 ? files : undefined }) ?? {}) as Json;
}

function outputOf(facts: JsonObject): string {
  const result = asObject(facts["result"]);
  const returned = asObject(result?.["Ok"]) ?? result;
  const texts = asList(returned?.["content"]).map((part) => asText(asObject(part)?.["text"]) ?? "").filter((text) => text !== "");
  const said = asText(facts["aggregated_output"]) ?? asText(facts["formatted_output"]) ?? [asText(facts["stdout"]), asText(facts["stderr"])].filter((text) => text !== undefined).join("\n");
  return said !== "" ? said : texts.length > 0 ? texts.join("\n") : jsonOf((result?.["Err"] ?? facts["results"] ?? facts["result"]) as Json | undefined);
}
