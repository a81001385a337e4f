import type { Json } from "../../event.ts";
import { apiErrorClass } from "../agent-run/error-class.ts";
import { asList, asNumber, asObject, asText, lookUp, textOf, type JsonObject } from "../kit/read.ts";
import type { LogRecord } from "./records.ts";
import type { Story } from "./story.ts";

type Handler = (story: Story, record: LogRecord) => void;

/** Records of the program itself. What is in neither table stays whole, as a log. */
const BY_TYPE: Readonly<Record<string, Handler>> = {
  system: (story, record) => (lookUp(BY_SUBTYPE, asText(record.value["subtype"])) ?? writeNotice)(story, record),
  attachment: (story, record) => (lookUp(BY_ATTACHMENT, asText(asObject(record.value["attachment"])?.["type"])) ?? writeAttachment)(story, record),
  "file-history-snapshot": writeSnapshot,
  progress: writeProgress,
  summary: (story, record) => writeLog(story, record, { name: "summary", message: asText(record.value["summary"]) }),
  "queue-operation": (story, record) => writeLog(story, record, { name: `queue: ${asText(record.value["operation"]) ?? "operation"}`, message: queued(record) }),
  "permission-mode": (story, record) => writeLog(story, record, { name: `permission mode: ${asText(record.value["permissionMode"]) ?? "?"}` }),
  result: writeOutcome,
  tool_progress: (story, record) => writeLog(story, record, { name: "tool progress" }),
};

const BY_SUBTYPE: Readonly<Record<string, Handler>> = {
  api_error: writeRetry,
  compact_boundary: writeBoundary,
  microcompact_boundary: writeBoundary,
  stop_hook_summary: writeStopHooks,
  init: (story, record) => writeLog(story, record, { name: "init" }),
};

const BY_ATTACHMENT: Readonly<Record<string, Handler>> = {
  queued_command: writeQueued,
  hook_blocking_error: writeHookBlock,
  hook_stopped_continuation: writeHookBlock,
  hook_permission_decision: writeHookDecision,
  hook_non_blocking_error: (story, record) => writeHook(story, record, "warn"),
  hook_error_during_execution: (story, record) => writeHook(story, record, "warn"),
  hook_cancelled: (story, record) => writeHook(story, record, "cancelled"),
  hook_success: (story, record) => writeHook(story, record, undefined),
  hook_additional_context: (story, record) => writeHook(story, record, undefined),
  hook_system_message: (story, record) => writeHook(story, record, undefined),
};

/** Types this reader knows to be worth no more than a line of log. */
const PLAIN: ReadonlySet<string> = new Set(["last-prompt", "custom-title", "ai-title", "agent-name", "agent-color", "agent-setting", "tag", "mode", "pr-link", "worktree-state", "started", "workflow", "stream_event", "content-replacement", "attribution-snapshot", "speculation-accept", "bridge_status", "rate_limit_event", "saved_hook_context"]);

/** Writes a record that is neither the user's nor the model's. */
export function writeOther(story: Story, record: LogRecord): void {
  const handler = lookUp(BY_TYPE, record.type);
  if (handler !== undefined) return handler(story, record);
  if (!PLAIN.has(record.type)) story.sink.notice("unknown_type", `records of type ${record.type.slice(0, 60)} are not known to this reader; they are kept as logs`, record.source);
  writeLog(story, record, { name: record.type.slice(0, 200) });
}

interface LogText {
  readonly name: string;
  readonly message?: string | undefined;
}

function writeLog(story: Story, record: LogRecord, { name, message }: LogText): string {
  return story.become("log", record, { name }, message === undefined ? {} : { message });
}

const COLOUR_CODES = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]{0,20}m`, "g");

function writeNotice(story: Story, record: LogRecord): void {
  const level = asText(record.value["level"]);
  const subtype = asText(record.value["subtype"]);
  const message = textOf(record.value["content"]).replaceAll(COLOUR_CODES, "");
  const call = story.run.eventOfCall(asText(record.value["toolUseID"]));
  const isError = level === "error";
  const envelope = { name: subtype?.replaceAll("_", " ") ?? "system", related: call === undefined ? undefined : [call], outcome: isError ? ("error" as const) : level === "warning" ? ("warn" as const) : undefined, error_class: isError ? "SystemError" : undefined };
  story.become(isError ? "error" : "log", record, envelope, { message, level });
}

function writeAttachment(story: Story, record: LogRecord): void {
  const type = asText(asObject(record.value["attachment"])?.["type"]) ?? "attachment";
  story.run.hear(record.agent, writeLog(story, record, { name: type.replaceAll("_", " ") }));
}

/** What a person typed while the agent was at work, or what the program told it meanwhile. */
function writeQueued(story: Story, record: LogRecord): void {
  const attachment = asObject(record.value["attachment"]) ?? {};
  const prompt = attachment["prompt"];
  const text = typeof prompt === "string" ? prompt : asList(prompt).map((part) => asText(asObject(part)?.["text"]) ?? "").join("\n");
  const isTyped = asText(attachment["commandMode"]) === "prompt" || (attachment["commandMode"] === undefined && !/^\s*<[a-z-]+>/.test(text));
  const event = isTyped
    ? story.become("human_input", record, { name: "prompt", agent: "user" }, { content: typeof prompt === "string" ? text : prompt })
    : story.become("log", record, { name: /^\s*<task-notification>/.test(text) ? "task notification" : "queued command" }, { message: text || undefined });
  story.run.hear(record.agent, event);
}

function queued(record: LogRecord): string | undefined {
  const content = record.value["content"];
  if (typeof content === "string") return content;
  return asList(content).map((part) => asText(asObject(part)?.["text"]) ?? "").join("\n") || undefined;
}

function writeSnapshot(story: Story, record: LogRecord): void {
  const message = asText(record.value["messageId"]);
  const of = message === undefined ? undefined : story.events.get(message);
  const snapshot = asObject(record.value["snapshot"]);
  const files = Object.keys(asObject(snapshot?.["trackedFileBackups"]) ?? {}).length;
  story.become("checkpoint", record, { name: files === 1 ? "snapshot of 1 file" : `snapshot of ${files} files`, related: of === undefined ? undefined : [of] }, { checkpoint: message, state: snapshot as never });
}

/** What a sub-agent reported while it worked; where its own file is here too, that says it better. */
function writeProgress(story: Story, record: LogRecord): void {
  const data = asObject(record.value["data"]) ?? {};
  const inner = asText(asObject(data["message"])?.["uuid"]);
  if (inner !== undefined && story.links.uuids.has(inner)) return story.joined(record, story.events.get(inner) ?? story.castOf(record).start, "the sub-agent's own record says the same");
  const call = story.run.eventOfCall(asText(record.value["parentToolUseID"]) ?? asText(record.value["toolUseID"]));
  const name = asText(data["hookName"]) ?? asText(data["type"])?.replaceAll("_", " ") ?? "progress";
  story.become("log", record, { name, related: call === undefined ? undefined : [call] }, { message: asText(data["command"]) ?? asText(data["output"]) });
}

function writeRetry(story: Story, record: LogRecord): void {
  const error = record.value["error"] ?? record.value["content"];
  const [attempt, most] = [asNumber(record.value["retryAttempt"]), asNumber(record.value["maxRetries"])];
  const isLast = attempt === undefined || (most !== undefined && attempt >= most);
  const status = asNumber(asObject(error)?.["status"]);
  const errorClass = status === undefined ? apiErrorClass(textOf(error)) : `ApiError ${status}`;
  const name = attempt === undefined ? "API error" : `API error, retry ${attempt}${most === undefined ? "" : ` of ${most}`}`;
  story.become("error", record, { name, outcome: isLast ? "error" : "warn", error_class: errorClass }, { message: textOf(error) || "the request to the model failed" });
}

function writeBoundary(story: Story, record: LogRecord): void {
  const facts = asObject(record.value["compactMetadata"]) ?? asObject(record.value["microcompactMetadata"]) ?? {};
  const trigger = asText(facts["trigger"]);
  story.become("checkpoint", record, { name: `context compacted${trigger === undefined ? "" : ` (${trigger})`}` }, { checkpoint: record.uuid, state: facts });
}

function writeStopHooks(story: Story, record: LogRecord): void {
  const errors = asList(record.value["hookErrors"]);
  const prevented = record.value["preventedContinuation"] === true;
  const reason = asText(record.value["stopReason"]);
  if (prevented) story.become("safety_check", record, { name: "stop hook", policy: "stop hook", outcome: "blocked" }, { rationale: reason });
  else story.become("log", record, { name: "stop hooks", outcome: errors.length > 0 ? "warn" : undefined }, { message: errors.length > 0 ? textOf(errors) : undefined });
}

function hookName(record: LogRecord): string {
  const attachment = asObject(record.value["attachment"]) ?? {};
  return `hook ${asText(attachment["hookName"]) ?? asText(attachment["hookEvent"]) ?? ""}`.trim();
}

function hookCall(story: Story, record: LogRecord): readonly string[] | undefined {
  const call = story.run.eventOfCall(asText(asObject(record.value["attachment"])?.["toolUseID"]));
  return call === undefined ? undefined : [call];
}

function writeHook(story: Story, record: LogRecord, outcome: "warn" | "cancelled" | undefined): void {
  const attachment = asObject(record.value["attachment"]) ?? {};
  const message = [...[attachment["content"]].flat(), attachment["stdout"], attachment["stderr"]].map((said) => textOf(said as Json)).filter((said) => said !== "").join("\n");
  const event = story.become("log", record, { name: hookName(record), related: hookCall(story, record), outcome }, { message: message || undefined });
  if (attachment["type"] === "hook_additional_context") story.run.hear(record.agent, event);
}

function writeHookBlock(story: Story, record: LogRecord): void {
  const attachment = asObject(record.value["attachment"]) ?? {};
  const blocking = attachment["blockingError"] ?? attachment["message"] ?? attachment["content"];
  const rationale = asText(asObject(blocking)?.["blockingError"]) ?? textOf(blocking);
  const policy = hookName(record);
  const event = story.become("safety_check", record, { name: policy, policy, outcome: "blocked", severity: "medium", related: hookCall(story, record) }, { rationale });
  story.run.hear(record.agent, event);
}

function writeHookDecision(story: Story, record: LogRecord): void {
  const attachment: JsonObject = asObject(record.value["attachment"]) ?? {};
  const allowed = asText(attachment["decision"]) === "allow";
  const policy = hookName(record);
  story.become("safety_check", record, { name: policy, policy, outcome: allowed ? "passed" : "denied", related: hookCall(story, record) }, { rationale: asText(attachment["reason"]) ?? asText(attachment["decision"]) });
}

/** The closing record of the program's streamed output: how it ended, and what it cost. */
function writeOutcome(story: Story, record: LogRecord): void {
  if (record.value["key"] !== undefined) return void writeLog(story, record, { name: "result of an agent" });
  const failed = record.value["is_error"] === true || asText(record.value["subtype"])?.startsWith("error") === true;
  const errorClass = failed ? (asText(record.value["subtype"]) ?? "error") : undefined;
  const message = textOf(record.value["result"]);
  story.become("log", record, { name: "result", cost_usd: asNumber(record.value["total_cost_usd"]), outcome: failed ? "error" : "ok", error_class: errorClass }, { message: message || undefined });
  story.ending(record, failed ? "error" : "ok", errorClass);
}
