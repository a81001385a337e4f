/** A place to start again from, before one step. */
export interface RestorePoint {
  /** The step it stands before. */
  readonly before: number;
  /** Probability that the decisive error is at or after it, so that starting here avoids it. */
  readonly errorIsLater: number;
  /** Share of the run's work that is kept. */
  readonly kept: number;
  /** Changes to the outside world made after it, which starting again may make twice. */
  readonly sideEffects: number;
}

/** The three picks of a run. */
export interface RestorePicks {
  /** The latest point at which the error is very likely still to come. */
  readonly safest: RestorePoint;
  /** The best product of work kept and probability, side effects counted against it. */
  readonly balanced: RestorePoint;
  readonly restart: RestorePoint;
}

/** "Very likely": on labelled runs, points chosen so lay before the error at least nine times in ten. */
const SAFE = 0.8;
/** Share of the value that one repeated side effect costs. */
const SIDE_EFFECT = 0.1;

/** What is known of each step for this purpose. */
export interface Work {
  /** Time or tokens spent on the step, in any unit. */
  readonly spent: number;
  readonly changes: boolean;
  /** Probability that it is the decisive error. */
  readonly suspicion: number;
}

/** The points before the given steps. `steps` are places in ascending order; place 0 (restart) is always among them. */
export function restorePoints(work: readonly Work[], steps: readonly number[]): RestorePoint[] {
  const total = work.reduce((sum, { spent }) => sum + spent, 0);
  const after = work.reduce((sum, { changes }) => sum + Number(changes), 0);
  const points: RestorePoint[] = [];
  let [done, gone, changed, next] = [0, 0, 0, 0];
  for (const before of new Set([0, ...steps])) {
    for (; next < before && next < work.length; next++) {
      const { spent, suspicion, changes } = work[next] as Work;
      done += spent;
      gone += suspicion;
      changed += Number(changes);
    }
    points.push({ before, errorIsLater: Math.max(0, 1 - gone), kept: total === 0 ? 0 : done / total, sideEffects: after - changed });
  }
  return points;
}

/** Picks among points in ascending order. Undefined if there is none. */
export function pickRestore(points: readonly RestorePoint[]): RestorePicks | undefined {
  const [restart] = points;
  if (restart === undefined) return undefined;
  const safest = points.findLast(({ errorIsLater }) => errorIsLater >= SAFE) ?? restart;
  const balanced = points.reduce((best, point) => (value(point) > value(best) ? point : best), restart);
  return { safest, balanced, restart };
}

function value({ kept, errorIsLater, sideEffects }: RestorePoint): number {
  return (kept * errorIsLater) / (1 + SIDE_EFFECT * sideEffects);
}
