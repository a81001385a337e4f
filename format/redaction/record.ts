import { COLUMNS } from "../arrow/columns.ts";
import type { Redactor } from "./redactor.ts";

/** Envelope members that machines rely on and that hold no words. */
const KEPT: ReadonlySet<string> = new Set(["seq", "id", "kind", "parent", "upstream", "evidence", "related", "reply_to", "outcome", "severity", "derived", "prev", "time_unix_us", "time_mono_us"]);
const ENVELOPE: ReadonlySet<string> = new Set(COLUMNS.map(({ key }) => key));

const TOO_DEEP = "nested too deeply to be redacted";

/**
 * One member of an event, redacted: names and payloads, not the ids and times that hold a trace together. `finish` may
 * change the JSON of a payload once more. A text says so where a value is nested too deeply for the stack.
 */
export function redactMember(redactor: Redactor, key: string, value: unknown, finish: (json: string) => string = (json) => json): unknown {
  if (KEPT.has(key) || typeof value === "number" || value === null || value === undefined) return value;
  if (ENVELOPE.has(key)) return typeof value === "string" ? redactor.text(value) : value;
  const whole = jsonOf(value);
  if (whole === undefined) return TOO_DEEP;
  const json = finish(redactor.json(whole));
  return json === whole ? value : (JSON.parse(json) as unknown);
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
