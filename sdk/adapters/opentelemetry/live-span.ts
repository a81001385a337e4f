import type { Json } from "../../../format/event.ts";
import { present, type JsonObject } from "../../../format/importers/kit/read.ts";
import { messageText, type Message } from "../../../format/importers/messages/message.ts";
import { readSpan } from "../../../format/importers/otlp/spans.ts";
import { SHAPES, unwritten } from "../../../format/importers/spans/shapes.ts";
import type { Span, SpanFacts, SpanRole } from "../../../format/importers/spans/span.ts";
import type { EventOptions, EventRef, RecordedEvent } from "../../event.ts";
import type { TokenUsage } from "../../kinds/llm.ts";
import type { TraceContext } from "../../trace-context.ts";
import { AgentScope, openUnder } from "../kit/scopes.ts";

/** A span of the OpenTelemetry SDK, while it runs and after. */
export interface SdkSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly startTime: unknown;
  readonly endTime?: unknown;
  readonly events?: readonly unknown[];
  readonly status?: unknown;
  readonly resource?: { readonly attributes?: unknown };
  readonly instrumentationScope?: { readonly name?: unknown };
  readonly parentSpanContext?: { readonly spanId?: string } | undefined;
  /** SDK 1. */
  readonly parentSpanId?: string | undefined;
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

/** Where the children of a span stand; undefined outside of any run. */
export interface Place {
  readonly ctx: TraceContext;
  readonly event: EventRef;
}

/** What the span says by now, read as an importer reads a file. */
function read(span: SdkSpan): Span | undefined {
  const { traceId, spanId } = span.spanContext();
  const { name, attributes, startTime, endTime, events, status } = span;
  const members = { traceId, spanId, parentSpanId: parentOf(span) ?? null, name, attributes, startTime, endTime, events: events ?? [], status } as unknown as JsonObject;
  const scope = { name: span.instrumentationScope?.name } as JsonObject;
  return readSpan({ span: members, resource: { attributes: span.resource?.attributes } as JsonObject, scope, source: { file: "opentelemetry" } });
}

/** Id of the span around it. */
export function parentOf(span: SdkSpan): string | undefined {
  return span.parentSpanContext?.spanId ?? span.parentSpanId;
}

/** Roles that are the run itself where they are outermost. */
const ENCLOSING: ReadonlySet<SpanRole> = new Set(["agent", "chain"]);
/** Roles told in one event at the end, when all is known. */
const AT_END: ReadonlySet<SpanRole> = new Set(["retrieval", "guardrail", "evaluator", "handoff", "human", "error", "alert", "event", "prompt", "embedding", "reranker"]);

/** A span on the record: opened when it says what it is, or when something happens in it; closed with it. */
export class LiveSpan {
  readonly #span: SdkSpan;
  readonly #above: () => Place | undefined;
  readonly #startMs = performance.now();
  #opened: RecordedEvent | undefined;
  #scope: AgentScope | undefined;
  #place: Place | undefined;
  #isSettled = false;

  constructor(span: SdkSpan, above: () => Place | undefined) {
    this.#span = span;
    this.#above = above;
  }

  /** Where children stand. Asking opens the span. */
  place(): Place | undefined {
    this.open();
    return this.#place;
  }

  /** Writes the event of the start, unless the span is of no interest, or better told at its end. */
  open(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#place = this.#above();
    const known = read(this.#span);
    const role = known?.facts.role ?? "span";
    if (known === undefined || role === "span" || AT_END.has(role)) return;
    this.#open(known, role);
  }

  #open({ facts, name }: Span, role: SpanRole): void {
    const above = this.#place;
    if (ENCLOSING.has(role) && (above === undefined || role === "agent")) {
      this.#openScope(above, facts, name);
      return;
    }
    const { ctx, event: parent } = above ?? this.#openScope(undefined, {}, name);
    if (role === "llm") this.#opened = ctx.recordLlmRequest({ parent, model: facts.model, provider: facts.provider, messages: facts.messages_in, system: facts.system, tools: facts.tools, settings: facts.settings });
    else if (role === "tool") this.#opened = ctx.recordToolCall(facts.tool ?? name, facts.input, { parent, callId: facts.call_id });
    else this.#opened = ctx.record(role, { input: facts.input }, { parent, name });
    this.#place = { ctx, event: this.#opened };
  }

  #openScope(above: Place | undefined, facts: SpanFacts, name: string): Place {
    const options = { agentName: facts.agent ?? name, framework: facts.framework ?? "opentelemetry", task: facts.task, input: facts.input ?? facts.messages_in };
    this.#scope = above === undefined ? new AgentScope(options) : openUnder(above.ctx, above.event, options);
    return (this.#place = { ctx: this.#scope, event: this.#scope.start });
  }

  /** The span ended: the rest of what it says. */
  end(): void {
    this.open();
    const known = read(this.#span);
    if (known === undefined) return;
    const { facts } = known;
    const role = facts.role ?? "span";
    if (this.#opened === undefined && this.#scope === undefined && role !== "span") this.#tell(known, role);
    else if (this.#opened !== undefined) this.#close(known, this.#opened);
    if (this.#scope !== undefined) endScope(this.#scope, facts);
  }

  /** What was not clear before the end. */
  #tell(known: Span, role: SpanRole): void {
    if (!AT_END.has(role)) {
      this.#open(known, role);
      if (this.#opened !== undefined) this.#close(known, this.#opened);
      return;
    }
    const { facts, name } = known;
    const { ctx, event: parent } = this.#place ?? this.#openScope(undefined, {}, name);
    const shape = SHAPES[role];
    const payload = { ...shape.openPayload(facts), extra: present(unwritten(shape, facts)) };
    const failed = facts.failed === true ? { outcome: "error" as const, errorClass: facts.error_class } : {};
    ctx.record(shape.open, payload, { parent, name, ...optionsOf(shape.openEnvelope(facts, name)), durationMs: this.#lasted(known), ...failed });
  }

  #close(known: Span, opened: RecordedEvent): void {
    const { ctx } = this.#place as Place;
    const { facts, extra } = known;
    const parent = this.#above()?.event ?? this.#scope?.start;
    const error = errorOf(facts);
    const common = { parent, durationMs: this.#lasted(known), extra: present(extra) };
    if (opened.kind === "llm_request") ctx.recordLlmResponse(opened, { ...common, ...answerOf(facts), error });
    else if (opened.kind === "tool_call") ctx.recordToolResult(opened, { ...common, result: facts.output, error });
    else ctx.record("chain_end", { output: facts.output, ...extra }, { parent, name: opened.name, replyTo: opened, outcome: error === undefined ? "ok" : "error", errorClass: facts.error_class, durationMs: common.durationMs });
  }

  #lasted({ startUs, endUs }: Span): number {
    return startUs === undefined || endUs === undefined ? performance.now() - this.#startMs : Math.max(0, (endUs - startUs) / 1000);
  }
}

function endScope(scope: AgentScope, facts: SpanFacts): void {
  const error = errorOf(facts);
  if (error === undefined) scope.close({ outcome: "ok", output: facts.output ?? facts.messages_out?.at(-1)?.content });
  else scope.fail(error);
}

function errorOf(facts: SpanFacts): Error | undefined {
  if (facts.failed !== true) return undefined;
  const error = new Error(facts.error_message ?? facts.error_class ?? "failed");
  error.name = facts.error_class ?? "Error";
  if (facts.stack === undefined) delete error.stack;
  else error.stack = facts.stack;
  return error;
}

function answerOf(facts: SpanFacts): object {
  const said: readonly Message[] = facts.messages_out ?? [];
  const texts = said.map(messageText).filter((text) => text !== "");
  const calls = said.flatMap((message) => message.tool_calls ?? []);
  const reasoning = said.map((message) => message.reasoning ?? "").filter((text) => text !== "");
  return {
    model: facts.model,
    content: texts.length > 0 ? texts.join("\n") : facts.output,
    reasoning: reasoning.length > 0 ? reasoning.join("\n") : undefined,
    toolCalls: calls.length > 0 ? calls : undefined,
    stopReason: facts.stop_reason,
    timeToFirstTokenMs: facts.time_to_first_token_ms,
    usage: usageOf(facts),
    costUsd: facts.cost_usd,
  };
}

function usageOf(facts: SpanFacts): TokenUsage {
  return { inputTokens: facts.tokens_in, outputTokens: facts.tokens_out, cacheReadTokens: facts.tokens_cache_read, cacheWriteTokens: facts.tokens_cache_write, reasoningTokens: facts.tokens_reasoning };
}

/** Envelope members under the names callers use. */
function optionsOf(members: Readonly<Record<string, Json | readonly string[] | undefined>>): EventOptions {
  const { agent, model, provider, policy, to, outcome, score, error_class: errorClass, cost_usd: costUsd } = members;
  return Object.fromEntries(Object.entries({ agent, model, provider, policy, to, outcome, score, errorClass, costUsd }).filter(([, value]) => value !== undefined)) as EventOptions;
}
