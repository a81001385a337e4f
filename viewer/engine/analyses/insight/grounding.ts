import type { EventRef, GroundingInfo, GroundingRate } from "../../contracts/insight.ts";
import { checkGrounding, type CheckedClaim } from "../grounding/grounding.ts";
import type { Story } from "./story.ts";

const MOST_CLAIMS = 200;
const MOST_DECISIONS = 200;
const LONGEST = 200;
/** Order in which claims are listed: what is wrong in itself first. */
const TELLING: Readonly<Record<CheckedClaim["kind"], number>> = { citation: 0, quote: 1, argument: 2, identifier: 3, number: 4 };

/** Grounding of a run, its agents and its decisions. Throws Error with a reason if nothing in it claims anything. */
export function groundingOf(story: Story, ref: (index: number) => EventRef): GroundingInfo {
  const claims = checkGrounding(story.events, story.facts);
  if (claims.length === 0) throw new Error("no agent of this run quotes, names a number or identifier, cites, or hands values to a tool");
  const agentOf = (claim: CheckedClaim): string => story.events[claim.event]?.envelope.agent ?? "";
  const wrong = claims.filter(({ verdict }) => verdict === "altered" || verdict === "not found");
  const decisions = [...groupBy(claims, ({ event }) => event)].filter(([event]) => story.events[event]?.kind === "decision");
  const listed = wrong.toSorted((a, b) => TELLING[a.kind] - TELLING[b.kind] || a.event - b.event).slice(0, MOST_CLAIMS);
  return {
    run: rateOf("run", claims),
    agents: [...groupBy(claims, agentOf)].map(([agent, own]) => rateOf(agent, own)).toSorted((a, b) => (a.rate ?? 2) - (b.rate ?? 2) || (a.name < b.name ? -1 : 1)),
    decisions: decisions.slice(0, MOST_DECISIONS).map(([event, own]) => ({ event: ref(event), rate: rateOf("decision", own) })),
    claims: listed.map(({ kind, claim, verdict, event, source, standsAs }) => ({ kind, claim: claim.slice(0, LONGEST), verdict, event: ref(event), source: source < 0 ? null : ref(source), standsAs: standsAs.slice(0, LONGEST) })),
    claimsTotal: wrong.length,
  };
}

function rateOf(name: string, claims: readonly CheckedClaim[]): GroundingRate {
  const count = (verdict: CheckedClaim["verdict"]): number => claims.filter((claim) => claim.verdict === verdict).length;
  const [verifiable, altered, notFound, notCheckable] = [count("verifiable"), count("altered"), count("not found"), count("not checkable")];
  const checked = verifiable + altered + notFound;
  return { name, verifiable, altered, notFound, notCheckable, rate: checked === 0 ? null : verifiable / checked };
}

function groupBy<K>(claims: readonly CheckedClaim[], keyOf: (claim: CheckedClaim) => K): Map<K, CheckedClaim[]> {
  const groups = new Map<K, CheckedClaim[]>();
  for (const claim of claims) {
    const key = keyOf(claim);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  return groups;
}
