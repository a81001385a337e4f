import type { OnError } from "./ports.ts";
import type { Watcher } from "./plain.ts";
import { errorCode } from "./problem.ts";
import type { Redaction } from "./redaction.ts";

const FAILED = "[not recorded: redaction failed]";

/** Redaction that fails safe: where a rule or the user's hook throws, the content is left out and the problem reported. */
export interface Cleaner {
  payload(payload: unknown, kind: string): unknown;
  text(text: string): string;
  /** As `text`, for JSON text: what is left out is replaced by an object. */
  json(json: string): string;
  /** Says of a value's parts whether its JSON needs cleaning; absent if it always does. */
  readonly watcher: Watcher | undefined;
}

/** Puts rules and hooks together, the rules first; undefined if there are none, so that the hot path can skip them. */
export function cleanerOf(redaction: Redaction | undefined, onError: OnError): Cleaner | undefined {
  if (redaction === undefined) return undefined;
  const { rules, hooks } = redaction;
  const attempt = <T>(clean: () => T, otherwise: T): T => {
    try {
      return clean();
    } catch (error) {
      onError({ code: errorCode(error), during: "redact", error });
      return otherwise;
    }
  };
  const hooked = (text: string): string => (hooks.text === undefined ? text : (hooks.text(text) ?? text));
  return {
    watcher: hooks.text === undefined ? rules?.watch : undefined,
    payload: (payload, kind) =>
      hooks.payload === undefined ? payload : attempt<unknown>(() => hooks.payload?.(payload, kind), { $unreadable: FAILED }),
    text: (text) => attempt(() => hooked(rules === undefined ? text : rules.text(text)), FAILED),
    json: (json) => attempt(() => hooked(rules === undefined ? json : rules.json(json)), `{"$unreadable":"${FAILED}"}`),
  };
}
