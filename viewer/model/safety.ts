import type { ChainInfo, SafetyInfo, SafetyVerdict, TrailEntry } from "../engine/contracts/safety.ts";
import { countOf, formatCount } from "./text.ts";

/** What may be left of the trail, in the order of the chips. */
export const SAFETY_FILTERS = [
  { id: "all", title: "all", holds: () => true },
  { id: "checks", title: "checks", holds: ({ kind }) => kind === "check" },
  { id: "blocks", title: "blocks", holds: ({ verdict }) => verdict === "blocked" },
  { id: "violations", title: "violations", holds: ({ kind }) => kind === "violation" },
  { id: "refusals", title: "refusals", holds: ({ verdict }) => verdict === "refused" },
  { id: "approvals", title: "approvals", holds: ({ verdict }) => verdict === "approved" },
  { id: "denials", title: "denials", holds: ({ verdict }) => verdict === "denied" },
  { id: "none", title: "no verdict", holds: ({ verdict }) => verdict === "none" },
] as const satisfies readonly { readonly id: string; readonly title: string; readonly holds: (entry: TrailEntry) => boolean }[];

export type SafetyFilter = (typeof SAFETY_FILTERS)[number]["id"];

/** The entries a filter leaves. */
export function filterTrail(entries: readonly TrailEntry[], filter: SafetyFilter): readonly TrailEntry[] {
  const holds: (entry: TrailEntry) => boolean = SAFETY_FILTERS.find(({ id }) => id === filter)?.holds ?? (() => true);
  return filter === "all" ? entries : entries.filter(holds);
}

/** Sign and tone of a verdict: never colour alone. */
export const VERDICT_SIGNS: Readonly<Record<SafetyVerdict, { readonly sign: string; readonly tone: "good" | "warn" | "bad" | "plain" }>> = {
  allowed: { sign: "●", tone: "good" },
  approved: { sign: "✓", tone: "good" },
  warned: { sign: "▲", tone: "warn" },
  failed: { sign: "✕", tone: "bad" },
  blocked: { sign: "■", tone: "bad" },
  denied: { sign: "⊘", tone: "bad" },
  refused: { sign: "◆", tone: "bad" },
  violated: { sign: "‼", tone: "bad" },
  "in force": { sign: "§", tone: "plain" },
  none: { sign: "!", tone: "bad" },
};

/** Whether the chain holds, in one line. */
export function chainText({ state, lines, fit, parts, broken, brokenTotal }: ChainInfo): string {
  if (state === "none") return "no hash chain in this file";
  if (broken !== null) return `chain broken at line ${formatCount(broken.line)}${brokenTotal > 1 ? ` and ${formatCount(brokenTotal - 1)} more` : ""}`;
  return `chain unbroken, ${formatCount(fit)} of ${formatCount(lines - parts)}`;
}

/** Calls nobody judged, in one sentence. */
export function gapsText({ gaps, guards }: Pick<SafetyInfo, "gaps" | "guards">): string {
  if (gaps.calls === 0) return "This run calls no tool.";
  if (gaps.none === 0) return gaps.calls === 1 ? "The only call has a verdict." : `Every one of the ${countOf(gaps.calls, "call")} has a verdict.`;
  const kinds = [gaps.writes > 0 ? `${formatCount(gaps.writes)} that change something` : "", gaps.unknown > 0 ? `${formatCount(gaps.unknown)} of which nobody can tell what they do` : ""].filter(Boolean);
  const none = guards === 0 ? "No guard was recorded in this run: " : "";
  return `${none}${formatCount(gaps.none)} of ${countOf(gaps.calls, "call")} ${gaps.none === 1 ? "has" : "have"} no verdict${kinds.length === 0 ? "" : `, among them ${kinds.join(" and ")}`}.`;
}
