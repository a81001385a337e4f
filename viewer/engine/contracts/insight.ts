import type { GroupEdits } from "../../../format/notes/group-edits.ts";

/** One event named by an insight: enough to show it and to go there. */
export interface EventRef {
  readonly row: number;
  readonly id: string;
  readonly run: number;
  readonly kind: string;
  readonly agent: string;
  readonly outcome: string;
  /** Place in its run in reading order, from 0, as it is shown everywhere. */
  readonly number: number;
  /** At most 160 characters that say what it holds. Text, never markup. */
  readonly text: string;
}

/** What an analysis found, or why it could not: one of several does not take the others down. */
export type Part<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly cause: string };

/** One sentence and the events it rests on. */
export interface Sentence {
  readonly text: string;
  readonly events: readonly EventRef[];
}

/** How one feature of a step speaks for (positive) or against it (negative), in log odds against the average step of the run. */
export interface SuspectReason {
  readonly says: string;
  readonly logOdds: number;
}

export interface PathRef {
  readonly event: EventRef;
  /** Why the step before led here. */
  readonly via: string;
}

/** A step that may be where it went wrong. */
export interface SuspectInfo {
  readonly event: EventRef;
  /** 0 to 1; all steps of the run sum to 1. */
  readonly probability: number;
  readonly reasons: readonly SuspectReason[];
  /** Reasons not listed, and what they sum to. */
  readonly otherReasons: number;
  readonly otherLogOdds: number;
  /** From it to where the failure shows. */
  readonly path: readonly PathRef[];
}

export interface WhyInfo {
  /** At most five. */
  readonly sentences: readonly Sentence[];
  readonly suspects: readonly SuspectInfo[];
  readonly agents: readonly { readonly agent: string; readonly probability: number }[];
  readonly steps: number;
  /** Which weights were used, and what they rest on. */
  readonly family: string;
  readonly basis: string;
  /** Acts that fail runs of the same task more often than they pass them; empty with a reason if it cannot be told. */
  readonly spectrum: readonly SpectrumInfo[];
  readonly spectrumNote: string;
  /** False if nothing says that the run failed; suspects are then only where to look first. */
  readonly failed: boolean;
}

export interface SpectrumInfo {
  /** What was done: agent, tool, and how it ended. */
  readonly act: string;
  readonly event: EventRef;
  /** Ochiai's coefficient, 0 to 1. */
  readonly suspicion: number;
  readonly failedWith: number;
  readonly failed: number;
  readonly passedWith: number;
  readonly passed: number;
}

export interface HighlightInfo {
  readonly event: EventRef;
  /** 0 to 1. */
  readonly importance: number;
  readonly why: string;
}

export interface RestoreInfo {
  readonly name: "safest" | "balanced" | "restart";
  /** The event to start again before. */
  readonly event: EventRef;
  /** The checkpoint there; null if none was recorded and only the place is known. */
  readonly checkpoint: EventRef | null;
  readonly errorIsLater: number;
  readonly kept: number;
  readonly sideEffects: readonly EventRef[];
  readonly sideEffectsTotal: number;
}

export interface RestoreAnswer {
  readonly picks: readonly RestoreInfo[];
  readonly checkpoints: number;
  /** In what unit work was measured. */
  readonly unit: "time" | "tokens" | "steps";
  readonly note: string;
}

export type AlertSeverity = "low" | "medium" | "high" | "critical";

export interface AlertInfo {
  readonly type: string;
  readonly severity: AlertSeverity;
  readonly signal: string;
  readonly agent: string;
  readonly events: readonly EventRef[];
  /** Events concerned, of which `events` are the first and last. */
  readonly total: number;
}

/** Whether what an event says was found in what came before it. */
export type Verdict = "verifiable" | "altered" | "not found" | "not checkable";

export interface ClaimInfo {
  readonly kind: "quote" | "number" | "identifier" | "argument" | "citation";
  readonly claim: string;
  readonly verdict: Verdict;
  readonly event: EventRef;
  /** Where it stands, or stands in another form; for what was not found, where an agent first said it. Null if nowhere. */
  readonly source: EventRef | null;
  /** How it stands there, if altered; else empty. */
  readonly standsAs: string;
}

export interface GroundingRate {
  readonly name: string;
  readonly verifiable: number;
  readonly altered: number;
  readonly notFound: number;
  readonly notCheckable: number;
  /** Verifiable ÷ checked; null if nothing could be checked. */
  readonly rate: number | null;
}

export interface GroundingInfo {
  readonly run: GroundingRate;
  readonly agents: readonly GroundingRate[];
  readonly decisions: readonly { readonly event: EventRef; readonly rate: GroundingRate }[];
  /** Claims that are altered or not found, the most telling first; at most 200. */
  readonly claims: readonly ClaimInfo[];
  readonly claimsTotal: number;
}

export interface InsightInfo {
  readonly run: number;
  readonly events: number;
  /** Events read; fewer than `events` beyond the bound asked for or that of 200,000. */
  readonly read: number;
  /** What happened, for a person who builds no agents: at most five sentences. */
  readonly story: Part<readonly Sentence[]>;
  readonly why: Part<WhyInfo>;
  readonly highlights: Part<readonly HighlightInfo[]>;
  readonly restore: Part<RestoreAnswer>;
  readonly alerts: Part<readonly AlertInfo[]>;
  readonly grounding: Part<GroundingInfo>;
}

export interface ClusterInfo {
  /** The same for the same failure in any file: made from its fingerprint. */
  readonly id: string;
  readonly template: string;
  /** Name given by hand; empty for none. */
  readonly name: string;
  /** Ids of the groups it was made from by hand; empty if it was not. */
  readonly joined: readonly string[];
  /** Taken out of another group by hand. */
  readonly isSplit: boolean;
  readonly kind: string;
  readonly tool: string;
  readonly errorClass: string;
  /** Kinds of the events that enclose it, with counts, most frequent first. */
  readonly inside: readonly { readonly kind: string; readonly count: number }[];
  readonly count: number;
  readonly runs: number;
  readonly files: number;
  readonly firstUnixUs: number;
  readonly lastUnixUs: number;
  /** Milliseconds spent on the failing steps, and tokens spent on reading their failures. */
  readonly wastedMs: number;
  readonly wastedTokens: number;
  /** 0 to 1. */
  readonly severity: number;
  readonly severityReasons: readonly { readonly says: string; readonly share: number }[];
  /** Bits of surprise against the other runs that are open; null if there are none. */
  readonly novelty: number | null;
  /** True if only the runs asked about have it. */
  readonly onlyHere: boolean;
  readonly representative: EventRef;
  /** Title of the run of the representative. */
  readonly runTitle: string;
  /** Rows of the members in recorded order, at most 10,000. */
  readonly rows: Int32Array;
}

export interface ClustersInfo {
  readonly clusters: readonly ClusterInfo[];
  /** Failing events looked at, and how many there are. */
  readonly failures: number;
  readonly failuresTotal: number;
  readonly runs: number;
  /** Ids of clusters in the order to read one of each. */
  readonly queue: readonly string[];
  readonly note: string;
}

/** What the page says about runs by itself. */
export interface InsightAnalyses {
  /** Everything about one run. `most` bounds the events read, from the beginning: a first part of a long run is soon there. */
  readonly insight: { readonly params: { readonly run: number; readonly most?: number }; readonly result: InsightInfo };
  /** Failures grouped: of one run (measured against the others), or of all that is open. */
  readonly clusters: { readonly params: { readonly run: number | null; readonly edits?: GroupEdits }; readonly result: ClustersInfo };
}
