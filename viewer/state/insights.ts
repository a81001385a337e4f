import { Signal } from "signal-polyfill";

/** Sections of the insights lens, in their order. */
export const INSIGHT_SECTIONS = ["why", "story", "groups", "alerts", "moments", "restore", "grounding"] as const;
export type InsightSection = (typeof INSIGHT_SECTIONS)[number];

/** What the insights lens shows. */
export class InsightsState {
  readonly section = new Signal.State<InsightSection>("why");
  /** Failures of this run only, or of everything that is open. */
  readonly scope = new Signal.State<"run" | "all">("run");
  /** Group whose members are listed; empty for none. */
  readonly group = new Signal.State("");
}
