import type { OnError, Redactor } from "./ports.ts";
import { errorCode } from "./problem.ts";

const FAILED = "[not recorded: redaction failed]";

/** A `Redactor` that fails safe: where the user's hook throws, the content is left out and the problem reported. */
export interface Cleaner {
  payload(payload: unknown, kind: string): unknown;
  text(text: string): string;
  /** As `text`, for JSON text: what is left out is replaced by an object. */
  json(json: string): string;
}

/** Wraps the hooks; undefined if there are none, so that the hot path can skip them. */
export function cleanerOf(redactor: Redactor | undefined, onError: OnError): Cleaner | undefined {
  if (redactor === undefined) return undefined;
  const attempt = <T>(clean: () => T, otherwise: T): T => {
    try {
      return clean();
    } catch (error) {
      onError({ code: errorCode(error), during: "redact", error });
      return otherwise;
    }
  };
  return {
    payload: (payload, kind) =>
      attempt<unknown>(() => (redactor.payload === undefined ? payload : redactor.payload(payload, kind)), { $unreadable: FAILED }),
    text: (text) => attempt(() => redactor.text?.(text) ?? text, FAILED),
    json: (json) => attempt(() => redactor.text?.(json) ?? json, `{"$unreadable":"${FAILED}"}`),
  };
}
