import type { Source } from "./sources/patch.ts";
import type { ErrorClasses } from "./thrown.ts";

/** A call as its matching sees it. */
export interface ComparedCall {
  /** `tool_call` or `llm_request`. */
  readonly kind: string;
  /** The tool or model. */
  readonly name: string;
  /** Payload of its event: arguments, messages, … */
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * How a call is told to be a recorded one: `strict` (default) by its place in the tree of scopes and calls, its name and
 * its content; `name` by place and name, whatever it was called with; `content` by name and content, wherever it is
 * made; or your own comparison of calls at the same place.
 */
export type Match = "strict" | "name" | "content" | ((recorded: ComparedCall, now: ComparedCall) => boolean);

/** How to replay. Everything is optional: the whole recording is served, then the program goes on for real. */
export interface ReplayOptions {
  /** The run to replay, where the trace holds several. */
  readonly session?: string | undefined;
  /** Begin after this checkpoint (its id, its event's id, or `last`): the program starts from its state, and what was recorded after it is served. */
  readonly from?: string | undefined;
  /** Go live here: a checkpoint, an event (their ids), `last-checkpoint`, or a `seq`. Default: where the recording ends. */
  readonly until?: string | number | undefined;
  /** `replay-then-live` (default) makes calls for real once the recording is used up; `replay` never does. */
  readonly mode?: "replay" | "replay-then-live" | undefined;
  /**
   * What to do when the program does something else than recorded: `throw` (default) a ReplayDivergenceError at the call
   * and at the end; `warn`: note it and serve the recorded answer all the same; `live`: note it and go on for real.
   */
  readonly onDivergence?: "throw" | "warn" | "live" | undefined;
  readonly match?: Match | undefined;
  /** Members of arguments and requests that may differ, by name, wherever they stand. */
  readonly ignore?: readonly string[] | undefined;
  /** Leave to call tools for real that may change something: all, or those named. Tools declared with `sideEffects: false` need none. */
  readonly allowSideEffects?: boolean | readonly string[] | undefined;
  /** Your own error classes, so that served errors are instances of them. */
  readonly errors?: ErrorClasses | undefined;
  /** What to serve beside answers: the `clock` (Date, performance.now), `random` numbers, random `ids`. Default none; see `record`. */
  readonly serve?: readonly Source[] | undefined;
  /** How long nothing may happen, in milliseconds, until a recorded call counts as not made. Default 3000; much less where the process is idle. */
  readonly patienceMs?: number | undefined;
}
