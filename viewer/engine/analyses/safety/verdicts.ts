import { asObject, asText, lookUp, textOf } from "../../../../format/importers/kit/read.ts";
import type { SafetyVerdict, VerdictLink } from "../../contracts/safety.ts";
import type { StoryEvent } from "../story/event.ts";
import { eventText } from "../story/text.ts";
import { listOf, SPEAKING, type Act } from "./acts.ts";

/** What was said of an act, by which event, and how it was found to belong there. */
export interface Verdict {
  readonly verdict: SafetyVerdict;
  /** Index of the event that says so; -1 for none. */
  readonly by: number;
  readonly link: VerdictLink;
  /** Policy concerned, by whichever event about the act names one; empty if none does. */
  readonly policy: string;
}

/** Nobody looked at it. */
export const NO_VERDICT: Verdict = { verdict: "none", by: -1, link: "", policy: "" };

/** Causes looked through between a call and its guard. */
const MOST_HOPS = 3;
const MOST_CAUSES = 64;

const BY_OUTCOME: Readonly<Record<string, SafetyVerdict>> = { passed: "allowed", ok: "allowed", warn: "warned", failed: "failed", error: "failed", blocked: "blocked", denied: "denied", refused: "refused" };
const STRICTNESS: readonly SafetyVerdict[] = ["none", "in force", "allowed", "approved", "warned", "failed", "violated", "blocked", "denied", "refused"];
/** Verdicts that stop an act. */
export const STOPS: ReadonlySet<SafetyVerdict> = new Set(["blocked", "denied", "refused", "violated"]);

/** What a guard, a person or a model says by an event; undefined for events that say nothing of acts. */
export function verdictOf({ kind, envelope }: StoryEvent): SafetyVerdict | undefined {
  const { outcome = "" } = envelope;
  if (kind === "refusal") return "refused";
  if (kind === "policy_violation") return "violated";
  if (kind === "safety_check") return lookUp(BY_OUTCOME, outcome) ?? "none";
  if (kind === "human_input") return outcome === "denied" || outcome === "refused" ? "denied" : outcome === "ok" || outcome === "passed" ? "approved" : undefined;
  return undefined;
}

/** Finds for every act of a run what was said of it. */
export class Verdicts {
  readonly #events: readonly StoryEvent[];
  readonly #byId: ReadonlyMap<string, number>;
  /** Events that speak, by the id they point at, and how. */
  readonly #about = new Map<string, { readonly event: number; readonly link: VerdictLink }[]>();

  constructor(events: readonly StoryEvent[]) {
    this.#events = events;
    this.#byId = new Map(events.map(({ envelope, index }) => [envelope.id ?? "", index]));
    for (const event of events) if (verdictOf(event) !== undefined) this.#point(event);
  }

  /** What was said of each act, in their order. */
  of(acts: readonly Act[]): Verdict[] {
    const actors = new Map<number, Act[]>();
    for (const act of acts) {
      for (const cause of this.#causes(act)) {
        const same = actors.get(cause) ?? [];
        actors.set(cause, same);
        same.push(act);
      }
    }
    return acts.map((act) => this.#strictest([...this.#linked(act), ...this.#sameCause(act, actors), ...this.#byResult(act)]) ?? this.#byOrder(act) ?? NO_VERDICT);
  }

  #point({ index, envelope }: StoryEvent): void {
    const pointed: readonly (readonly [VerdictLink, readonly string[]])[] = [["upstream", listOf(envelope.upstream)], ["reply", [envelope.reply_to ?? ""]], ["related", listOf(envelope.related)], ["parent", [envelope.parent ?? ""]]];
    for (const [link, ids] of pointed) {
      for (const id of ids) {
        if (id === "") continue;
        const about = this.#about.get(id) ?? [];
        this.#about.set(id, about);
        about.push({ event: index, link });
      }
    }
  }

  /** Events that point at the call, those it points at itself, and the one it stands in. */
  #linked(act: Act): Verdict[] {
    if (act.kind === "wanted") return [];
    const { envelope } = this.#events[act.event] as StoryEvent;
    const pointing = this.#spokenOf(envelope.id ?? "").map(({ event, link }) => this.#verdict(event, link));
    const around = this.#event(envelope.parent);
    return [...pointing, ...this.#upstream(act), ...(around !== undefined && SPEAKING.has(around.kind) ? [this.#verdict(around.index, "parent")] : [])];
  }

  /** Guards among the causes of a call, also behind decisions. */
  #upstream({ event: call }: Act): Verdict[] {
    const found: Verdict[] = [];
    let front = listOf(this.#events[call]?.envelope.upstream);
    for (let hop = 0; hop < MOST_HOPS && front.length > 0; hop++) {
      const causes = front.slice(0, MOST_CAUSES).map((id) => this.#event(id)).filter((cause) => cause !== undefined && cause.index < call) as StoryEvent[];
      found.push(...causes.filter((cause) => verdictOf(cause) !== undefined).map(({ index }) => this.#verdict(index, "upstream")));
      front = causes.filter(({ kind }) => kind === "decision").flatMap(({ envelope }) => listOf(envelope.upstream));
    }
    return found;
  }

  #event(id: string | undefined): StoryEvent | undefined {
    return this.#events[this.#byId.get(id ?? "") ?? -1];
  }

  /** Events that speak of an id, and of what these say in turn: a denial that answers a check. Enclosing events do not count for what they enclose. */
  #spokenOf(id: string): { readonly event: number; readonly link: VerdictLink }[] {
    const found: { readonly event: number; readonly link: VerdictLink }[] = [];
    const seen = new Set<number>();
    const open = [...(this.#about.get(id) ?? [])];
    for (let next = open.pop(); next !== undefined && found.length < MOST_CAUSES; next = open.pop()) {
      if (seen.has(next.event)) continue;
      seen.add(next.event);
      found.push(next);
      const { envelope } = this.#events[next.event] as StoryEvent;
      open.push(...(this.#about.get(envelope.id ?? "") ?? []).map(({ event, link }) => ({ event, link: link === "parent" ? ("upstream" as const) : link })));
    }
    return found;
  }

  /** What an answer asks for and a guard speaks about: the guard that names the tool; one guard for all; else each its own by order. */
  #sameCause(act: Act, actors: ReadonlyMap<number, readonly Act[]>): Verdict[] {
    return this.#causes(act).flatMap((cause) => {
      const acts = actors.get(cause) ?? [];
      const spoken = this.#spokenOf(this.#events[cause]?.envelope.id ?? "").filter(({ event, link }) => link === "upstream" && (act.kind === "wanted" || event < act.event));
      if (acts.length < 2) return spoken.map(({ event }) => this.#verdict(event, "same cause"));
      const names = (event: number, { tool }: Act): boolean => tool !== "" && eventText(this.#events[event] as StoryEvent).includes(tool);
      const named = spoken.filter(({ event }) => names(event, act));
      if (named.length > 0) return named.map(({ event }) => this.#verdict(event, "named"));
      const open = spoken.filter(({ event }) => !acts.some((other) => names(event, other)));
      const checks = open.filter(({ event }) => this.#events[event]?.kind === "safety_check").toSorted((a, b) => a.event - b.event);
      if (checks.length === acts.length) return [this.#verdict(checks[acts.indexOf(act)]?.event ?? -1, "same cause")];
      return checks.length > 1 ? [] : open.map(({ event }) => this.#verdict(event, "same cause"));
    });
  }

  /** The answers that ask for an act. */
  #causes(act: Act): number[] {
    if (act.kind === "wanted") return [act.event];
    const { envelope } = this.#events[act.event] as StoryEvent;
    return listOf(envelope.upstream).map((id) => this.#byId.get(id) ?? -1).filter((index) => this.#events[index]?.kind === "llm_response" || this.#events[index]?.kind === "decision");
  }

  #byResult({ result }: Act): Verdict[] {
    const verdict = BY_OUTCOME[this.#events[result]?.envelope.outcome ?? ""];
    return verdict !== undefined && STOPS.has(verdict) ? [{ verdict, by: result, link: "result", policy: this.#events[result]?.envelope.policy ?? "" }] : [];
  }

  /** A check directly before a call, of the same agent, that is about nothing else. */
  #byOrder(act: Act): Verdict | undefined {
    for (let index = act.event - 1; act.kind === "call" && index >= 0 && index >= act.event - MOST_HOPS; index--) {
      const event = this.#events[index] as StoryEvent;
      if (event.kind === "safety_check") return event.envelope.agent === (act.agent || undefined) && listOf(event.envelope.upstream).length === 0 ? this.#verdict(index, "order") : undefined;
      if (event.kind !== "log" && event.kind !== "checkpoint" && event.kind !== "decision") return undefined;
    }
    return undefined;
  }

  #verdict(event: number, link: VerdictLink): Verdict {
    const spoken = this.#events[event];
    return spoken === undefined ? NO_VERDICT : { verdict: verdictOf(spoken) ?? "none", by: event, link, policy: spoken.envelope.policy ?? "" };
  }

  /** The strictest; a person's approval goes over a warning. */
  #strictest(found: readonly Verdict[]): Verdict | undefined {
    const approval = found.find(({ verdict }) => verdict === "approved");
    const sorted = found.filter(({ verdict }) => verdict !== "none").toSorted((a, b) => STRICTNESS.indexOf(b.verdict) - STRICTNESS.indexOf(a.verdict) || a.by - b.by);
    const strictest = sorted[0]?.verdict === "warned" && approval !== undefined ? approval : sorted[0];
    return strictest && { ...strictest, policy: strictest.policy || (found.find(({ policy }) => policy !== "")?.policy ?? "") };
  }
}

/** Why, in the words of the event that says so. */
export function reasonOf(event: StoryEvent): string {
  const payload = asObject(event.payload());
  if (event.kind === "policy_violation" && payload?.["details"] !== undefined) return textOf(payload["details"]);
  for (const member of ["rationale", "reason", "violation_type", "content", "error", "message"]) {
    const text = asText(payload?.[member]) ?? asText(asObject(payload?.[member])?.["message"]);
    if (text !== undefined) return text;
  }
  return "";
}
