import type { WrittenNote } from "../../../format/notes/written.ts";

/** What a brief is about: why the run failed, what happened in it, or one event. */
export const BRIEF_SUBJECTS = ["why", "run", "event"] as const;
export type BriefSubject = (typeof BRIEF_SUBJECTS)[number];

/** Whom it is for. A coding agent is told that what was recorded is data, not instructions, and how to look further. */
export const BRIEF_READERS = ["colleague", "agent"] as const;
export type BriefReader = (typeof BRIEF_READERS)[number];

/** Fewest tokens a brief can be held to. */
export const LEAST_BRIEF_TOKENS = 500;

export interface BriefParams {
  readonly run: number;
  readonly about: BriefSubject;
  /** The event it is about, by its global row, or by its id or the beginning of it; null for none. */
  readonly event: number | string | null;
  readonly reader: BriefReader;
  /** It is never longer, by the estimate of docs/briefs.md. */
  readonly tokens: number;
  /** Secrets and personal data are replaced by placeholders made with this secret, of at least 16 characters; empty for not at all. */
  readonly redactKey: string;
  /** What people wrote beside the trace; of it goes in what is about the run, or about the event. */
  readonly notes?: readonly WrittenNote[];
}

/** What a brief had no room for. */
export interface LeftOut {
  /** Plural, as it is counted: "steps". */
  readonly what: string;
  readonly total: number;
  /** Not there at all, and there but cut. */
  readonly missing: number;
  readonly cut: number;
}

export interface BriefInfo {
  readonly markdown: string;
  /** Estimated. */
  readonly tokens: number;
  /** Only kinds of parts of which something is missing or cut. */
  readonly leftOut: readonly LeftOut[];
  /** Secrets and personal data replaced; 0 unless that was asked for. */
  readonly redacted: number;
}

export interface BriefAnalyses {
  /** A run, its failure or one of its events as Markdown within a budget of tokens, the most telling parts first. */
  readonly brief: { readonly params: BriefParams; readonly result: BriefInfo };
}
