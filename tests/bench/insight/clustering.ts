import type { EventRecord } from "../../../format/event.ts";
import { FAILING_OUTCOMES, STOPPED_OUTCOMES, type Outcome } from "../../../format/kinds.ts";
import { failureMessage } from "../../../viewer/engine/analyses/clusters/message.ts";
import { TemplateMiner } from "../../../viewer/engine/analyses/clusters/miner.ts";
import { randomOf, type Random } from "../../support/faults.ts";
import { runsBelow } from "./labelled.ts";
import { TEMPLATES } from "./templates.ts";

/** How far groups agree with those made by hand. Shares are 0 to 1. */
export interface Agreement {
  /** F1 over pairs of failures: together here and together by hand. */
  readonly f1: number;
  /** Share of failures whose group is exactly the one made by hand. */
  readonly grouping: number;
}

interface Sample {
  readonly failureClass: string;
  readonly message: string;
  readonly truth: string;
}

/** Failures of the real runs that a pattern made by hand fits, and how many there are in all. */
export async function handMade(): Promise<{ readonly samples: readonly Sample[]; readonly all: number }> {
  const isJson = (name: string): boolean => /\.jsonl?$/.test(name);
  const records = (await Promise.all(["tau-bench", "tau-retail-variants", "claude-code-log"].map((folder) => runsBelow(folder, isJson)))).flat(2);
  const failures = records.filter(isFailure);
  const samples = failures.flatMap((record): Sample[] => {
    const message = failureMessage(record.payload);
    const raw = JSON.stringify(record.payload ?? "").replaceAll(String.raw`\n`, "\n").replaceAll('\\"', '"');
    const template = TEMPLATES.findIndex((pattern) => pattern.test(message) || pattern.test(raw));
    const failureClass = `${record.kind}\u0000${record.tool ?? ""}\u0000${record.error_class ?? record.policy ?? ""}`;
    return template < 0 ? [] : [{ failureClass, message, truth: `${failureClass} ${template}` }];
  });
  return { samples, all: failures.length };
}

function isFailure({ kind, outcome }: EventRecord): boolean {
  return kind !== "agent_end" && (FAILING_OUTCOMES.includes(outcome as Outcome) || STOPPED_OUTCOMES.includes(outcome as Outcome));
}

/** Groups samples by templates, or by a key of the caller's, and measures against the groups made by hand. */
export function agreementOf(samples: readonly Sample[], key?: (sample: Sample) => string): Agreement {
  const miner = new TemplateMiner();
  const numbers = samples.map(({ failureClass, message }) => miner.add(failureClass, message));
  const groups = samples.map((sample, index) => (key === undefined ? String(miner.settled(numbers[index] as number)) : key(sample)));
  const both = sizes(samples.map(({ truth }, index) => `${truth}\u0001${groups[index] ?? ""}`));
  const [ours, theirs] = [sizes(groups), sizes(samples.map(({ truth }) => truth))];
  const [together, mine, right] = [both, ours, theirs].map((counts) => [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0)) as [number, number, number];
  const exact = samples.filter(({ truth }, index) => both.get(`${truth}\u0001${groups[index] ?? ""}`) === ours.get(groups[index] ?? "") && ours.get(groups[index] ?? "") === theirs.get(truth)).length;
  return { f1: (2 * together) / (mine + right), grouping: exact / samples.length };
}

const PLACES = 12;

/** Copies of messages in which only ids, numbers, paths and quotations are others; share of copies grouped with their original. */
export function varied(samples: readonly Sample[], seed: number): Agreement {
  const random = randomOf(seed);
  const originals = [...new Map(samples.map((sample) => [`${sample.failureClass} ${sample.message}`, sample])).values()];
  const copies = originals.flatMap((sample, index) => Array.from({ length: PLACES }, () => ({ ...sample, truth: sample.truth, message: vary(sample.message, random), index })));
  return agreementOf([...originals, ...copies]);
}

/** Digits become other digits, the text of quotations other text, the names in paths other names. */
function vary(message: string, random: Random): string {
  const letters = (length: number): string => Array.from({ length }, () => String.fromCodePoint(97 + Math.floor(random() * 26))).join("");
  return message
    .replaceAll(/(["'`])((?:(?!\1)[^\\\n]){1,80})\1(?![A-Za-z:])/g, (whole, mark: string, inner: string) => (/^\w/.test(inner) ? `${mark}${letters(3 + Math.floor(random() * 12))}${mark}` : whole))
    .replaceAll(/(?<=\/)[A-Za-z_-]{3,}(?=[/.])/g, () => letters(3 + Math.floor(random() * 8)))
    .replaceAll(/\d+/g, (digits) => String(Math.floor(random() * 10 ** Math.min(9, digits.length + 1))));
}

/** Messages a second through the whole of masking and grouping: the real ones varied, in rounds. */
export function throughput(samples: readonly Sample[], count: number): { readonly perSecond: number; readonly peerPerSecond: number } {
  const random = randomOf(5);
  const messages = Array.from({ length: count }, (_, i) => vary((samples[i % samples.length] as Sample).message, random));
  const timed = (group: (message: string) => void): number => {
    const start = performance.now();
    for (const message of messages) group(message);
    return (count / (performance.now() - start)) * 1000;
  };
  const keys = new Map<string, number>();
  const rounds = Array.from({ length: 5 }, () => {
    const miner = new TemplateMiner();
    return { ours: timed((message) => miner.add("x", message)), peer: timed((message) => keys.set(message, (keys.get(message) ?? 0) + 1)) };
  });
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
  return { perSecond: middle(rounds.map(({ ours }) => ours)), peerPerSecond: middle(rounds.map(({ peer }) => peer)) };
}

function sizes(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
