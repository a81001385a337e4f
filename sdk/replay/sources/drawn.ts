/** What was drawn at one place of a run. */
export interface Drawn {
  /** Milliseconds since 1970. */
  readonly unix_ms: number[];
  /** Milliseconds of the monotonic clock. */
  readonly mono_ms: number[];
  readonly random: number[];
  readonly ids: string[];
}

/** Name of the log events that hold draws. */
export const DRAWN_NAME = "drawn";

/** Nothing drawn yet. */
export function nothingDrawn(): Drawn {
  return { unix_ms: [], mono_ms: [], random: [], ids: [] };
}
