import type { Json } from "../../event.ts";
import { asCount, asList, asNumber, asObject, asText, lookUp, present, textOf, type JsonObject } from "../kit/read.ts";
import { normaliseMessages } from "../messages/normalise.ts";
import type { SpanFacts, SpanRole } from "../spans/span.ts";
import { readScore } from "./scores.ts";

/** What an event of a sample says, as facts and a name. `mapped` are the members in them. */
interface EventReading {
  readonly role: SpanRole;
  readonly name: string;
  readonly facts: SpanFacts;
  readonly mapped: readonly string[];
}

type Reader = (event: JsonObject, context: ReadContext) => EventReading;

/** What readers need of the sample around an event. */
export interface ReadContext {
  /** Messages that events refer to by position. */
  readonly pool: readonly Json[];
}

const READERS: Readonly<Record<string, Reader>> = {
  model: readModel,
  tool: readTool,
  score: (event) => ({ role: "evaluator", name: "score", facts: readScore(event["score"] ?? null), mapped: ["score"] }),
  score_edit: (event) => ({ role: "evaluator", name: asText(event["score_name"]) ?? "score edit", facts: readScore(event["edit"] ?? null), mapped: ["edit"] }),
  step: readOpening,
  span_begin: readOpening,
  subtask: (event) => ({ role: "chain", name: asText(event["name"]) ?? "subtask", facts: inOut(event), mapped: ["name", "input", "result"] }),
  approval: readApproval,
  input: (event) => ({ role: "human", name: "input", facts: { input: event["input"] ?? null }, mapped: ["input"] }),
  error: readError,
  sample_limit: (event) => ({ role: "alert", name: `limit: ${asText(event["type"]) ?? "reached"}`, facts: said(event["message"]), mapped: ["message"] }),
  sandbox: (event) => ({ role: "event", name: `sandbox ${asText(event["action"]) ?? ""}`.trim(), facts: { ...said(event["cmd"]), input: event["input"] ?? null, output: event["output"] ?? null }, mapped: ["cmd", "input", "output"] }),
  logger: (event) => ({ role: "event", name: "log", facts: said(asObject(event["message"])?.["message"]), mapped: [] }),
  info: (event) => ({ role: "event", name: asText(event["source"]) ?? "info", facts: { input: event["data"] ?? null }, mapped: ["data"] }),
};

/** Reads an event of any kind; what this version does not know stays whole, as a log. */
export function readEvent(event: JsonObject, context: ReadContext): EventReading {
  const kind = asText(event["event"]) ?? "event";
  const reader = lookUp(READERS, kind);
  return reader?.(event, context) ?? { role: "event", name: kind, facts: {}, mapped: [] };
}

const said = (value: Json | undefined): SpanFacts => {
  const text = textOf(value);
  return text === "" ? {} : { text };
};

const inOut = (event: JsonObject): SpanFacts => ({
  ...(event["input"] !== undefined && { input: event["input"] }),
  ...(event["result"] !== undefined && { output: event["result"] }),
});

const SPAN_ROLES: Readonly<Record<string, SpanRole>> = { agent: "agent", tool: "span", scorer: "chain", solver: "chain", solvers: "chain" };

function readOpening(event: JsonObject): EventReading {
  const type = asText(event["type"]) ?? "";
  const name = asText(event["name"]) ?? type;
  const role = lookUp(SPAN_ROLES, type) ?? "span";
  return { role, name, facts: role === "agent" ? { agent: name } : {}, mapped: ["name"] };
}

/** Input that is told as positions in the sample's pool of messages. */
function referredInput(event: JsonObject, context: ReadContext): readonly Json[] {
  return asList(event["input_refs"]).flatMap((ref) => pooled(ref, context.pool));
}

function mappedInput(isRead: boolean): readonly string[] {
  return isRead ? ["input", "input_refs"] : [];
}

function modelFailure(message: string | undefined): SpanFacts {
  return message === undefined ? {} : { failed: true, error_message: message };
}

function readModel(event: JsonObject, context: ReadContext): EventReading {
  const output = asObject(event["output"]) ?? {};
  const model = asText(event["model"]) ?? asText(output["model"]) ?? "model";
  const listed = asList(event["input"]);
  const asked = normaliseMessages(listed.length > 0 ? listed : referredInput(event, context), "user");
  const answered = normaliseMessages({ choices: output["choices"] ?? [] }, "assistant");
  const tools = asList(event["tools"]);
  const facts: SpanFacts = {
    model,
    ...(asked !== undefined && { messages_in: asked.messages }),
    ...(answered !== undefined && { messages_out: answered.messages }),
    ...(answered?.stopReason !== undefined && { stop_reason: answered.stopReason }),
    ...(tools.length > 0 && { tools }),
    ...(present(asObject(event["config"]) ?? {}) && { settings: event["config"] as Json }),
    // An answer from Inspect's own cache costs nothing and is not in its totals.
    ...(event["cache"] !== "read" && readUsage(output["usage"])),
    ...modelFailure(asText(event["error"]) ?? asText(output["error"])),
  };
  return { role: "llm", name: model, facts, mapped: ["model", "tools", "config", "output", ...mappedInput(asked !== undefined || listed.length === 0)] };
}

function pooled(ref: Json, pool: readonly Json[]): readonly Json[] {
  if (typeof ref === "number") return pool.slice(ref, ref + 1);
  const [start, end] = asList(ref);
  return typeof start === "number" && typeof end === "number" ? pool.slice(start, end) : [];
}

/** Tokens as Inspect counts them; where it keeps cached input out of the input, it is put back in. */
export function readUsage(value: Json | undefined): SpanFacts {
  const usage = asObject(value);
  if (usage === undefined) return {};
  const input = asCount(usage["input_tokens"]) ?? 0;
  const output = asCount(usage["output_tokens"]) ?? 0;
  const read = asCount(usage["input_tokens_cache_read"]) ?? 0;
  const write = asCount(usage["input_tokens_cache_write"]) ?? 0;
  const reasoning = asCount(usage["reasoning_tokens"]);
  const isApart = read + write > 0 && asCount(usage["total_tokens"]) === input + output + read + write;
  const cost = asNumber(usage["total_cost"]);
  return {
    tokens_in: isApart ? input + read + write : input,
    tokens_out: output,
    ...(read > 0 && { tokens_cache_read: read }),
    ...(write > 0 && { tokens_cache_write: write }),
    ...(reasoning !== undefined && { tokens_reasoning: reasoning }),
    ...(cost !== undefined && { cost_usd: cost }),
  };
}

function readTool(event: JsonObject): EventReading {
  const error = asObject(event["error"]);
  const tool = asText(event["function"]) ?? "tool";
  const callId = asText(event["id"]);
  const facts: SpanFacts = {
    tool,
    input: event["arguments"] ?? {},
    ...(event["result"] !== undefined && { output: event["result"] }),
    ...(callId !== undefined && { call_id: callId }),
    ...(error !== undefined && { failed: true, error_class: asText(error["type"]) ?? "error", error_message: textOf(error["message"]) }),
  };
  return { role: "tool", name: tool, facts, mapped: ["function", "arguments", "result", "id", "error", "events"] };
}

function readApproval(event: JsonObject): EventReading {
  const policy = asText(event["approver"]) ?? "approval";
  const passed = event["decision"] === "approve" || event["decision"] === "modify";
  return { role: "guardrail", name: policy, facts: { policy, passed, input: event["call"] ?? null, ...said(event["explanation"]) }, mapped: ["approver", "call", "explanation"] };
}

function readError(event: JsonObject): EventReading {
  const error = asObject(event["error"]) ?? {};
  const message = asText(error["message"]);
  const stack = asText(error["traceback"]);
  const type = /^([A-Za-z_][\w.]{0,80})\(/.exec(message ?? "")?.[1] ?? "error";
  return { role: "error", name: type, facts: { failed: true, error_class: type, ...(message !== undefined && { error_message: message }), ...(stack !== undefined && { stack }) }, mapped: ["error"] };
}
