import { TraceError } from "../../format/errors.ts";
import type { EngineFailure, Result } from "./api.ts";

/** What some work came to, or why it failed, as plain values: an Error does not cross to the page as what it is. */
export async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: failureOf(error) };
  }
}

function failureOf(error: unknown): EngineFailure {
  if (error instanceof TraceError) return error.failure;
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: "engine_failed", cause: "the engine could not answer", place: "engine", next: "Try again; if it fails again, reload the page and report this with the details.", detail };
}

/** The engine was asked before it ran. */
export function notRunning(): TraceError {
  return new TraceError({ code: "engine_failed", cause: "the engine has not been started", place: "engine", next: "Reload the page." });
}

/** What was asked for has been let go. */
export function closed(what: string): TraceError {
  return new TraceError({ code: "cancelled", cause: `${what} is no longer open`, place: "engine", next: "Open it again." });
}
