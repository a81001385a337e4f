import { Signal } from "signal-polyfill";

/** The sections of the calls lens, in their order. */
export const CALL_SECTIONS = ["spend", "llm", "tools", "flame"] as const;
export type CallSection = (typeof CALL_SECTIONS)[number];

/** What the calls lens shows. */
export class CallsState {
  readonly section = new Signal.State<CallSection>("spend");
}
