import type { ReplaySteps, Stretch } from "../engine/contracts/replay.ts";

/** Which steps a person wants to see: what the filters of the page leave. */
export interface StepFilter {
  readonly hiddenKinds: readonly string[];
  readonly agents: readonly string[];
  /** Wall time in Unix microseconds; null for all. */
  readonly range: readonly [number, number] | null;
}

/** Says of each step whether the filters leave it. */
export function stepRule(steps: ReplaySteps, { hiddenKinds, agents, range }: StepFilter): (step: number) => boolean {
  const hidden = new Set(hiddenKinds.map((kind) => steps.kinds.indexOf(kind)));
  const only = new Set(agents.map((agent) => steps.agents.indexOf(agent)));
  if (hidden.size === 0 && only.size === 0 && range === null) return () => true;
  return (step) => {
    if (hidden.has(steps.kind[step] ?? -1) || (only.size > 0 && !only.has(steps.agent[step] ?? -1))) return false;
    const time = steps.timeUs[step] ?? 0;
    return range === null || (time >= range[0] && time <= range[1]);
  };
}

/** Step of a row; -1 if the row is of another run. */
export function stepOfRow({ rows }: ReplaySteps, row: number): number {
  const at = lowerBound(rows, row);
  return rows[at] === row ? at : -1;
}

/** Place of the first item not below `wanted` in a rising list. */
export function lowerBound(sorted: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The stretch a step stands in. */
export function stretchAt(stretches: readonly Stretch[], step: number): Stretch | undefined {
  let [low, high] = [0, stretches.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle] as Stretch;
    if (step < stretch.from) high = middle - 1;
    else if (step >= stretch.to) low = middle + 1;
    else return stretch;
  }
  return undefined;
}

/** How a person moves: a plain step, or by the nesting of what is called. */
export type Move = "next" | "previous" | "into" | "over" | "out";

/** What is passed over on the way. */
export interface Passing {
  readonly passes: (step: number) => boolean;
  /** Stretches that say little are left in one stride; the one a person has gone into is not. */
  readonly skipStretches: boolean;
  readonly entered: Stretch | undefined;
}

/** The step a move leads to; -1 if there is none. */
export function moveFrom(steps: ReplaySteps, step: number, move: Move, passing: Passing): number {
  if (move === "into") return firstChild(steps, step, passing);
  const direction = move === "previous" ? -1 : 1;
  const outer = outerOf(steps, step, move);
  if (outer === undefined) return -1;
  for (let at = step + direction; at >= 0 && at < steps.rows.length; at += direction) {
    const skipped = skippedAt(steps, at, step, passing);
    if (skipped !== undefined) at = direction > 0 ? skipped.to - 1 : skipped.from;
    else if (passing.passes(at) && (outer < 0 || !isInside(steps, at, outer))) return at;
  }
  return -1;
}

/** The step a move is to leave behind with all inside it; -1 for none, undefined if there is nothing to leave. */
function outerOf({ parent }: ReplaySteps, step: number, move: Move): number | undefined {
  if (move === "over") return step;
  if (move !== "out") return -1;
  const above = parent[step] ?? -1;
  return above < 0 ? undefined : above;
}

/** The stretch to be left in one stride; none if the person stands in it or has gone into it. */
function skippedAt({ stretches }: ReplaySteps, at: number, from: number, { skipStretches, entered }: Passing): Stretch | undefined {
  const stretch = skipStretches ? stretchAt(stretches, at) : undefined;
  return stretch === undefined || stretch === entered || stretch === stretchAt(stretches, from) ? undefined : stretch;
}

function firstChild(steps: ReplaySteps, step: number, { passes }: Passing): number {
  for (let at = step + 1; at < steps.rows.length; at++) if (steps.parent[at] === step && passes(at)) return at;
  return -1;
}

/** Levels that are climbed; deeper nesting counts as outside. */
const MOST_LEVELS = 20_000;

function isInside({ parent }: ReplaySteps, step: number, outer: number): boolean {
  let at = step;
  // A parent may be recorded after its child, or in a circle.
  for (let level = 0; at >= 0 && level < MOST_LEVELS; level++) {
    if (at === outer) return true;
    at = parent[at] ?? -1;
  }
  return false;
}

/** The newest step of a kind at or before a step: of the same agent if it has one, else of any. -1 if there is none. */
export function latestOf(steps: ReplaySteps, step: number, kind: string): number {
  const code = steps.kinds.indexOf(kind);
  if (code < 0) return -1;
  let any = -1;
  for (let at = step; at >= 0; at--) {
    if (steps.kind[at] !== code) continue;
    if (steps.agent[at] === steps.agent[step]) return at;
    if (any < 0) any = at;
  }
  return any;
}

/** Steps between two of them (both left out) by kind, most frequent first. */
export function countsBetween(steps: ReplaySteps, from: number, to: number): readonly { readonly kind: string; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (let at = from + 1; at <= to; at++) counts.set(steps.kind[at] ?? 0, (counts.get(steps.kind[at] ?? 0) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ kind: steps.kinds[code] ?? "", count })).toSorted((a, b) => b.count - a.count);
}

/** How fast a run is played. */
export interface Pace {
  readonly id: string;
  readonly title: string;
  /** Steps a second; 0 follows the recorded times instead. */
  readonly stepsPerSecond: number;
  /** Recorded seconds that pass in a second, where times are followed. */
  readonly times: number;
}

/** Every pace there is. */
export const PACES: readonly Pace[] = [
  { id: "1", title: "1 step/s", stepsPerSecond: 1, times: 0 },
  { id: "4", title: "4 steps/s", stepsPerSecond: 4, times: 0 },
  { id: "15", title: "15 steps/s", stepsPerSecond: 15, times: 0 },
  { id: "60", title: "60 steps/s", stepsPerSecond: 60, times: 0 },
  { id: "240", title: "240 steps/s", stepsPerSecond: 240, times: 0 },
  { id: "x1", title: "as recorded", stepsPerSecond: 0, times: 1 },
  { id: "x10", title: "10 × as fast", stepsPerSecond: 0, times: 10 },
];

/** A pause of the recording longer than this is cut to it when gaps are skipped. */
const LONGEST_GAP_MS = 1000;

/** Milliseconds to wait at a step before the next one is shown. */
export function waitMs({ stepsPerSecond, times }: Pace, fromUs: number, toUs: number, skipGaps: boolean): number {
  if (stepsPerSecond > 0) return 1000 / stepsPerSecond;
  const wait = Math.max(0, (toUs - fromUs) / 1000 / times);
  return skipGaps ? Math.min(wait, LONGEST_GAP_MS) : wait;
}
