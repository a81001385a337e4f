import { asObject, asText, unpackJson, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { Json } from "../../../format/event.ts";
import type { RecordedEvent } from "../../event.ts";
import { openUnder, type AgentScope } from "../kit/scopes.ts";
import { dataOf, type AgentsSpan, type Begun, type Place, type SpanEnd } from "./span.ts";
import { SpanCall } from "./span-call.ts";

type Start = (data: JsonObject, place: Place, span: AgentsSpan, last: () => RecordedEvent | undefined) => Begun;

/** How each kind of span is recorded. Kinds that only arrange others pass their children up. */
export const SPANS: Readonly<Record<string, Start>> = {
  agent: startAgent,
  function: startFunction,
  // oxlint-disable-next-line max-params -- as every start
  generation: (data, place, span, last) => startModel(data, place, span, last),
  response: startModel,
  guardrail: (_, place) => ({ place, end: endGuardrail(place) }),
  handoff: (_, place) => ({ place, end: endHandoff(place) }),
  mcp_tools: (_, place) => ({ place, end: (span) => void place.ctx.log("tools listed", { parent: place.event, data: span.spanData }) }),
  custom: (_, place) => ({ place, end: (span) => void place.ctx.record("custom", dataOf(span), { parent: place.event, name: asText(dataOf(span)["name"]) }) }),
  task: (_, place) => ({ place }),
  turn: (_, place) => ({ place }),
};

/** Kinds that have no events of their own here: one event that says all. */
export function startOther(data: JsonObject, place: Place): Begun {
  return { place, end: (span) => void place.ctx.record(asText(data["type"]) ?? "span", dataOf(span), { parent: place.event }) };
}

function startAgent(data: JsonObject, place: Place): Begun {
  const config = { handoffs: data["handoffs"], tools: data["tools"], output_type: data["output_type"] };
  const scope = openUnder(place.ctx, place.event, { agentName: asText(data["name"]) ?? "agent", framework: "openai-agents", config });
  return { place: { ctx: scope, event: scope.start, agent: scope }, end: (span) => endAgent(scope, span) };
}

function endAgent(scope: AgentScope, span: AgentsSpan): SpanEnd {
  const failure = failureOf(span);
  const isBlocked = failure !== undefined && /tripwire/i.test(failure.message);
  if (failure === undefined) scope.close();
  else if (isBlocked) scope.close({ outcome: "blocked" });
  else scope.fail(failure);
  return { failure, isBlocked };
}

/** The error a span carries, as one that can be recorded. */
function failureOf(span: AgentsSpan): Error | undefined {
  const error = asObject(span.error);
  if (error === undefined) return undefined;
  const cause = asText(asObject(error["data"])?.["error"]);
  const failure = new Error(cause ?? asText(error["message"]) ?? "failed");
  failure.name = /^(\w+Error|\w+Triggered)\b/.exec(cause ?? "")?.[1] ?? "AgentsError";
  delete failure.stack;
  return Object.assign(failure, { data: error["data"] });
}

/** The arguments come just after the span begins: its event waits for them. */
// oxlint-disable-next-line max-params -- as every start
function startFunction(data: JsonObject, place: Place, span: AgentsSpan, last: () => RecordedEvent | undefined): Begun {
  let call: RecordedEvent | undefined;
  const record = (): RecordedEvent => {
    const cause = last();
    return (call ??= place.ctx.recordToolCall(asText(data["name"]) ?? "tool", unpackJson(dataOf(span)["input"]), { parent: place.event, upstream: cause === undefined ? [] : [cause] }));
  };
  queueMicrotask(record);
  return { place, end: (ended) => ({ last: endFunction(record(), place, ended) }) };
}

function endFunction(call: RecordedEvent, place: Place, span: AgentsSpan): RecordedEvent {
  const failure = failureOf(span);
  const result = failure === undefined ? unpackJson(dataOf(span)["output"] as Json | undefined) : undefined;
  return place.ctx.recordToolResult(call, { parent: place.event, result, error: failure });
}

// oxlint-disable-next-line max-params -- as every start
function startModel(_data: JsonObject, place: Place, span: AgentsSpan, last: () => RecordedEvent | undefined): Begun {
  const cause = last();
  const call = new SpanCall(place, span, cause === undefined ? [] : [cause]);
  return { place, end: (ended) => call.finish(failureOf(ended)) };
}

function endGuardrail({ ctx, event }: Place): (span: AgentsSpan) => undefined {
  return (span) => {
    const data = dataOf(span);
    ctx.recordSafetyCheck({ policy: asText(data["name"]), outcome: data["triggered"] === true ? "blocked" : "passed", parent: event });
  };
}

function endHandoff({ ctx, event, agent }: Place): (span: AgentsSpan) => undefined {
  return (span) => {
    const data = dataOf(span);
    const to = asText(data["to_agent"]) ?? "agent";
    ctx.recordHandoff({ to, agent: asText(data["from_agent"]), parent: agent?.start ?? event });
  };
}
