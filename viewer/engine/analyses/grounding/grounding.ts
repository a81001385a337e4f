import { asList, asObject, asText, textOf } from "../../../../format/importers/kit/read.ts";
import type { RunFacts, StepFacts } from "../cause/facts.ts";
import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";
import { isComputed, isIdentifier, isTellingNumber, quotesOf } from "./claims.ts";
import { QuoteSources } from "./sources.ts";

/** Whether what was said stands in what came before. */
export type ClaimVerdict = "verifiable" | "altered" | "not found" | "not checkable";

/** One claim and what became of it. */
export interface CheckedClaim {
  readonly kind: "quote" | "number" | "identifier" | "argument" | "citation";
  readonly claim: string;
  readonly verdict: ClaimVerdict;
  /** Index of the event that claims, and of the one it was found in, or of the one in which an agent first said what was not found; -1 if there is none. */
  readonly event: number;
  readonly source: number;
  readonly standsAs: string;
}

const MOST_QUOTES = 400;
/** With more numbers at hand, some sum or product of two of them is bound to come out at any number. */
const MOST_OPERANDS = 8;
const MOST_CLAIMS_PER_STEP = 60;
/** Kinds whose text is not evidence for anything. */
const NO_SOURCE: ReadonlySet<string> = new Set(["annotation", "behavior_alert", "checkpoint", "log", "agent_end"]);

/** Checks what agents said and did against everything recorded before. */
export function checkGrounding(events: readonly StoryEvent[], run: RunFacts): CheckedClaim[] {
  return [...valueClaims(run), ...textClaims(events)].toSorted((a, b) => a.event - b.event);
}

/** Numbers and identifiers in what agents say, and the values they hand to tools. */
function valueClaims(run: RunFacts): CheckedClaim[] {
  const claims: CheckedClaim[] = [];
  const given = new Map<number, number>();
  for (const id of run.givenAtStart) given.set(id, -1);
  let lastNumbers: readonly string[] = [];
  for (const fact of run.facts) {
    const { step, tokens } = fact;
    if (step.role === "agent") claims.push(...claimsOf(fact, run, { given, lastNumbers }));
    else {
      for (const ids of [tokens.words, tokens.numbers]) for (const id of ids) if (!given.has(id)) given.set(id, step.event);
      for (const part of tokens.words.filter((id) => run.hasDigit(id)).flatMap((id) => partsOf(run.tokenText(id)))) {
        const id = run.tokenId(part);
        if (id >= 0 && !given.has(id)) given.set(id, step.event);
      }
      lastNumbers = tokens.numbers.length > MOST_OPERANDS ? [] : tokens.numbers.map((id) => run.tokenText(id));
    }
  }
  return claims;
}

/** Numbers inside an identifier, by which people name it: 7091239 for gift_card_7091239. */
function partsOf(word: string): readonly string[] {
  return isIdentifier(word) ? (word.match(/\d{3,20}/g) ?? []) : [];
}

interface Known {
  readonly given: ReadonlyMap<number, number>;
  readonly lastNumbers: readonly string[];
}

function claimsOf({ step, tokens }: StepFacts, run: RunFacts, { given, lastNumbers }: Known): CheckedClaim[] {
  if (step.tools.length > 0 && step.values.length > 0) return step.values.slice(0, MOST_CLAIMS_PER_STEP).map((value) => argumentClaim(value, step.events.at(-1) ?? step.event, { run, given, lastNumbers }));
  if (step.tools.includes("code")) return [];
  const own = tokens.numbers.filter((id) => given.has(id)).slice(0, MOST_OPERANDS).map((id) => run.tokenText(id));
  const numbers = tokens.numbers.filter((id) => isTellingNumber(run.tokenText(id))).slice(0, MOST_CLAIMS_PER_STEP);
  const identifiers = tokens.words.filter((id) => run.hasDigit(id) && isIdentifier(run.tokenText(id))).slice(0, MOST_CLAIMS_PER_STEP);
  const claim = (id: number, kind: "number" | "identifier"): CheckedClaim => {
    const text = run.tokenText(id);
    const isFound = given.has(id) || (kind === "number" && (isSame(text, run, given) || isComputed(text, [...own, ...lastNumbers])));
    const saidIn = run.facts[run.originOf(id)]?.step.event ?? -1;
    const source = given.get(id) ?? (isFound || saidIn === step.event ? -1 : saidIn);
    return { kind, claim: text, verdict: isFound ? "verifiable" : "not found", event: step.event, source, standsAs: "" };
  };
  return [...numbers.map((id) => claim(id, "number")), ...identifiers.map((id) => claim(id, "identifier"))];
}

/** The same number written in another way, as 5 for 5.00. */
function isSame(number: string, run: RunFacts, given: ReadonlyMap<number, number>): boolean {
  const value = Number(number);
  return [String(value), value.toFixed(1), value.toFixed(2)].some((form) => given.has(run.tokenId(form)));
}

function argumentClaim(value: string, event: number, { run, given, lastNumbers }: Known & { readonly run: RunFacts }): CheckedClaim {
  const ids = run.idsOf(value);
  const isKnown = ids.every((id) => given.has(id)) || (isNumber(value) && (isSame(value, run, given) || isComputed(value, lastNumbers)));
  const isTelling = ids.length > 0 && (isNumber(value) ? isTellingNumber(value) : value.length >= 3);
  const verdict = !isTelling ? "not checkable" : isKnown ? "verifiable" : CHOICE.test(value) ? "not checkable" : "not found";
  const source = verdict === "verifiable" ? ids.reduce((latest, id) => Math.max(latest, given.get(id) ?? -1), -1) : -1;
  return { kind: "argument", claim: value, verdict, event, source, standsAs: "" };
}

/** One word without digits: a choice among values of the tool's own, which need not stand anywhere. */
const CHOICE = /^[\p{L}_-]{1,24}$/u;

function isNumber(value: string): boolean {
  return value.trim() !== "" && Number.isFinite(Number(value));
}

/** Quotations in what agents say, and the evidence that decisions name. */
function textClaims(events: readonly StoryEvent[]): CheckedClaim[] {
  const byId = new Map(events.map(({ envelope, index }) => [envelope.id ?? "", index]));
  const open: { readonly event: StoryEvent; readonly quote: string }[] = [];
  const claims: CheckedClaim[] = [];
  for (const event of events) {
    const isSpoken = event.kind === "decision" || event.kind === "llm_response" || event.kind === "agent_turn";
    if (isSpoken && open.length < MOST_QUOTES) for (const quote of quotesOf(eventText(event))) open.push({ event, quote });
    if (event.kind === "decision") claims.push(...citations(event, { events, byId, open }));
  }
  const sources = open.length === 0 ? new QuoteSources() : sourcesOf(events);
  for (const { event, quote } of open.slice(0, MOST_QUOTES)) {
    const found = sources.find(quote, event.index);
    const [source, standsAs] = [found.verdict === "not found" ? -1 : found.event, found.verdict === "altered" ? found.standsAs : ""];
    claims.push({ kind: "quote", claim: quote, verdict: found.verdict, event: event.index, source, standsAs });
  }
  return claims;
}

function sourcesOf(events: readonly StoryEvent[]): QuoteSources {
  const sources = new QuoteSources();
  for (const event of events) if (!NO_SOURCE.has(event.kind)) sources.add(event.index, eventText(event));
  return sources;
}

interface Cited {
  readonly events: readonly StoryEvent[];
  readonly byId: ReadonlyMap<string, number>;
  readonly open: { readonly event: StoryEvent; readonly quote: string }[];
}

/** Events a decision names must exist and come before it; what it says they hold must stand there. */
function citations(event: StoryEvent, { events, byId, open }: Cited): CheckedClaim[] {
  const claims: CheckedClaim[] = [];
  const cite = (id: string, content: string): void => {
    const source = byId.get(id) ?? -1;
    const common = { kind: "citation" as const, claim: content === "" ? `event ${id}` : content, event: event.index };
    if (source < 0 || source >= event.index) claims.push({ ...common, verdict: "not found", source: -1, standsAs: "" });
    else if (content === "") claims.push({ ...common, verdict: "verifiable", source, standsAs: "" });
    else {
      const sources = new QuoteSources();
      sources.add(source, eventText(events[source] as StoryEvent));
      const found = sources.find(content, event.index);
      claims.push({ ...common, verdict: found.verdict, source: found.verdict === "not found" ? -1 : source, standsAs: found.verdict === "altered" ? found.standsAs : "" });
    }
  };
  const named = event.envelope.evidence;
  if (Array.isArray(named)) for (const id of named.slice(0, MOST_CLAIMS_PER_STEP)) cite(String(id), "");
  for (const item of asList(asObject(event.payload())?.["evidence"]).slice(0, MOST_CLAIMS_PER_STEP)) {
    const evidence = asObject(item);
    const content = textOf(evidence?.["content"]);
    const id = asText(evidence?.["event"]);
    if (id !== undefined) cite(id, content);
    else if (content !== "") open.push({ event, quote: content });
  }
  return claims;
}
