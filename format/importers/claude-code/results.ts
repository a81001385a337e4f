import type { Json } from "../../event.ts";
import { LOOKED_AT, toolErrorClass } from "../agent-run/error-class.ts";
import { asList, asNumber, asObject, asText, type JsonObject } from "../kit/read.ts";
import type { LogRecord } from "./records.ts";
import { blocksOf } from "./records.ts";
import type { Story } from "./story.ts";

/** Ways a person or a rule stopped a call, by what the result says. */
const STOPS: readonly { readonly pattern: RegExp; readonly errorClass: string; readonly policy: string }[] = [
  { pattern: /^(?:The user doesn't want to (?:proceed with|take) this|User rejected|The user rejected|\[Request interrupted by user for tool use)/, errorClass: "UserRejected", policy: "user approval" },
  { pattern: /^(?:Claude requested permissions? to|This command requires approval|Permission (?:to use .{1,80} )?(?:has been )?denied|This Bash command contains multiple operations\. The following part)/, errorClass: "PermissionDenied", policy: "permission rules" },
  { pattern: /\bwas blocked\. For security, Claude Code may only\b|^Permission for this action (?:has been|was) denied|(?:denied|blocked) by (?:the )?(?:permission|policy|auto mode|Claude Code)/, errorClass: "PermissionDenied", policy: "permission rules" },
  { pattern: /\bhook (?:blocking )?error\b|^(?:PreToolUse|PostToolUse)[:\w]* hook/i, errorClass: "HookBlocked", policy: "hook" },
];

/** Writes the results in a user record; true if it had any. */
export function writeResults(story: Story, record: LogRecord): boolean {
  const blocks = blocksOf(record).filter((block) => asText(block["type"])?.endsWith("tool_result") === true);
  for (const [index, block] of blocks.entries()) {
    const event = writeResult(story, record, { block, detail: blocks.length === 1 ? detailOf(record, block) : undefined, isFirst: index === 0 });
    if (index === 0) story.became(record, event);
  }
  return blocks.length > 0;
}

interface ResultBlock {
  readonly block: JsonObject;
  readonly detail: Json | undefined;
  readonly isFirst: boolean;
}

function writeResult(story: Story, record: LogRecord, { block, detail, isFirst }: ResultBlock): string {
  const callId = asText(block["tool_use_id"]);
  const content = contentOf(block["content"]);
  const text = headOf(content);
  const failed = block["is_error"] === true;
  const stop = failed ? STOPS.find(({ pattern }) => pattern.test(text)) : undefined;
  const errorClass = failed ? (stop?.errorClass ?? toolErrorClass(text)) : undefined;
  const facts = asObject(detail);
  const step = story.step(record);
  const event = story.run.result(isFirst ? { ...step, id: record.uuid } : step, {
    callId,
    content,
    errorClass,
    durationMs: asNumber(facts?.["totalDurationMs"]) ?? asNumber(facts?.["durationMs"]),
    more: { detail, extra: isFirst ? story.extraOf(record) : undefined },
  });
  story.run.hear(record.agent, event);
  const actor = story.castOf(record);
  actor.ending = undefined;
  if (stop !== undefined) writeStop(story, record, { event, callId, text, policy: stop.policy });
  return event;
}

/** A call that was stopped also stands as a safety event, so that it is found where one looks for it. */
function writeStop(story: Story, record: LogRecord, stop: { event: string; callId: string | undefined; text: string; policy: string }): void {
  const call = story.run.eventOfCall(stop.callId);
  const tool = story.run.toolOfCall(stop.callId);
  const related = call === undefined ? [stop.event] : [call, stop.event];
  const envelope = { name: stop.policy, policy: stop.policy, outcome: stop.policy === "hook" ? ("blocked" as const) : ("denied" as const), severity: "low" as const, tool, related };
  const evidence = [{ source: "tool_result", event: stop.event }];
  story.run.add("safety_check", story.step(record), envelope, { rationale: stop.text, blocked_action: tool, evidence });
  if (stop.policy === "user approval") story.ending(record, "cancelled");
}

/** What the tool itself returned, unless it is only the text the model was given. */
function detailOf(record: LogRecord, block: JsonObject): Json | undefined {
  const detail = record.value["toolUseResult"] ?? record.value["tool_use_result"];
  if (detail === undefined || detail === null) return undefined;
  if (typeof detail !== "string") return detail;
  const text = headOf(contentOf(block["content"]));
  return detail === block["content"] || text.includes(detail.replace(/^Error: /, "").slice(0, LOOKED_AT)) ? undefined : detail;
}

/** One text as text; anything more as its parts. */
function contentOf(content: Json | undefined): Json {
  const parts = asList(content);
  const only = parts.length === 1 ? asObject(parts[0]) : undefined;
  return only?.["type"] === "text" && typeof only["text"] === "string" ? only["text"] : (content ?? "");
}

function headOf(content: Json): string {
  if (typeof content === "string") return content.slice(0, LOOKED_AT);
  const first = asList(content).map((part) => asText(asObject(part)?.["text"])).find((text) => text !== undefined);
  return (first ?? "").slice(0, LOOKED_AT);
}
