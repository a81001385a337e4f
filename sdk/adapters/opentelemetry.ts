import { quietly } from "./kit/notice.ts";
import { TraceContext } from "../trace-context.ts";
import { LiveSpan, parentOf, type Place, type SdkSpan } from "./opentelemetry/live-span.ts";

/** Spans that are never ended are forgotten, the oldest first. */
const MOST_OPEN = 10_000;
const FRAMEWORK = "opentelemetry";

/**
 * A span processor for the OpenTelemetry SDK (1 and 2): spans that say what an agent does, in the GenAI conventions of
 * any generation, OpenInference, OpenLLMetry or AI SDK's, are recorded as the events they are; others are passed over.
 * The outermost of them is a run, or stands in the scope the code runs in. Never throws.
 */
export class PeakyPeekSpanProcessor {
  readonly #open = new Map<string, LiveSpan>();

  onStart(span: object): void {
    quietly(FRAMEWORK, () => {
      const sdkSpan = span as SdkSpan;
      const current = TraceContext.current();
      const outside: Place | undefined = current === undefined ? undefined : { ctx: current, event: current.start };
      const parent = this.#open.get(parentOf(sdkSpan) ?? "");
      const live = new LiveSpan(sdkSpan, () => parent?.place() ?? outside);
      this.#open.set(sdkSpan.spanContext().spanId, live);
      const [oldest] = this.#open.keys();
      if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#open.delete(oldest);
      // Attributes may be set right after the start.
      queueMicrotask(() => quietly(FRAMEWORK, () => live.open()));
    });
  }

  onEnd(span: object): void {
    quietly(FRAMEWORK, () => {
      const { spanId } = (span as SdkSpan).spanContext();
      const live = this.#open.get(spanId);
      this.#open.delete(spanId);
      live?.end();
    });
  }

  async forceFlush(): Promise<void> {
    // Nothing waits.
  }

  async shutdown(): Promise<void> {
    // Runs end with their spans.
  }
}
