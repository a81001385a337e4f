import { Signal } from "signal-polyfill";
import type { SafetyFilter } from "../model/safety.ts";

/** The sections of the safety lens, in their order. */
export const SAFETY_SECTIONS = ["trail", "incidents", "gaps", "what-if", "report"] as const;
export type SafetySection = (typeof SAFETY_SECTIONS)[number];

/** What the safety lens shows. */
export class SafetyState {
  readonly section = new Signal.State<SafetySection>("trail");
  readonly filter = new Signal.State<SafetyFilter>("all");
  /** Text of the policy that is tried out; empty for none. Kept while other runs are looked at. */
  readonly policy = new Signal.State("");
  /** Only calls that would have gone another way. */
  readonly changesOnly = new Signal.State(false);
}
