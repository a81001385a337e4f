import type { CompareAnalyses, Flow } from "../../contracts/compare.ts";
import { runRows } from "../../run-rows.ts";
import type { Analysis, AnalysisContext } from "../index.ts";
import { readRun } from "../run-events.ts";
import { hasPassed } from "./board.ts";
import { pathOf, type PathStep } from "./path.ts";

const MOST_RUNS = 2000;
const MOST_EVENTS = 5000;
const MOST_NODES = 80;
const MOST_EDGES = 240;
const MOST_VARIANTS = 50;
const MOST_VARIANT_STEPS = 40;
const [START, END] = ["begins", "ends"];

/** The way of one run, with its verdict. */
export interface JudgedPath {
  readonly run: number;
  readonly passed: boolean | null;
  readonly path: readonly PathStep[];
}

/** What follows what over runs (all, if none are named), with how often it ended well (a directly-follows graph). */
export const flow: Analysis<CompareAnalyses["flow"]> = async (context, { runs }) => flowOf(await readPaths(context, runs));

/** The paths of these runs (all, if none are named). */
export async function readPaths({ workspace, database, question }: AnalysisContext, runs: readonly number[]): Promise<JudgedPath[]> {
  const wanted = new Set(runs);
  const rows = (await runRows(workspace, database)).filter(({ run }) => wanted.size === 0 || wanted.has(run)).slice(0, MOST_RUNS);
  const paths: JudgedPath[] = [];
  for (const row of rows) paths.push({ run: row.run, passed: hasPassed(row), path: pathOf((await readRun(workspace, row.run, { most: MOST_EVENTS, question })).events) });
  return paths;
}

interface Tally {
  count: number;
  failed: number;
  passed: number;
}

/** The graph of these paths: the most frequent steps and moves. */
export function flowOf(paths: readonly JudgedPath[]): Flow {
  const nodes = new Map<string, Tally & { readonly kind: string }>();
  const edges = new Map<string, Tally & { readonly from: string; readonly to: string }>();
  for (const { path, passed } of paths) {
    const steps = [{ name: START, kind: "agent_start" }, ...path, { name: END, kind: "agent_end" }];
    for (const [index, step] of steps.entries()) {
      count(nodes, step.name, () => ({ kind: step.kind, count: 0, failed: 0, passed: 0 }), passed);
      const next = steps[index + 1];
      if (next !== undefined) count(edges, `${step.name}\n${next.name}`, () => ({ from: step.name, to: next.name, count: 0, failed: 0, passed: 0 }), passed);
    }
  }
  const kept = [...nodes].toSorted(([, a], [, b]) => b.count - a.count).slice(0, MOST_NODES);
  const place = new Map(kept.map(([name], index) => [name, index]));
  const drawn = [...edges.values()].filter(({ from, to }) => place.has(from) && place.has(to)).toSorted((a, b) => b.count - a.count);
  return {
    nodes: kept.map(([name, tally]) => ({ name, ...tally })),
    edges: drawn.slice(0, MOST_EDGES).map((edge) => ({ ...edge, from: place.get(edge.from) ?? 0, to: place.get(edge.to) ?? 0 })),
    variants: variantsOf(paths),
    runs: paths.length,
  };
}

function count<T extends Tally>(tallies: Map<string, T>, key: string, create: () => T, passed: boolean | null): void {
  const tally = tallies.get(key) ?? create();
  tallies.set(key, tally);
  tally.count++;
  if (passed === true) tally.passed++;
  if (passed === false) tally.failed++;
}

function variantsOf(paths: readonly JudgedPath[]): Flow["variants"] {
  const variants = new Map<string, JudgedPath[]>();
  for (const path of paths) {
    const key = path.path.map(({ name }) => name).join("\n");
    const same = variants.get(key);
    if (same === undefined) variants.set(key, [path]);
    else same.push(path);
  }
  return [...variants.values()]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MOST_VARIANTS)
    .map((same) => ({
      steps: (same[0]?.path ?? []).slice(0, MOST_VARIANT_STEPS).map(({ name }) => name),
      stepsTotal: same[0]?.path.length ?? 0,
      runs: same.map(({ run }) => run),
      failed: same.filter(({ passed }) => passed === false).length,
      passed: same.filter(({ passed }) => passed === true).length,
    }));
}
