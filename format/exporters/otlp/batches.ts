import { FORMAT_VERSION } from "../../version.ts";
import type { Pair } from "../pairs.ts";
import { attributeList, type AnyValue } from "./any-value.ts";
import { SpanIds } from "./ids.ts";
import { spanOf, type OtlpSpan } from "./span.ts";

const MOST_SPANS = 500;

interface ResourceSpans {
  readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: AnyValue }[] };
  readonly scopeSpans: readonly { readonly scope: { readonly name: string; readonly version: string }; readonly spans: OtlpSpan[] }[];
}

/** Gathers spans by run and writes them as lines of OTLP JSON. */
export class SpanBatches {
  readonly #emit: (text: string) => void;
  readonly #ids = new SpanIds();
  /** Who a run belongs to, from its first event that says so. */
  readonly #services = new Map<string, string>();
  readonly #groups = new Map<string, ResourceSpans>();
  #size = 0;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  add(pair: Pair): void {
    const { session } = pair.open;
    if (pair.close !== undefined) this.#ids.join(pair.open, pair.close);
    this.#group(session, pair).scopeSpans[0]?.spans.push(spanOf(pair, this.#ids));
    if (++this.#size >= MOST_SPANS) this.flush();
  }

  /** Writes what is gathered. */
  flush(): void {
    if (this.#size > 0) this.#emit(`${JSON.stringify({ resourceSpans: [...this.#groups.values()] })}\n`);
    this.#groups.clear();
    this.#size = 0;
  }

  #group(session: string, { open }: Pair): ResourceSpans {
    const known = this.#groups.get(session);
    if (known !== undefined) return known;
    const service = this.#services.get(session) ?? open.agent ?? "peaky-peek";
    this.#services.set(session, service);
    const made: ResourceSpans = {
      resource: { attributes: attributeList({ "service.name": service }) },
      scopeSpans: [{ scope: { name: "peaky-peek", version: String(FORMAT_VERSION) }, spans: [] }],
    };
    this.#groups.set(session, made);
    return made;
  }
}
