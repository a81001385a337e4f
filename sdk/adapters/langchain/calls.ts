import { asList, asObject, asText, unpackJson, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { Json } from "../../../format/event.ts";
import { classOfError } from "../../kinds/thrown.ts";
import { usageOf } from "../../shapes/usage.ts";
import { ModelCall } from "../kit/model-call.ts";
import { messagesOf, others, saidIn } from "../kit/said.ts";
import { scopeOfCall } from "../kit/scopes.ts";
import { isSteering } from "./chain.ts";
import { nodes, type Node } from "./node.ts";

/** Where a run stands: under its parent, or, outside of any, in the scope of the running code. */
function placeOf(parentRun: unknown): Pick<Node, "ctx"> & Partial<Node> {
  return nodes.get(parentRun) ?? { ctx: scopeOfCall() };
}

/** A model is asked. */
export function startModel(args: readonly unknown[]): void {
  const [, messages, run, parentRun, extra, , metadata] = args;
  const params = asObject(asObject(extra)?.["invocation_params"]) ?? {};
  const about = asObject(metadata) ?? {};
  const place = placeOf(parentRun);
  const first = asList(messages)[0];
  const call = new ModelCall(place.ctx, {
    parent: place.event,
    model: asText(params["model"]) ?? asText(params["model_name"]) ?? asText(about["ls_model_name"]),
    provider: asText(about["ls_provider"]),
    messages: messagesOf(first) ?? [],
    tools: Array.isArray(params["tools"]) && params["tools"].length > 0 ? (params["tools"] as readonly unknown[]) : undefined,
    settings: others(params, "model", "model_name", "tools", "_type"),
  });
  nodes.add(run, { ctx: place.ctx, event: call.request, under: place.event, call, startMs: performance.now() });
}

/** The next piece of an answer comes. */
export function continueModel(run: unknown): void {
  nodes.get(run)?.call?.first();
}

/** A model answers. */
export function endModel(result: unknown, run: unknown): void {
  const node = nodes.take(run);
  if (node?.call === undefined) return;
  const generation = asObject(asList(asList(asObject(result)?.["generations"])[0])[0]);
  const message = asObject(generation?.["message"]);
  const about = { ...asObject(message?.["response_metadata"]), ...asObject(generation?.["generationInfo"]) } as JsonObject;
  const stopReason = stopReasonIn(about);
  const answer = node.call.end({
    ...saidIn(message ?? { role: "assistant", content: generation?.["text"] ?? "" }),
    ...modelNamed(about),
    stopReason,
    usage: usageOf(message ?? {}) ?? usageOf({ usage: tokenUsage(result) }),
  });
  const reason = node.call.refusal ?? refusalIn(message, stopReason);
  if (reason !== undefined) node.ctx.recordRefusal({ reason, parent: node.under, upstream: answer === undefined ? [] : [answer] });
}

function stopReasonIn(about: JsonObject): string | undefined {
  return asText(about["finish_reason"]) ?? asText(about["stop_reason"]) ?? asText(about["status"]);
}

const DECLINED: ReadonlySet<string> = new Set(["content_filter", "refusal", "SAFETY"]);

function refusalIn(message: JsonObject | undefined, stopReason: string | undefined): string | undefined {
  return asText(asObject(message?.["additional_kwargs"])?.["refusal"]) ?? (stopReason !== undefined && DECLINED.has(stopReason) ? stopReason : undefined);
}

function modelNamed(about: JsonObject): { readonly model?: string } {
  const model = asText(about["model_name"]) ?? asText(about["model"]);
  return model === undefined ? {} : { model };
}

/** Older models put their counts beside the answer. */
function tokenUsage(result: unknown): JsonObject | undefined {
  const counts = asObject(asObject(asObject(result)?.["llmOutput"])?.["tokenUsage"]);
  return counts === undefined ? undefined : { inputTokens: counts["promptTokens"], outputTokens: counts["completionTokens"] };
}

/** A model call fails. */
export function failModel(error: unknown, run: unknown): void {
  const node = nodes.take(run);
  node?.call?.end(classOfError(error) === "AbortError" ? { outcome: "cancelled" } : { error });
}

/** A tool is called. */
export function startTool(args: readonly unknown[]): void {
  const [tool, input, run, parentRun, , , runName, callId] = args;
  const place = placeOf(parentRun);
  const name = asText(runName) ?? asText(asObject(tool)?.["name"]) ?? asText(asList(asObject(tool)?.["id"]).at(-1)) ?? "tool";
  const event = place.ctx.recordToolCall(name, argumentsOf(input), { parent: place.event, callId: asText(callId) });
  nodes.add(run, { ctx: place.ctx, event, under: place.event, startMs: performance.now() });
}

/** A tool may get the whole call of the model instead of its arguments. */
function argumentsOf(input: unknown): unknown {
  const read = unpackJson(input as Json);
  const call = asObject(read);
  return call?.["type"] === "tool_call" && "args" in call ? call["args"] : read;
}

/** A tool gives its result; a tool's message may say that it failed, a command that another agent goes on. */
export function endTool(output: unknown, run: unknown): void {
  const node = nodes.take(run);
  if (node === undefined) return;
  const message = asObject(output);
  const content = message !== undefined && "tool_call_id" in message ? message["content"] : output;
  const failed = message?.["status"] === "error";
  const result = node.ctx.recordToolResult(node.event, failed ? { error: content, errorClass: "ToolError", parent: node.under } : { result: content, parent: node.under });
  const goto = message?.["lg_name"] === "Command" ? message["goto"] : undefined;
  for (const to of Array.isArray(goto) ? goto : [goto]) {
    if (typeof to === "string" && to !== "__end__") node.ctx.recordHandoff({ to, parent: node.under, upstream: [result] });
  }
}

/** A tool throws. */
export function failTool(error: unknown, run: unknown): void {
  const node = nodes.take(run);
  if (node === undefined) return;
  node.ctx.recordToolResult(node.event, isSteering(error) ? { outcome: "warn", parent: node.under, extra: { paused: true } } : { error, parent: node.under });
}

/** Documents are looked up. */
export function startRetriever(args: readonly unknown[]): void {
  const [, query, run, parentRun] = args;
  const place = placeOf(parentRun);
  nodes.add(run, { ctx: place.ctx, event: place.event ?? place.ctx.start, startMs: performance.now(), query });
}

/** They are found, or not. */
export function endRetriever(run: unknown, found: { readonly documents?: unknown; readonly error?: unknown }): void {
  const node = nodes.take(run);
  if (node === undefined) return;
  const { ctx, event: parent, query, startMs } = node;
  const documents = Array.isArray(found.documents) ? found.documents.map(documentOf) : undefined;
  const retrieval = ctx.recordRetrieval({ query, documents, parent, durationMs: performance.now() - startMs, outcome: found.error === undefined ? "ok" : "error" });
  if (found.error !== undefined) ctx.recordError(found.error, { parent, upstream: [retrieval] });
}

function documentOf(document: unknown): unknown {
  const members = asObject(document);
  return members === undefined ? document : others(members, "lc_serializable", "lc_kwargs", "lc_namespace");
}
