import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FEATURES, type FeatureName } from "../../viewer/engine/analyses/cause/features.ts";
import type { Weights } from "../../viewer/engine/analyses/cause/model.ts";
import { HAS_DATA } from "../format/importers/data.ts";
import { injected, runsBelow, tauFailures, whoAndWhen, type Labelled } from "./insight/labelled.ts";
import { calibrate, fitWeights } from "./insight/logit.ts";
import { accuracy, crossValidate } from "./insight/validate.ts";

/** Penalty of each family, and the seed of faults and folds. The benchmark uses the same ones. */
export const PENALTIES = { conversation: 60, tools: 10, common: 60 } as const;
export const SEED = 7;

/** Where a run is unlike those that weights were fitted on, its place in the run says nothing. */
export const withoutPlace = (name: FeatureName): boolean => FEATURES[name].group !== "place";

interface Family {
  readonly runs: readonly Labelled[];
  readonly penalty: number;
  readonly uses?: (name: FeatureName) => boolean;
  readonly from: string;
}

/** Fits the weights of every family on the labelled runs and writes them where the engine reads them. */
async function main(): Promise<void> {
  if (!HAS_DATA) throw new Error("../shared/data is not beside this repository: there is nothing to fit on");
  const conversation = await whoAndWhen();
  const tau = [...(await runsBelow("tau-bench")), ...(await runsBelow("tau-retail-variants"))];
  const tools = [...tauFailures(tau), ...injected(tau, SEED)];
  const common = [...conversation, ...scaled(tools, conversation.length / tools.length)];
  const families: Record<string, Family> = {
    conversation: { runs: conversation, penalty: PENALTIES.conversation, from: "the 126 algorithm-generated conversations of Who&When, steps judged by people" },
    tools: { runs: tools, penalty: PENALTIES.tools, from: "tau-bench runs: failed ones by the first change that was not expected, passed ones by a fault put in" },
    common: { runs: common, penalty: PENALTIES.common, uses: withoutPlace, from: "both sets above in equal shares, without features of place" },
  };
  const parts = Object.entries(families).map(([name, family]) => write(name, family));
  writeFileSync(fileURLToPath(new URL("../../viewer/engine/analyses/cause/weights.ts", import.meta.url)), `${HEAD}\n${parts.join("\n")}`);
}

const HEAD = `import type { Weights } from "./model.ts";

// Made by tests/bench/fit-root-cause.ts; not to be edited by hand.
`;

function write(name: string, { runs, penalty, uses, from }: Family): string {
  const options = { seed: SEED, penalty, ...(uses && { uses }) };
  const held = crossValidate(runs, options);
  const temperature = calibrate(held.map(({ run, model }) => ({ ...run, model })));
  const { step, hit3 } = accuracy(held);
  const model: Weights = { ...fitWeights(runs, penalty, uses), temperature };
  const figures = `${runs.length} runs; in 10-fold cross-validation by task ${percent(step)} first, ${percent(hit3)} among the first three`;
  return `/** Fitted on ${from} (${figures}). */\nexport const ${name.toUpperCase()}: Weights = ${JSON.stringify(model, null, 2).replaceAll(/"(\w+)":/g, "$1:")};\n`;
}

function scaled(runs: readonly Labelled[], weight: number): Labelled[] {
  return runs.map((run) => ({ ...run, weight }));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
