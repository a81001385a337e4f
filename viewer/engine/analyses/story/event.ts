import type { RunEvent } from "../run-events.ts";

/** What the algorithms need of an event of a run; tests make it from records, the engine from a file. */
export type StoryEvent = Pick<RunEvent, "index" | "kind" | "envelope" | "flag" | "parent" | "payload" | "startUs" | "endUs">;
