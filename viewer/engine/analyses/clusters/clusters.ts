import { TemplateMiner } from "./miner.ts";

/** One failing event, as far as grouping goes. */
export interface Failure {
  readonly row: number;
  readonly run: number;
  readonly file: number;
  readonly kind: string;
  readonly tool: string;
  readonly errorClass: string;
  readonly message: string;
  /** Kind of the event that encloses it. */
  readonly inside: string;
  readonly timeUs: number;
  readonly wastedMs: number;
  readonly wastedTokens: number;
  /** Signs of how bad it was, each 0 to 1; see SIGNS. */
  readonly signs: Readonly<Record<Sign, number>>;
}

/** What makes a failure severe, with how much each sign can add alone. */
export const SIGNS = {
  runFailed: { weight: 0.5, says: "its run failed" },
  unrecovered: { weight: 0.35, says: "the same step never worked afterwards" },
  guarded: { weight: 0.3, says: "a guard or a policy was concerned" },
  early: { weight: 0.15, says: "much of the run came after it" },
} as const satisfies Record<string, { weight: number; says: string }>;
export type Sign = keyof typeof SIGNS;
const ALL_SIGNS = Object.keys(SIGNS) as readonly Sign[];

/** Failures with the same fingerprint. */
export interface Cluster {
  readonly id: string;
  readonly template: string;
  readonly members: readonly Failure[];
  readonly severity: number;
  /** Mean of each sign over the members. */
  readonly signs: Readonly<Record<Sign, number>>;
  readonly runs: number;
}

/** Groups failures as they come; linear in their texts and bounded in its templates. */
export class Clusters {
  readonly #miner = new TemplateMiner();
  readonly #members = new Map<number, Failure[]>();

  add(failure: Failure): void {
    const number = this.#miner.add(`${failure.kind}\u0000${failure.tool}\u0000${failure.errorClass}`, failure.message);
    const members = this.#members.get(number);
    if (members === undefined) this.#members.set(number, [failure]);
    else members.push(failure);
  }

  /** The groups so far, most severe first, then most frequent. */
  groups(): Cluster[] {
    const settled = new Map<number, Failure[]>();
    for (const [number, members] of this.#members) {
      const root = this.#miner.settled(number);
      const joined = settled.get(root);
      if (joined === undefined) settled.set(root, members);
      else settled.set(root, [...joined, ...members].toSorted((a, b) => a.row - b.row));
    }
    const clusters = [...settled].map(([number, members]) => {
      const { kind, tool, errorClass } = members[0] as Failure;
      const template = this.#miner.text(number);
      return summed(fingerprint(`${kind}\u0000${tool}\u0000${errorClass}\u0000${template}`), template, members);
    });
    return clusters.toSorted(bySeverity);
  }
}

/** Most severe first, then most frequent. */
export function bySeverity(a: Cluster, b: Cluster): number {
  return b.severity - a.severity || b.members.length - a.members.length || (a.id < b.id ? -1 : 1);
}

/** A group of its members, of which there is at least one, in recorded order. */
export function summed(id: string, template: string, members: readonly Failure[]): Cluster {
  const sums: Record<Sign, number> = { runFailed: 0, unrecovered: 0, guarded: 0, early: 0 };
  for (const member of members) for (const sign of ALL_SIGNS) sums[sign] += member.signs[sign];
  const signs = Object.fromEntries(ALL_SIGNS.map((sign) => [sign, sums[sign] / members.length])) as Record<Sign, number>;
  return { id, template, members, severity: severityOf(signs), signs, runs: new Set(members.map(({ run }) => run)).size };
}

/** Noisy or: 1 − Π(1 − weight · sign). */
export function severityOf(signs: Readonly<Record<Sign, number>>): number {
  return 1 - ALL_SIGNS.reduce((product, sign) => product * (1 - SIGNS[sign].weight * signs[sign]), 1);
}

/** The member to read: of the severest, the one whose message is nearest to the others in length; the earliest of equals. */
export function representativeOf({ members }: Cluster): Failure {
  const worst = Math.max(...members.slice(0, MOST_COMPARED).map(({ signs }) => severityOf(signs)));
  const severest = members.slice(0, MOST_COMPARED).filter(({ signs }) => severityOf(signs) > worst - 0.01);
  const middle = median(severest.map(({ message }) => message.length));
  return severest.reduce((best, member) => (Math.abs(member.message.length - middle) < Math.abs(best.message.length - middle) ? member : best));
}

const MOST_COMPARED = 2000;

/** Bits of surprise at meeting a cluster, from how many of the other runs have it (add-half estimate). */
export function noveltyOf(runsWithIt: number, otherRuns: number): number {
  return -Math.log2((runsWithIt + 0.5) / (otherRuns + 1));
}

/** 16 hex digits that are the same for the same fingerprint in any file. */
function fingerprint(text: string): string {
  return [0x811c9dc5, 0x9747b28c].map((seed) => fnv1a(text, seed)).join("");
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
