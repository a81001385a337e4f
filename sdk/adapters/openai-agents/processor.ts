import { asObject, asText } from "../../../format/importers/kit/read.ts";
import type { RecordedEvent } from "../../event.ts";
import { AgentScope } from "../kit/scopes.ts";
import { quietly } from "../kit/notice.ts";
import { dataOf, type AgentsSpan, type Begun, type SpanEnd } from "./span.ts";
import { SPANS, startOther } from "./spans.ts";

/** A trace of the framework: one run. */
interface Trace {
  readonly scope: AgentScope;
  last: RecordedEvent | undefined;
  output: unknown;
  end: SpanEnd | undefined;
  openSpans: number;
}

/** Traces whose end never comes are forgotten, the oldest first. */
const MOST_TRACES = 1000;
const FRAMEWORK = "openai-agents";
/** Traces that a processor records: where the program adds one, and zero code another, the first does. */
const taken = new WeakSet<object>();

/** Hears of every trace and span of the OpenAI Agents SDK, and records runs, agents, model and tool calls, guardrails and handoffs. */
export class AgentsProcessor {
  readonly #traces = new Map<string, Trace>();
  readonly #spans = new Map<string, Begun>();

  async onTraceStart(trace: object): Promise<void> {
    quietly(FRAMEWORK, () => {
      const { traceId, name, groupId, metadata } = trace as { traceId?: unknown; name?: unknown; groupId?: unknown; metadata?: unknown };
      const id = asText(traceId);
      if (id === undefined || taken.has(trace)) return;
      taken.add(trace);
      const scope = new AgentScope({ agentName: asText(name) ?? "Agent workflow", framework: FRAMEWORK, trace: asText(groupId), config: { trace: id, metadata } });
      this.#traces.set(id, { scope, last: undefined, output: undefined, end: undefined, openSpans: 0 });
      const [oldest] = this.#traces.keys();
      if (this.#traces.size > MOST_TRACES && oldest !== undefined) this.#traces.delete(oldest);
    });
  }

  async onTraceEnd(trace: object): Promise<void> {
    quietly(FRAMEWORK, () => {
      const id = asText((trace as { traceId?: unknown }).traceId) ?? "";
      const known = this.#traces.get(id);
      this.#traces.delete(id);
      if (known !== undefined) close(known);
    });
  }

  async onSpanStart(span: AgentsSpan): Promise<void> {
    quietly(FRAMEWORK, () => {
      const trace = this.#traces.get(asText(span.traceId) ?? "");
      const id = asText(span.spanId);
      if (trace === undefined || id === undefined) return;
      const above = this.#spans.get(asText(span.parentId) ?? "")?.place ?? { ctx: trace.scope, event: trace.scope.start, agent: undefined };
      const data = asObject(span.spanData) ?? {};
      const type = asText(data["type"]) ?? "";
      trace.openSpans++;
      const start = Object.hasOwn(SPANS, type) ? SPANS[type] : undefined;
      this.#spans.set(id, start === undefined ? startOther(data, above) : start(data, above, span, () => trace.last));
    });
  }

  async onSpanEnd(span: AgentsSpan): Promise<void> {
    quietly(FRAMEWORK, () => {
      const id = asText(span.spanId) ?? "";
      const begun = this.#spans.get(id);
      const trace = this.#traces.get(asText(span.traceId) ?? "");
      this.#spans.delete(id);
      const end = begun?.end?.(span);
      if (trace === undefined) return;
      trace.openSpans--;
      if (trace.openSpans === 0) setImmediate(() => closeIfFailed(trace));
      if (end === undefined) return;
      trace.last = end.last ?? trace.last;
      trace.output = end.output ?? trace.output;
      if (dataOf(span)["type"] === "agent") trace.end = end;
    });
  }

  async shutdown(): Promise<void> {
    // Runs end with their traces.
  }

  async forceFlush(): Promise<void> {
    // Nothing waits.
  }
}

function close({ scope, end, output }: Trace): void {
  const outcome = end?.isBlocked === true ? "blocked" : end?.failure === undefined ? "ok" : "error";
  scope.close({ outcome, output: outcome === "ok" ? output : undefined });
}

/** The framework does not end the trace of a run that throws. */
function closeIfFailed(trace: Trace): void {
  if (trace.openSpans === 0 && trace.end?.failure !== undefined) quietly(FRAMEWORK, () => close(trace));
}
