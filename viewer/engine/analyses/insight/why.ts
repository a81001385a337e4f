import type { EventRef, PathRef, Sentence, SpectrumInfo, SuspectInfo, SuspectReason, WhyInfo } from "../../contracts/insight.ts";
import { FLAG_FAILING } from "../../trace-columns.ts";
import { FEATURES } from "../cause/features.ts";
import { rankActors, type Suspect } from "../cause/model.ts";
import type { Via } from "../cause/path.ts";
import { UNEXPECTED, type Story } from "./story.ts";

/** Suspects named, and reasons named for each. */
const SUSPECTS = 5;
const REASONS = 6;
/** Suspects whose path is worked out. */
const PATHS = 3;

type Ref = (index: number) => EventRef;

const VIA: Readonly<Record<Via, string>> = {
  uses: "is used by",
  evidence: "is evidence for",
  result: "was answered by",
  inside: "encloses",
  data: "gives words and numbers to",
  order: "is followed by",
};

/** Why a run failed: the answer in sentences, then the suspects behind it. Throws Error with a reason if there is nothing to rank. */
export function whyOf(story: Story, ref: Ref, spectrum: { readonly acts: readonly SpectrumInfo[]; readonly note: string }): WhyInfo {
  const { suspects, facts, family } = story;
  if (suspects.length === 0) throw new Error("no step of this run can be ranked: it holds no turn, decision, answer, call or result");
  return {
    sentences: sentences(story, ref),
    suspects: suspects.slice(0, SUSPECTS).map((suspect, rank) => suspectInfo(suspect, { path: rank < PATHS ? pathOf(story, suspect, ref) : [], isUnexpected: story.isUnexpected(suspect.fact) }, ref)),
    agents: rankActors(suspects).slice(0, 20).map(({ actor, probability }) => ({ agent: actor, probability })),
    steps: facts.candidates.length,
    family: family.title,
    basis: family.basis,
    spectrum: spectrum.acts,
    spectrumNote: spectrum.note,
    failed: story.hasFailed,
  };
}

const NOT_EXPECTED: SuspectReason = { says: "is not among the acts that were expected (set by hand, not fitted)", logOdds: UNEXPECTED };

function suspectInfo({ fact, probability, reasons: reasonsOf }: Suspect, { path, isUnexpected }: { readonly path: readonly PathRef[]; readonly isUnexpected: boolean }, ref: Ref): SuspectInfo {
  const reasons = reasonsOf();
  const rest = reasons.slice(REASONS);
  const told = reasons.slice(0, REASONS).map(({ feature, logOdds, isHigh }) => ({ says: `${isHigh ? "" : "less than others: "}${FEATURES[feature].says}`, logOdds }));
  return {
    event: ref(fact.step.event),
    probability,
    reasons: [...(isUnexpected ? [NOT_EXPECTED] : []), ...told],
    otherReasons: rest.length,
    otherLogOdds: rest.reduce((sum, { logOdds }) => sum + logOdds, 0),
    path,
  };
}

/** Where the failure shows: the first failure after the suspect, else the final answer, else the last step. */
function effectPlace({ facts }: Story, at: number): number {
  const failure = facts.facts.find((fact) => fact.at > at && fact.step.failed);
  if (failure !== undefined) return failure.at;
  return facts.answerAt > at ? facts.answerAt : facts.facts.length - 1;
}

function pathOf(story: Story, { fact }: Suspect, ref: Ref): PathRef[] {
  const path = story.paths.between(fact.at, effectPlace(story, fact.at));
  return path.map(({ at, via }, step) => ({ event: ref(story.facts.facts[at]?.step.event ?? 0), via: step === 0 ? "" : VIA[via] }));
}

function sentences(story: Story, ref: Ref): Sentence[] {
  const [first, ...others] = story.suspects as readonly [Suspect, ...Suspect[]];
  const said = [ending(story, ref), accusation(first, ref), effect(story, first, ref), ground(story, first, ref), alternatives(others, ref)];
  return said.filter((sentence) => sentence !== undefined);
}

/** Features of steps with values that no message or result had given. */
const UNGROUNDED: ReadonlySet<string> = new Set(["asksUngrounded", "writesUngrounded"]);

function ending(story: Story, ref: Ref): Sentence {
  const end = story.events[story.end];
  const last = story.events.length - 1;
  if (end === undefined) return { text: story.hasFailed ? "The run has no recorded end, and steps of it failed." : "The run has no recorded end, and nothing in it failed openly.", events: [ref(last)] };
  const { outcome, score } = end.envelope;
  const scored = score === undefined ? "" : ` with a score of ${score}`;
  if (end.flag === FLAG_FAILING) return { text: `The run ended as ${outcome}${scored}.`, events: [ref(end.index)] };
  return { text: `Nothing says that this run failed (it ended${outcome === undefined ? "" : ` as ${outcome}`}${scored}); what follows is only where to look first.`, events: [ref(end.index)] };
}

function accusation({ fact, probability, reasons }: Suspect, ref: Ref): Sentence {
  const told = reasons().filter(({ logOdds, isHigh }) => isHigh && logOdds > 0.05).slice(0, 2).map(({ feature }) => FEATURES[feature].says);
  const event = ref(fact.step.event);
  const who = event.agent === "" ? "" : ` by ${event.agent}`;
  const because = told.length === 0 ? "" : `: it ${told.join(", and it ")}`;
  return { text: `First suspect (${percent(probability)}): step #${event.number}${who}${because}.`, events: [event] };
}

function effect(story: Story, { fact }: Suspect, ref: Ref): Sentence | undefined {
  const at = effectPlace(story, fact.at);
  const shown = story.facts.facts[at];
  if (shown === undefined || at === fact.at) return undefined;
  const event = ref(shown.step.event);
  const later = at - fact.at === 1 ? "The next step" : `${at - fact.at} steps later, step #${event.number}`;
  if (shown.step.failed) return { text: `${later} failed: ${shorten(event.text, 100)}`, events: [event] };
  return { text: `Nothing failed openly after it; ${at === story.facts.answerAt ? `the final answer (#${event.number})` : `the last step (#${event.number})`} came ${at - fact.at} ${at - fact.at === 1 ? "step" : "steps"} later.`, events: [event] };
}

/** The hardest ground there is besides the ranking: expected acts, then a claim of success, then another alert. */
function ground(story: Story, { fact, reasons }: Suspect, ref: Ref): Sentence | undefined {
  const { deviations, alerts } = story;
  const [wrong] = deviations?.wrong ?? [];
  const [missing] = deviations?.missing ?? [];
  if (wrong !== undefined) return { text: `Step #${ref(wrong).number} is not among the acts that were expected${missing === undefined ? "" : `; ${shorten(missing, 90)} was expected instead and never made`}.`, events: [ref(wrong)] };
  if (missing !== undefined) return { text: `An expected act was never made: ${shorten(missing, 110)}.`, events: [ref(Math.max(0, story.end))] };
  // Asking about values of one's own speaks against a step as often as for it; it is ground only where the ranking says so.
  const isGround = fact.ungrounded > 0 && reasons().some(({ feature, logOdds, isHigh }) => UNGROUNDED.has(feature) && isHigh && logOdds > 0);
  if (isGround) return { text: `It passes on ${fact.ungrounded === 1 ? "a value" : `${fact.ungrounded} values`} that no message or result had given.`, events: [ref(fact.step.event)] };
  const alert = alerts.find(({ severity }) => severity === "high" || severity === "critical") ?? alerts.find(({ severity }) => severity === "medium");
  if (alert === undefined) return undefined;
  return { text: `Also noticed: ${alert.agent === "" ? "" : `${alert.agent}: `}${shorten(alert.signal, 120)}.`, events: alert.events.slice(0, 2).map(ref) };
}

function alternatives(others: readonly Suspect[], ref: Ref): Sentence | undefined {
  const named = others.filter(({ probability }) => probability >= 0.05).slice(0, 2);
  if (named.length === 0) return undefined;
  const events = named.map(({ fact }) => ref(fact.step.event));
  const each = events.map((event, i) => `step #${event.number}${event.agent === "" ? "" : ` by ${event.agent}`} (${percent(named[i]?.probability ?? 0)})`);
  return { text: `If not that one: ${each.join(", or ")}.`, events };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function shorten(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
