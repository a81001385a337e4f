import type { CompareAnalyses, Consensus } from "../../contracts/compare.ts";
import type { Analysis } from "../index.ts";
import { readPaths, type JudgedPath } from "./flow.ts";
import { hashText } from "./hash.ts";
import { shortestEdit } from "./myers.ts";

const MOST_EDITS = 2000;
/** Runs the middle one is looked for among. */
const MOST_CANDIDATES = 60;

/** The way most of these runs go, and where each of them leaves it. */
export const consensus: Analysis<CompareAnalyses["consensus"]> = async (context, { runs }) => consensusOf(await readPaths(context, runs));

/**
 * The run nearest all others stands for the way they go: passing ones if there are any. Fitness is the share of steps
 * of a run and of that way that go together (twice the pairs over both lengths), 1 where they are the same.
 */
export function consensusOf(paths: readonly JudgedPath[]): Consensus {
  const walked = paths.filter(({ path }) => path.length > 0);
  if (walked.length < 2) return { steps: [], runs: [], missing: "Two runs with steps are needed to see which way most of them go." };
  const passing = walked.filter(({ passed }) => passed === true);
  const middle = middleOf(passing.length > 0 ? passing : walked);
  const model = symbolsOf(middle);
  const support = new Int32Array(model.length);
  const runs = walked.map((path) => {
    const pairs = shortestEdit(model, symbolsOf(path), { a0: 0, a1: model.length, b0: 0, b1: path.path.length }, MOST_EDITS) ?? [];
    for (const [step] of pairs) support[step] = (support[step] as number) + 1;
    const leavesAt = pairs.findIndex(([step, own], index) => step !== index || own !== index);
    const at = leavesAt >= 0 ? leavesAt : pairs.length;
    const isWhole = at >= model.length && at >= path.path.length;
    return { run: path.run, fitness: (2 * pairs.length) / (model.length + path.path.length), leavesAt: isWhole ? -1 : at, row: isWhole ? -1 : (path.path[Math.min(at, path.path.length - 1)]?.row ?? -1) };
  });
  return { steps: middle.path.map(({ name, kind }, index) => ({ name, kind, support: (support[index] as number) / walked.length })), runs, missing: "" };
}

function symbolsOf({ path }: JudgedPath): Int32Array {
  return Int32Array.from(path, ({ name }) => hashText(name));
}

/** The path with the least distance to all others, by the steps they hold. */
function middleOf(paths: readonly JudgedPath[]): JudgedPath {
  const candidates = paths.slice(0, MOST_CANDIDATES);
  const bags = candidates.map((path) => bagOf(path));
  let best = candidates[0] as JudgedPath;
  let most = -1;
  for (const [index, candidate] of candidates.entries()) {
    const likeness = bags.reduce((sum, other) => sum + overlap(bags[index] as ReadonlyMap<string, number>, other), 0);
    if (likeness > most) [best, most] = [candidate, likeness];
  }
  return best;
}

function bagOf({ path }: JudgedPath): ReadonlyMap<string, number> {
  const bag = new Map<string, number>();
  for (const { name } of path) bag.set(name, (bag.get(name) ?? 0) + 1);
  return bag;
}

/** Shared steps over all steps of two bags, 0 to 1. */
function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, all] = [0, 0];
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [x, y] = [a.get(name) ?? 0, b.get(name) ?? 0];
    shared += Math.min(x, y);
    all += Math.max(x, y);
  }
  return all === 0 ? 1 : shared / all;
}
