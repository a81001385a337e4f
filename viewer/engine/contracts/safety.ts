import type { EventRef } from "./insight.ts";

/** How a call or an act stands with the guards. `none`: nobody looked at it. */
export const SAFETY_VERDICTS = ["allowed", "warned", "failed", "blocked", "denied", "refused", "violated", "approved", "in force", "none"] as const;
export type SafetyVerdict = (typeof SAFETY_VERDICTS)[number];

/** What an entry of the trail is. `wanted` is a call a model asked for that was never made. */
export const ENTRY_KINDS = ["call", "wanted", "check", "violation", "refusal", "approval", "denial", "policy"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** How a verdict was found to belong to a call. */
export type VerdictLink = "upstream" | "reply" | "related" | "parent" | "same cause" | "named" | "result" | "order" | "";

/** One line of the trail. */
export interface TrailEntry {
  readonly row: number;
  readonly number: number;
  readonly kind: EntryKind;
  readonly eventKind: string;
  readonly outcome: string;
  readonly agent: string;
  /** What was done or looked at, in one line. */
  readonly act: string;
  /** Policy or guard concerned; empty if none is named. */
  readonly policy: string;
  readonly verdict: SafetyVerdict;
  /** Why, in one line. */
  readonly because: string;
  /** For calls: what they do to the world, by the tool's name. */
  readonly effect: "read" | "write" | "unknown" | "";
  readonly link: VerdictLink;
  /** Row of the event the verdict comes from; -1 if it is this one or there is none. */
  readonly judgedBy: number;
}

/** One step on the way from a policy to a refusal. */
export interface IncidentStep {
  readonly event: EventRef;
  readonly role: "policy" | "asked for" | "call" | "evidence" | "warning" | "failed check" | "block" | "violation" | "denial" | "approval" | "refusal" | "retry";
}

/** Something the guards spoke about, from the policy in force to what came of it. */
export interface IncidentInfo {
  readonly title: string;
  readonly policy: string;
  readonly steps: readonly IncidentStep[];
  readonly stepsTotal: number;
}

/** What was blocked and then tried again. */
export interface EvasionInfo {
  readonly blocked: EventRef;
  readonly retry: EventRef;
  readonly wanted: string;
  readonly triedAs: string;
  /** Share of what was blocked that stands in the retry, 0 to 1. */
  readonly likeness: number;
  /** True if the retry was not stopped. */
  readonly gotThrough: boolean;
}

export interface GapsInfo {
  /** Calls made, and those of them that nobody judged. */
  readonly calls: number;
  readonly none: number;
  /** Of those without a verdict: calls that change something, and those nobody can tell of. */
  readonly writes: number;
  readonly unknown: number;
  /** By tool, writes first, most first. */
  readonly tools: readonly { readonly tool: string; readonly effect: "read" | "write" | "unknown"; readonly none: number; readonly calls: number; readonly first: EventRef }[];
}

export interface SafetyInfo {
  readonly run: number;
  readonly events: number;
  readonly read: number;
  /** At most 50,000. */
  readonly entries: readonly TrailEntry[];
  readonly entriesTotal: number;
  /** Checks of any outcome in the run. */
  readonly guards: number;
  readonly gaps: GapsInfo;
  readonly incidents: readonly IncidentInfo[];
  readonly incidentsTotal: number;
  readonly evasions: readonly EvasionInfo[];
}

/** Whether the hash chain of the file of a run holds. */
export interface ChainInfo {
  readonly file: string;
  /** `none`: the file has no chain. */
  readonly state: "none" | "unbroken" | "broken";
  readonly lines: number;
  /** Lines that carry and fit the hash of the line before. */
  readonly fit: number;
  /** Chains in the file: one each header that begins one. */
  readonly parts: number;
  /** First line that does not fit: its number in the file from 1, what is wrong, and the row of its event if it is one. */
  readonly broken: { readonly line: number; readonly row: number; readonly says: string } | null;
  readonly brokenTotal: number;
}

/** What a policy would have decided. */
export interface WhatIfInfo {
  /** All that is wrong with the text; the rest is empty then. */
  readonly problems: readonly string[];
  readonly name: string;
  readonly counts: { readonly allow: number; readonly ask: number; readonly deny: number };
  readonly rules: readonly { readonly title: string; readonly decision: "allow" | "ask" | "deny"; readonly because: string; readonly hits: number }[];
  /** One for each call of the trail, in order; at most 50,000. */
  readonly calls: readonly WhatIfCall[];
  readonly callsTotal: number;
  /** Calls that would have gone another way. */
  readonly changes: number;
}

export interface WhatIfCall {
  readonly row: number;
  readonly number: number;
  readonly act: string;
  readonly agent: string;
  readonly was: SafetyVerdict;
  readonly decision: "allow" | "ask" | "deny";
  /** Place of the rule that decides; -1 for the default. */
  readonly rule: number;
  readonly isChange: boolean;
}

/** What guards, people and models said of what a run did. */
export interface SafetyAnalyses {
  /** `most` bounds the events read, from the beginning: a first part of a long run is soon there. */
  readonly "safety-trail": { readonly params: { readonly run: number; readonly most?: number }; readonly result: SafetyInfo };
  readonly "hash-chain": { readonly params: { readonly run: number }; readonly result: ChainInfo };
  /** Judges a run by the text of a policy file. */
  readonly "what-if": { readonly params: { readonly run: number; readonly policy: string }; readonly result: WhatIfInfo };
}
