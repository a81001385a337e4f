import { createHash } from "node:crypto";
import { currentPlace } from "./scope.ts";
import { stateOf, type RemotePlace } from "./traceparent.ts";

/** What to hand on so that a run elsewhere joins the trace of this one. Empty outside of any run. */
export const propagate = {
  /**
   * Headers for a request, a message or a job: `traceparent` of the W3C, and `tracestate` where the trace has a name of
   * its own. The receiver says `TraceContext.run({ traceparent: headers })`.
   */
  headers(): Record<string, string> {
    const place = currentPlace();
    return place === undefined ? {} : headersOf(place);
  },

  /** Variables for a child process or a worker thread, which then joins by itself: `spawn(…, { env: { ...process.env, ...propagate.env() } })`. */
  env(): Record<string, string> {
    return Object.fromEntries(Object.entries(propagate.headers()).map(([key, value]) => [key.toUpperCase(), value]));
  },
};

const TRACE = /^(?!0{32})[0-9a-f]{32}$/;
const EVENT = /^(?!0{16})[0-9a-f]{16}$/;

function headersOf({ trace, event }: RemotePlace): Record<string, string> {
  const traceparent = `00-${TRACE.test(trace) ? trace : digest(trace, 32)}-${EVENT.test(event) ? event : digest(event, 16)}-01`;
  return TRACE.test(trace) && EVENT.test(event) ? { traceparent } : { traceparent, tracestate: stateOf({ trace, event }) };
}

function digest(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}
