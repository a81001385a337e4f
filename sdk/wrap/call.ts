import type { RecordedEvent } from "../event.ts";
import { currentInterceptor, type Answer, type CallTraits, type Held } from "../intercept.ts";
import { TraceContext } from "../trace-context.ts";
import { follow } from "./follow.ts";
import { serve, serveHeld } from "./serve.ts";
import type { Watch } from "./watch.ts";

/** How the end of a call is written. `answer` is there if it was served from a recording. */
export interface Ending {
  readonly returned: string;
  readonly value?: unknown;
  /** Set if the call failed; holds what was thrown. */
  readonly thrown?: { readonly error: unknown };
  readonly cancelled?: boolean;
  readonly answer?: Answer | undefined;
}

/** One kind of call, as a wrapper records it. Nothing in it may throw. */
export interface CallKind {
  readonly traits: CallTraits;
  /** Writes the event of the call. */
  begin(ctx: TraceContext): RecordedEvent;
  /** Takes a piece of a result that comes in pieces. */
  piece(value: unknown): void;
  /** Writes how it ended. */
  finish(ctx: TraceContext, call: RecordedEvent, ending: Ending): void;
  /** The value the program gets for a recorded answer. */
  valueOf(answer: Answer): unknown;
}

/**
 * Makes a call on the record: in the run the code stands in, or in one of its own named `name`. What it returns or
 * throws is passed on unchanged. A recorded answer, where there is one, is handed out instead of making the call.
 */
export function performCall(name: string, kind: CallKind, run: () => unknown): unknown {
  const current = TraceContext.current();
  const ctx = current ?? new TraceContext({ agentName: name }, false);
  const watch = new CallWatch(ctx, kind, current === undefined);
  let answer: Answer | Held | undefined;
  try {
    answer = currentInterceptor()?.answer(watch.call, kind.traits);
  } catch (error) {
    watch.fail("value", error);
    throw error;
  }
  if (answer === undefined) return make(watch, run);
  const decided = (found: Answer | undefined): unknown => (found === undefined ? make(watch, run) : serve(found, kind.valueOf(found), watch.serving(found)));
  return "decided" in answer ? serveHeld(answer, decided, watch) : decided(answer);
}

/** Makes the call for real. */
function make(watch: CallWatch, run: () => unknown): unknown {
  let result: unknown;
  try {
    result = watch.within(run);
  } catch (error) {
    watch.fail("value", error);
    throw error;
  }
  return follow(result, watch);
}

/** A call under way. It is ended once, by whoever comes first: its result, the program giving up, or the scope's end. */
class CallWatch implements Watch {
  readonly call: RecordedEvent;
  readonly #ctx: TraceContext;
  readonly #kind: CallKind;
  readonly #ownsRun: boolean;
  readonly #forget: () => void;
  #answer: Answer | undefined;
  #isEnded = false;

  constructor(ctx: TraceContext, kind: CallKind, ownsRun: boolean) {
    this.#ctx = ctx;
    this.#kind = kind;
    this.#ownsRun = ownsRun;
    this.call = kind.begin(ctx);
    this.#forget = ctx.onClose(() => this.#finish({ returned: "value", cancelled: true }));
  }

  /** The same watch, for an answer that is served. */
  serving(answer: Answer): this {
    this.#answer = answer;
    return this;
  }

  within<T>(body: () => T): T {
    return this.#ctx.within(this.call, body);
  }

  piece(value: unknown): void {
    this.#kind.piece(value);
  }

  end(returned: string, value: unknown): void {
    this.#finish({ returned, value });
    if (this.#ownsRun) this.#ctx.close();
  }

  fail(returned: string, error: unknown): void {
    this.#finish({ returned, thrown: { error } });
    if (this.#ownsRun) this.#ctx.fail(error);
  }

  cancel(returned: string): void {
    this.#finish({ returned, cancelled: true });
    if (this.#ownsRun) this.#ctx.close({ outcome: "cancelled" });
  }

  #finish(ending: Ending): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#forget();
    this.#kind.finish(this.#ctx, this.call, { ...ending, answer: this.#answer });
  }
}
