import type { Json } from "../../event.ts";
import { asObject, asText, lookUp, type JsonObject } from "../kit/read.ts";
import type { ImportSink } from "../types.ts";
import type { RolloutRecord } from "./records.ts";

const STREAM = /^(?:thread\.started|turn\.(?:started|completed|failed)|item\.(?:started|updated|completed))$/;

/** True for what `codex exec --json` prints. */
export function isStream(lines: readonly JsonObject[]): boolean {
  return lines.some((line) => STREAM.test(asText(line["type"]) ?? ""));
}

/** What a finished item of the stream is in terms of a rollout. */
const ITEMS: Readonly<Record<string, (item: JsonObject) => readonly JsonObject[]>> = {
  agent_message: (item) => [{ type: "message", role: "assistant", content: item["text"] }],
  reasoning: (item) => [{ type: "reasoning", summary: [item["text"] ?? ""] }],
  command_execution: (item) => callAndOutput(item, "shell", { command: item["command"] }, item["aggregated_output"]),
  file_change: (item) => callAndOutput(item, "apply_patch", { changes: item["changes"] }, item["status"]),
  mcp_tool_call: (item) => callAndOutput(item, asText(item["tool"]) ?? "tool", item["arguments"], item["error"] ?? item["result"] ?? item["status"]),
  web_search: (item) => [{ type: "web_search_call", id: item["id"], status: "completed", action: { query: item["query"] } }],
};

function callAndOutput(item: JsonObject, name: string, args: Json | undefined, output: Json | undefined): readonly JsonObject[] {
  const failed = item["status"] === "failed" || item["status"] === "declined" || (typeof item["exit_code"] === "number" && item["exit_code"] !== 0);
  return [
    { type: "function_call", name, call_id: item["id"], arguments: args ?? {} },
    { type: "function_call_output", call_id: item["id"], output: { content: output ?? "", success: !failed, metadata: { exit_code: item["exit_code"] } } },
  ];
}

/** Turns the records of a stream into those of a rollout; a rollout stays as it is. */
export function streamRecords(records: readonly RolloutRecord[], sink: ImportSink): readonly RolloutRecord[] {
  return records.some(({ type }) => STREAM.test(type)) ? records.flatMap((record) => translate(record, sink)) : records;
}

function translate(record: RolloutRecord, sink: ImportSink): readonly RolloutRecord[] {
  const made = translations(record);
  if (made.length === 0) sink.merged(record.source, "the finished item says it whole");
  return made.map(([type, payload], index) => ({ ...record, type, payload, isPart: index < made.length - 1 }));
}

type Translation = readonly [type: string, payload: JsonObject];

function translations({ type, payload }: RolloutRecord): readonly Translation[] {
  if (type === "thread.started") return [["session_meta", { id: payload["thread_id"] }]];
  if (type === "turn.completed") return completed(payload["usage"]);
  if (type === "turn.failed" || type === "error") return [["event_msg", { type: "error", message: messageOf(payload) }]];
  if (type === "item.started" || type === "item.updated") return [];
  const item = asObject(payload["item"]);
  const make = type === "item.completed" ? lookUp(ITEMS, asText(item?.["type"])) : undefined;
  if (make !== undefined && item !== undefined) return make(item).map((each) => ["response_item", each] as const);
  return [["event_msg", { ...(item ?? payload), type: (asText(item?.["type"]) ?? type).replaceAll(".", "_") }]];
}

function completed(usage: Json | undefined): readonly Translation[] {
  const done: Translation = ["event_msg", { type: "task_complete" }];
  return usage === undefined ? [done] : [["event_msg", { type: "token_count", info: { last_token_usage: usage } }], done];
}

function messageOf(payload: JsonObject): string {
  return asText(asObject(payload["error"])?.["message"]) ?? asText(payload["message"]) ?? "the turn failed";
}
