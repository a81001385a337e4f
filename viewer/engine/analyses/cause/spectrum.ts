/** One run of a task as the acts made in it. */
export interface RunActs {
  readonly failed: boolean;
  readonly acts: ReadonlySet<string>;
}

/** How an act goes with failing. */
export interface Suspicion {
  readonly act: string;
  /** Ochiai's coefficient: failed runs with it ÷ √(failed runs · runs with it). */
  readonly value: number;
  readonly failedWith: number;
  readonly passedWith: number;
}

/** Ranks the acts of one run by how much they go with failing among all runs of its task; only those seen more in failing runs. */
export function rankActs(acts: Iterable<string>, runs: readonly RunActs[]): Suspicion[] {
  const failed = runs.filter((run) => run.failed);
  const passed = runs.filter((run) => !run.failed);
  const ranked = [...new Set(acts)].map((act): Suspicion => {
    const failedWith = failed.filter((run) => run.acts.has(act)).length;
    const passedWith = passed.filter((run) => run.acts.has(act)).length;
    const base = Math.sqrt(failed.length * (failedWith + passedWith));
    return { act, value: base === 0 ? 0 : failedWith / base, failedWith, passedWith };
  });
  const telling = ranked.filter(({ failedWith, passedWith }) => failedWith / Math.max(1, failed.length) > passedWith / Math.max(1, passed.length));
  return telling.toSorted((a, b) => b.value - a.value || (a.act < b.act ? -1 : 1));
}
