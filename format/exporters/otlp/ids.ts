import type { EventRecord } from "../../event.ts";
import { stableId } from "../../importers/run-builder.ts";

const SPAN_ID = /^(?!0{16}$)[0-9a-f]{16}$/;
const TRACE_ID = /^(?!0{32}$)[0-9a-f]{32}$/;

/** Ids as OpenTelemetry has them, made from ours: the same where they fit, else a hash of them. */
export class SpanIds {
  /** Events that end a span, by run and id: what lies below them lies below their span. */
  readonly #ends = new Map<string, string>();

  /** The end of a span is known by the id of its beginning. */
  join(open: EventRecord, close: EventRecord): void {
    this.#ends.set(`${open.session}/${close.id}`, open.id);
  }

  span(session: string, id: string): string {
    const opening = this.#ends.get(`${session}/${id}`) ?? id;
    return SPAN_ID.test(opening) ? opening : stableId(opening, 0);
  }

  trace(session: string): string {
    return TRACE_ID.test(session) ? session : stableId(session, 0) + stableId(session, 1);
  }
}
