import { existsSync } from "node:fs";
import { HAS_DATA } from "../format/importers/data.ts";
import { run as compare } from "./compare.ts";
import { PENALTIES, SEED, withoutPlace } from "./fit-root-cause.ts";
import { agreementOf, handMade, throughput, varied } from "./insight/clustering.ts";
import { injected, runsBelow, tauFailures, whoAndWhen, type Labelled } from "./insight/labelled.ts";
import { numberQuality, quoteQuality } from "./insight/quotes.ts";
import { accuracyOf, calibrationError, restoreFigures, RULES, SEEDS, validated } from "./insight/root-cause.ts";
import { browserFigures, DIST } from "./insight/speed.ts";
import { accuracy, crossValidate } from "./insight/validate.ts";
import type { BenchLine } from "./line.ts";
import { run as loops } from "./loops.ts";
import { figure } from "./support/figures.ts";

/** Published for the same 126 runs: the best of four ways to ask GPT-4o (Who&When, ICML 2025), without the expected answer. */
const GPT4O = { step: 0.1659, agent: 0.5112, name: "GPT-4o without the answer, best published way (16.6 step, 51.1 agent; 25.5 and 54.3 with the answer)" };

/** What the page says by itself, against labels, against the published rows and against what needs no thought. */
export async function run(): Promise<BenchLine[]> {
  if (!HAS_DATA) {
    console.error("insight: ../shared/data is not beside this repository, so nothing can be measured against labels");
    return timings();
  }
  const tau = await runsBelow("tau-bench");
  const retail = await runsBelow("tau-retail-variants");
  const labelled = await whoAndWhen();
  return [...rootCause(labelled), ...restore(labelled), ...injections([...tau, ...retail]), ...(await clusters()), ...grounding(tau), ...(await loops()), ...(await compare()), ...(await timings())].map((line) => ({ ...line, bench: "insight" }));
}

function rootCause(runs: readonly Labelled[]): BenchLine[] {
  const common = { bench: "insight", runs: SEEDS.length, unit: `share of ${runs.length} runs, 10-fold by question` };
  const { step, agent, hit3, hit5 } = accuracy(validated(runs, PENALTIES.conversation));
  const chance = runs.reduce((sum, { rows }) => sum + 1 / rows.length, 0) / runs.length;
  const lines = [
    figure({ ...common, metric: "rootcause_step_hit1", value: step, peer: GPT4O.name, peerValue: GPT4O.step }),
    figure({ ...common, metric: "rootcause_agent", value: agent, peer: GPT4O.name, peerValue: GPT4O.agent }),
    figure({ ...common, metric: "rootcause_hit3", value: hit3, peer: "a step drawn at random", peerValue: Math.min(1, 3 * chance) }),
    figure({ ...common, metric: "rootcause_hit5", value: hit5, peer: "a step drawn at random", peerValue: Math.min(1, 5 * chance) }),
  ];
  const against = (metric: string, peer: string, shown: ReturnType<typeof accuracy>): BenchLine[] => [
    figure({ ...common, metric: `${metric}_step_hit1`, value: step, peer, peerValue: shown.step }),
    figure({ ...common, metric: `${metric}_agent`, value: agent, peer, peerValue: shown.agent }),
    figure({ ...common, metric: `${metric}_hit3`, value: hit3, peer, peerValue: shown.hit3 }),
    figure({ ...common, metric: `${metric}_hit5`, value: hit5, peer, peerValue: shown.hit5 }),
  ];
  const rules = Object.entries(RULES).flatMap(([name, rule]) => against("rootcause_rule", `rule: ${name}`, accuracyOf(runs, rule)));
  const groups = ["place", "structure", "origin", "words"] as const;
  const only = groups.flatMap((group) => against("rootcause_only", `fitted on ${group} alone`, accuracy(validated(runs, PENALTIES.conversation, groups.filter((other) => other !== group)))));
  const without = groups.flatMap((group) => against("rootcause_ablation", `fitted without ${group}`, accuracy(validated(runs, PENALTIES.conversation, [group]))));
  return [...lines, ...rules, ...only, ...without];
}

function restore(runs: readonly Labelled[]): BenchLine[] {
  const judged = validated(runs, PENALTIES.conversation);
  const common = { bench: "insight", runs: SEEDS.length, unit: "share" };
  const [ours, last, half] = [restoreFigures(judged), restoreFigures(judged, "last"), restoreFigures(judged, "halfway")];
  return [
    figure({ ...common, metric: "restore_valid", value: ours.valid, peer: "the last checkpoint", peerValue: last.valid }),
    figure({ ...common, metric: "restore_kept", value: ours.kept, peer: "the last checkpoint", peerValue: last.kept }),
    figure({ ...common, metric: "restore_kept_in_all", value: ours.keptInAll, peer: "the last checkpoint", peerValue: last.keptInAll }),
    figure({ ...common, metric: "restore_valid_halfway", value: ours.valid, peer: "halfway", peerValue: half.valid }),
    figure({ ...common, metric: "restore_calibration_error", value: calibrationError(judged), peer: "goal", peerValue: 0.08 }),
  ];
}

/** Faults put into passed runs, found by weights fitted on other tasks, features of place off. */
function injections(records: Awaited<ReturnType<typeof runsBelow>>): BenchLine[] {
  const runs = injected(records, SEED);
  const judged = crossValidate(runs, { seed: SEED, penalty: PENALTIES.tools, uses: withoutPlace, also: tauFailures(records) });
  const alone = crossValidate(runs, { seed: SEED, penalty: PENALTIES.tools, uses: withoutPlace });
  const [ours, own] = [accuracy(judged), accuracy(alone)];
  const chance = runs.reduce((sum, { rows }) => sum + 1 / rows.length, 0) / runs.length;
  const common = { bench: "insight", runs: 1, unit: `share of ${runs.length} faults, 10-fold by task, without place`, peer: "a step drawn at random" };
  return [
    figure({ ...common, metric: "injected_hit1", value: own.step, peerValue: chance }),
    figure({ ...common, metric: "injected_hit3", value: own.hit3, peerValue: Math.min(1, 3 * chance) }),
    figure({ ...common, metric: "injected_hit1_with_real_failures", value: ours.step, peerValue: chance }),
  ];
}

async function clusters(): Promise<BenchLine[]> {
  const { samples, all } = await handMade();
  const ours = agreementOf(samples);
  const raw = agreementOf(samples, ({ failureClass, message }) => `${failureClass} ${message}`);
  const copies = varied(samples, SEED);
  const speed = throughput(samples, 100_000);
  const common = { bench: "insight", runs: 1, unit: `${samples.length} of ${all} failures have a template made by hand`, peer: "the message as key" };
  return [
    figure({ ...common, metric: "cluster_f1", value: ours.f1, peerValue: raw.f1 }),
    figure({ ...common, metric: "cluster_grouping_accuracy", value: ours.grouping, peerValue: raw.grouping }),
    figure({ ...common, metric: "cluster_f1_varied", value: copies.f1, unit: "copies with other ids, numbers, paths and quotations", peer: "goal", peerValue: 1 }),
    figure({ ...common, metric: "cluster_messages_per_s", value: speed.perSecond, unit: "messages/s", peer: "the message as key of a Map", peerValue: speed.peerPerSecond, runs: 5 }),
  ];
}

function grounding(runs: Awaited<ReturnType<typeof runsBelow>>): BenchLine[] {
  const { exact, altered } = quoteQuality(runs, 1500, SEED);
  const numbers = numberQuality(runs, 500, SEED);
  const line = (metric: string, value: number, goal: number, cases: number): BenchLine => figure({ bench: "insight", metric, value, unit: `${cases} cases`, peer: "goal", peerValue: goal, runs: 1 });
  return [
    line("quote_f1", (2 * exact.precision * exact.recall) / (exact.precision + exact.recall), 0.99, exact.cases),
    line("quote_precision", exact.precision, 0.99, exact.cases),
    line("quote_recall", exact.recall, 0.99, exact.cases),
    line("quote_altered_precision", altered.precision, 0.97, altered.cases),
    line("quote_altered_recall", altered.recall, 0.95, altered.cases),
    line("number_precision", numbers.precision, 0.98, numbers.cases),
    line("number_recall", numbers.recall, 0.95, numbers.cases),
  ];
}

async function timings(): Promise<BenchLine[]> {
  if (existsSync(DIST)) return browserFigures();
  console.error("insight: dist/ is missing, so nothing was timed in a browser; run npm run build first");
  return [];
}
