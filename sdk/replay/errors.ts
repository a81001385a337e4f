import { differenceText, type Difference } from "./difference.ts";

/**
 * How a program left the recording: `changed` a call with other content, `unexpected` a call the recording does not
 * have there, `missing` a recorded call that was not made, `incomplete` an answer that was not recorded whole,
 * `decision` another decision (told, never thrown).
 */
export type DivergenceKind = "changed" | "unexpected" | "missing" | "incomplete" | "decision";

/** One place where a replay went another way than the recording. */
export interface Divergence {
  readonly kind: DivergenceKind;
  /** Id of the recorded event; empty where the recording has none. */
  readonly event: string;
  /** Its position in its run; -1 where the recording has none. */
  readonly seq: number;
  /** What was called, e.g. `tool search`. */
  readonly call: string;
  /** First place that differs, e.g. `messages[1].content`. */
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
  /** All differences in words. */
  readonly diff: string;
}

const SAYS: Readonly<Record<DivergenceKind, string>> = {
  changed: "was called with something else than recorded",
  unexpected: "is not called here in the recording",
  missing: "was called here in the recording, but not now",
  incomplete: "was not recorded whole, so its answer cannot be served",
  decision: "was decided otherwise",
};

const ADVICE = `Undo the change, say onDivergence: "live" to go on for real from there, or leave members that always differ out with \`ignore\`.`;

/** A replayed program did something else than the recorded one. Names the event, the field, and what stood there before and now. */
export class ReplayDivergenceError extends Error implements Divergence {
  override readonly name = "ReplayDivergenceError";
  readonly kind: DivergenceKind;
  readonly event: string;
  readonly seq: number;
  readonly call: string;
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly diff: string;

  constructor(divergence: Divergence) {
    super(divergenceText(divergence));
    this.kind = divergence.kind;
    this.event = divergence.event;
    this.seq = divergence.seq;
    this.call = divergence.call;
    this.field = divergence.field;
    this.expected = divergence.expected;
    this.actual = divergence.actual;
    this.diff = divergence.diff;
  }
}

/** A divergence from the places that differ. */
export function divergenceOf(kind: DivergenceKind, at: Pick<Divergence, "event" | "seq" | "call">, list: readonly Difference[]): Divergence {
  const [first] = list;
  return { kind, event: at.event, seq: at.seq, call: at.call, field: first?.field ?? "", expected: first?.expected, actual: first?.actual, diff: differenceText(list) };
}

function divergenceText({ kind, event, seq, call, diff }: Divergence): string {
  const place = event === "" ? "after the recorded events" : `event ${seq} (${event})`;
  return `The replay left the recording at ${place}: ${call} ${SAYS[kind]}.${diff === "" ? "" : `\n${diff}`}\n${ADVICE}`;
}

/** A tool that may change something was about to be called for real, without leave. */
export class ReplaySideEffectError extends Error {
  override readonly name = "ReplaySideEffectError";
  readonly tool: string;

  constructor(tool: string) {
    super(`The replay has gone live, and "${tool}" would now be called for real. If that is wanted, say allowSideEffects: ["${tool}"]; if it only reads, wrap it with { sideEffects: false }.`);
    this.tool = tool;
  }
}

/** The recording is used up, and nothing may be called for real. */
export class ReplayEndError extends Error {
  override readonly name = "ReplayEndError";

  constructor(call: string) {
    super(`The recording ends before ${call}. Say mode: "replay-then-live" to go on for real from there.`);
  }
}
