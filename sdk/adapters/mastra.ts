import { asObject, asText } from "../../format/importers/kit/read.ts";
import { recordGlobalFetch } from "./fetch.ts";
import { quietly } from "./kit/notice.ts";
import { MastraSpans } from "./mastra/spans.ts";

const FRAMEWORK = "mastra";

/**
 * An observability exporter for Mastra: put it in the `exporters` of `Observability` (Mastra 1). Agents, workflows, model and tool calls, processors and scorers are recorded as what they are.
 * Also records the global `fetch`, from which the tries of model calls are known. Never throws.
 */
export class PeakyPeekExporter {
  readonly name = "peaky-peek";
  readonly #spans = new MastraSpans();

  constructor() {
    recordGlobalFetch();
  }

  /** Hears of a span that begins, changes or ends. */
  async exportTracingEvent(event: object): Promise<void> {
    quietly(FRAMEWORK, () => {
      const { type, exportedSpan } = event as { readonly type?: unknown; readonly exportedSpan?: unknown };
      const span = asObject(exportedSpan);
      if (span !== undefined) this.#spans.take(asText(type) ?? "", span);
    });
  }

  async flush(): Promise<void> {
    // Nothing waits.
  }

  async shutdown(): Promise<void> {
    // Runs end with their spans.
  }
}
