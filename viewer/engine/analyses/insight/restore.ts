import type { EventRef, RestoreAnswer, RestoreInfo } from "../../contracts/insight.ts";
import { pickRestore, restorePoints, type RestorePoint, type Work } from "../cause/restore.ts";
import type { Story } from "./story.ts";

/** Side effects named for one pick. */
const MOST_EFFECTS = 20;

/** Where to start again. Throws Error with a reason if the run has no step. */
export function restoreOf(story: Story, ref: (index: number) => EventRef): RestoreAnswer {
  const { facts } = story.facts;
  if (facts.length === 0) throw new Error("this run has no step to start again before");
  const suspicion = new Map(story.suspects.map(({ fact, probability }) => [fact.at, probability]));
  const { unit, spent } = workOf(story);
  const work = facts.map(({ at, step, outcome }): Work => ({ spent: spent[at] as number, changes: step.changes && outcome !== "failed", suspicion: suspicion.get(at) ?? 0 }));
  const checkpoints = checkpointPlaces(story);
  const places = checkpoints.size > 0 ? [...checkpoints.keys()].toSorted((a, b) => a - b) : facts.map(({ at }) => at);
  const picks = pickRestore(restorePoints(work, places));
  const info = (name: RestoreInfo["name"], point: RestorePoint): RestoreInfo => {
    const effects = facts.filter(({ at }) => at >= point.before && work[at]?.changes === true);
    const checkpoint = checkpoints.get(point.before);
    return {
      name,
      event: ref(facts[point.before]?.step.event ?? 0),
      checkpoint: checkpoint === undefined ? null : ref(checkpoint),
      errorIsLater: point.errorIsLater,
      kept: point.kept,
      sideEffects: effects.slice(0, MOST_EFFECTS).map(({ step }) => ref(step.events.at(-1) ?? step.event)),
      sideEffectsTotal: point.sideEffects,
    };
  };
  const named = picks === undefined ? [] : [info("safest", picks.safest), info("balanced", picks.balanced), info("restart", picks.restart)];
  const note = checkpoints.size > 0 ? "" : "No checkpoint was recorded: these are places before a step, to be reached by running again up to there.";
  return { picks: named, checkpoints: checkpoints.size, unit, note };
}

/** For each step, the latest checkpoint recorded since the step before it. A checkpoint after the last step is of no use. */
function checkpointPlaces({ events, facts }: Story): Map<number, number> {
  const places = new Map<number, number>();
  let next = 0;
  for (const event of events) {
    while (next < facts.facts.length && (facts.facts[next]?.step.event ?? 0) < event.index) next++;
    if (event.kind === "checkpoint" && next < facts.facts.length) places.set(next, event.index);
  }
  return places;
}

/** What each step cost: tokens if any were counted, else the time until the next step, else one each. */
function workOf({ events, facts }: Story): { readonly unit: RestoreAnswer["unit"]; readonly spent: readonly number[] } {
  const tokens = facts.facts.map(({ step }) => step.events.reduce((sum, index) => sum + (events[index]?.envelope.tokens_in ?? 0) + (events[index]?.envelope.tokens_out ?? 0), 0));
  if (tokens.some((count) => count > 0)) return { unit: "tokens", spent: tokens };
  const starts = facts.facts.map(({ step }) => events[step.event]?.startUs ?? 0);
  const isDerived = events.some(({ envelope }) => Array.isArray(envelope.derived) && envelope.derived.includes("time_unix_us"));
  const times = starts.map((start, at) => Math.max(0, (starts[at + 1] ?? events.at(-1)?.endUs ?? start) - start));
  if (!isDerived && times.some((time) => time > 0)) return { unit: "time", spent: times };
  return { unit: "steps", spent: facts.facts.map(() => 1) };
}
