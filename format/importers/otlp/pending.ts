import { asText } from "../kit/read.ts";
import type { Span } from "../spans/span.ts";
import type { ImportSink } from "../types.ts";

/** Logfire sends a span when it begins, below the span that comes when it ends. */
const PENDING = "pending_span";

/** Joins spans that are announced into those that came; one whose span never came takes its place, without an end. */
export function settlePending(spans: readonly Span[], sink: ImportSink): readonly Span[] {
  const pending = spans.filter(isPending);
  if (pending.length === 0) return spans;
  const come = new Set(spans.filter((span) => !isPending(span)).map(({ run, id }) => `${run}/${id}`));
  return spans.flatMap((span) => {
    if (!isPending(span) || span.parent === undefined) return [span];
    if (!come.has(`${span.run}/${span.parent}`)) return [{ ...span, id: span.parent, parent: asText(span.extra["logfire.pending_parent_id"]), endUs: undefined }];
    sink.merged(span.source, "the announcement of a span that came later");
    return [];
  });
}

function isPending({ extra }: Span): boolean {
  return extra["logfire.span_type"] === PENDING;
}
