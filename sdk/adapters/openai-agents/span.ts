import { asObject, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { EventRef, RecordedEvent } from "../../event.ts";
import type { TraceContext } from "../../trace-context.ts";
import type { AgentScope } from "../kit/scopes.ts";

/** As much of a span of the framework as is used. */
export interface AgentsSpan {
  readonly spanId?: unknown;
  readonly traceId?: unknown;
  readonly parentId?: unknown;
  readonly spanData?: unknown;
  readonly error?: unknown;
  readonly startedAt?: unknown;
  readonly endedAt?: unknown;
}

/** Where the children of a span stand. */
export interface Place {
  readonly ctx: TraceContext;
  readonly event: EventRef;
  /** The agent whose work it is; undefined in the run itself. */
  readonly agent: AgentScope | undefined;
}

/** A span that has begun: where its children stand, and how it is ended. */
export interface Begun {
  readonly place: Place;
  /** Why it ended badly, if it did. */
  end?(span: AgentsSpan): SpanEnd | undefined;
}

/** What the end of a span means for the run. */
export interface SpanEnd {
  readonly output?: unknown;
  readonly last?: RecordedEvent | undefined;
  readonly failure?: Error | undefined;
  readonly isBlocked?: boolean;
}

/** What a span says, as it stands now. */
export function dataOf(span: AgentsSpan): JsonObject {
  return asObject(span.spanData) ?? {};
}
