import type { Json } from "../../event.ts";
import { itemsOf, placeWithin, readJson } from "../kit/documents.ts";
import { asList, asObject, asText, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { ImportFile, ImportSink, SourcePlace } from "../types.ts";

/** One line of a rollout, whatever its version, as `{type, payload}`. */
export interface RolloutRecord {
  readonly type: string;
  readonly payload: JsonObject;
  readonly timeUs: number | undefined;
  readonly source: SourcePlace;
  /** True if it is only a part of a line, which another part stands for in the count. */
  readonly isPart?: boolean;
}

/** Types of lines of the present layout. */
export const LINE_TYPES: ReadonlySet<string> = new Set(["session_meta", "response_item", "event_msg", "turn_context", "compacted", "world_state", "inter_agent_communication", "inter_agent_communication_metadata", "token_usage_record", "item_meta"]);

/** Items of the model's view, which older layouts write as lines of their own. */
export const ITEM_TYPES: ReadonlySet<string> = new Set(["message", "reasoning", "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "local_shell_call", "local_shell_call_output", "web_search_call", "image_generation_call", "tool_search_call", "tool_search_output", "ghost_snapshot", "compaction", "compaction_summary"]);

/** Reads the lines of a rollout of any version; a whole-document one by its items. */
export async function readRollout(file: ImportFile, sink: ImportSink): Promise<RolloutRecord[]> {
  const records: RolloutRecord[] = [];
  for await (const { value, source } of readJson(file, sink)) {
    const document = asObject(value);
    const items = asList(document?.["items"]);
    if (document !== undefined && items.length > 0) {
      add(records, { type: "session_meta", payload: asObject(document["session"]) ?? {} }, source, sink);
      for (const [index, item] of items.entries()) add(records, item, placeWithin(source, "items", index), sink);
    } else if (Array.isArray(value) && source.line === undefined) {
      for (const item of itemsOf({ value, source })) add(records, item.value, item.source, sink);
    } else add(records, value, source, sink);
  }
  return records;
}

function add(records: RolloutRecord[], value: Json, source: SourcePlace, sink: ImportSink): void {
  const line = asObject(value);
  if (line === undefined) return sink.skipped(source, "not_an_object", "a line that is no record of a rollout");
  const { type, payload } = shapeOf(line);
  records.push({ type, payload, timeUs: unixMicros(line["timestamp"]) ?? unixMicros(payload["timestamp"]), source });
}

function shapeOf(line: JsonObject): { readonly type: string; readonly payload: JsonObject } {
  const type = asText(line["type"]);
  const payload = asObject(line["payload"]);
  if (type !== undefined && payload !== undefined) return { type, payload };
  if (type !== undefined && ITEM_TYPES.has(type)) return { type: "response_item", payload: line };
  const message = asObject(line["msg"]);
  if (message !== undefined) return { type: "event_msg", payload: message };
  if (type === undefined && asText(line["id"]) !== undefined && ("instructions" in line || "timestamp" in line)) return { type: "session_meta", payload: line };
  return { type: type ?? asText(line["record_type"]) ?? "unknown", payload: line };
}
