import type { FoundAlert } from "../alerts/found.ts";
import type { RunFacts } from "../cause/facts.ts";
import type { Suspect } from "../cause/model.ts";
import type { StoryEvent } from "../story/event.ts";
import { FLAG_FAILING, FLAG_STOPPED } from "../../trace-columns.ts";

/** A moment worth reading. */
export interface Highlight {
  readonly event: number;
  /** 0 to 1. */
  readonly importance: number;
  readonly why: string;
}

interface Sign {
  readonly weight: number;
  readonly why: string;
}

/** Most moments of a run. */
const MOST = 20;
const LOW_CONFIDENCE = 0.5;
/** Each further moment of the same sort counts this much less. */
const REPETITION = 0.6;

/** Importance of every event (0 to 1, noisy-or over its signs) and the run's decisive moments in recorded order. */
export function highlightsOf(events: readonly StoryEvent[], { run, suspects, alerts }: { readonly run: RunFacts; readonly suspects: readonly Suspect[]; readonly alerts: readonly FoundAlert[] }): { readonly importance: Float64Array; readonly moments: readonly Highlight[] } {
  const signs = new Map<number, Sign[]>();
  const add = (event: number | undefined, weight: number, why: string): void => {
    if (event === undefined) return;
    const own = signs.get(event);
    if (own === undefined) signs.set(event, [{ weight, why }]);
    else own.push({ weight, why });
  };
  for (const [rank, { fact, probability }] of suspects.slice(0, 5).entries()) add(fact.step.event, Math.min(0.9, 0.3 + probability), rank === 0 ? `first suspect (${percent(probability)})` : `suspect ${rank + 1} (${percent(probability)})`);
  addSteps(run, add);
  for (const event of events) addEvent(event, add);
  for (const { type, severity, events: shown } of alerts) add(shown[0], ALERT_WEIGHT[severity], `begin of an alert: ${type.replaceAll("_", " ")}`);
  const importance = Float64Array.from(events, ({ index }) => 1 - (signs.get(index) ?? []).reduce((product, { weight }) => product * (1 - weight), 1));
  return { importance, moments: pick(events, importance, signs) };
}

const ALERT_WEIGHT: Readonly<Record<FoundAlert["severity"], number>> = { low: 0.15, medium: 0.4, high: 0.55, critical: 0.7 };

type Add = (event: number | undefined, weight: number, why: string) => void;

function addSteps({ facts, answerAt, firstFailure }: RunFacts, add: Add): void {
  add(facts[answerAt]?.step.event, 0.5, "the final answer");
  add(facts[firstFailure]?.step.event, 0.5, "the first failure");
  const failing = new Set<string>();
  for (const [at, { step, outcome, newNumbers }] of facts.entries()) {
    const [tool = ""] = step.tools;
    if (step.changes && outcome !== "failed") add(step.event, 0.4, `changes something: ${tool}`);
    if (outcome === "failed") failing.add(tool);
    if (outcome === "ok" && failing.delete(tool)) add(facts[at + 1]?.step.event, 0.35, `${tool} works again`);
    if (step.role === "person" && at > 0) add(step.event, 0.3, "a person steps in");
    if (step.role === "agent" && newNumbers >= 3) add(step.event, 0.15, "brings in numbers nobody had given");
  }
}

function addEvent(event: StoryEvent, add: Add): void {
  const { kind, envelope, flag, index } = event;
  if (flag === FLAG_FAILING && kind !== "agent_end") add(index, 0.35, `fails${envelope.error_class === undefined ? "" : `: ${envelope.error_class}`}`);
  if (flag === FLAG_STOPPED) add(index, 0.6, "was stopped by a guard, a person or the model");
  if (kind === "decision") add(index, 0.15, "a decision");
  if (kind === "decision" && (envelope.confidence ?? 1) < LOW_CONFIDENCE) add(index, 0.45, `decided with confidence ${percent(envelope.confidence ?? 0)}`);
  if (kind === "handoff") add(index, 0.35, `hands over to ${envelope.to ?? "another agent"}`);
  if (kind === "repair_attempt") add(index, 0.4, "a repair is tried");
  if (kind === "drift") add(index, 0.4, "the replay leaves the recording");
  if (kind === "agent_end" && event.parent < 0) add(index, 0.3, "the end");
}

/** The most important moments, each sort counting less the more of it there are. */
function pick(events: readonly StoryEvent[], importance: Float64Array, signs: ReadonlyMap<number, readonly Sign[]>): Highlight[] {
  const ordered = [...signs.keys()].toSorted((a, b) => (importance[b] as number) - (importance[a] as number) || a - b);
  const taken = new Map<string, number>();
  const scored = ordered.map((event) => {
    const { kind, envelope } = events[event] as StoryEvent;
    const sort = `${kind} ${envelope.tool ?? ""} ${envelope.error_class ?? ""}`;
    const before = taken.get(sort) ?? 0;
    taken.set(sort, before + 1);
    return { event, value: (importance[event] as number) * REPETITION ** before };
  });
  const best = scored.toSorted((a, b) => b.value - a.value || a.event - b.event).slice(0, MOST);
  return best.toSorted((a, b) => a.event - b.event).map(({ event }) => ({ event, importance: importance[event] as number, why: reasonOf(signs.get(event) ?? []) }));
}

function reasonOf(signs: readonly Sign[]): string {
  return signs
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, 3)
    .map(({ why }) => why)
    .join("; ");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
