import { ROW_STATES, type RowState } from "../../contracts/compare.ts";
import type { RunEvent } from "../run-events.ts";
import type { Alignment } from "./align.ts";
import type { Steps } from "./steps.ts";

/** Two runs line by line, as indexes into their events; -1 where a side has none. */
export interface Lines {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly state: Uint8Array;
  /** For a moved step the line of its partner; else -1. */
  readonly partner: Int32Array;
}

const CODE = Object.fromEntries(ROW_STATES.map((state, code) => [state, code])) as Readonly<Record<RowState, number>>;

/** Kinds that only say something: one in other words is no other act, and an equal one elsewhere no sign of a move. */
const WORDS_ONLY: ReadonlySet<string> = new Set(["human_input", "llm_response", "agent_turn", "agent_start", "agent_end", "log", "llm_request", "checkpoint"]);

/** Lays an alignment out in lines: left steps in order, right ones in order, pairs on one line. */
export function layOut(alignment: Alignment, sides: readonly [Side, Side]): Lines {
  const [{ steps: left, events }, { steps: right }] = sides;
  const count = left.length + right.length - alignment.ofLeft.reduce((sum, place) => sum + (place >= 0 ? 1 : 0), 0);
  const lines: Lines = { left: new Int32Array(count).fill(-1), right: new Int32Array(count).fill(-1), state: new Uint8Array(count), partner: new Int32Array(count).fill(-1) };
  let line = 0;
  for (let [i, j] = [0, 0]; i < left.length || j < right.length; line++) {
    const partner = i < left.length ? (alignment.ofLeft[i] as number) : -1;
    if (i < left.length && partner < 0) {
      lines.left[line] = i++;
      lines.state[line] = CODE.removed;
    } else if (j < right.length && (alignment.ofRight[j] as number) < 0) {
      lines.right[line] = j++;
      lines.state[line] = CODE.added;
    } else {
      lines.state[line] = CODE[pairState(sides, i, j)];
      [lines.left[line], lines.right[line]] = [i++, j++];
    }
  }
  markMoved(lines, [left, right], events);
  return lines;
}

/** One side of a comparison. */
export interface Side {
  readonly events: readonly RunEvent[];
  readonly steps: Steps;
}

function pairState([left, right]: readonly [Side, Side], i: number, j: number): RowState {
  if (left.steps.hashes[i] === right.steps.hashes[j]) return "equal";
  if (left.steps.keys[i] !== right.steps.keys[j]) return "instead";
  const kind = left.events[i]?.kind ?? "";
  return WORDS_ONLY.has(kind) ? "reworded" : kind === "tool_result" ? "result" : "changed";
}

/** A step left out here that stands, just so, as put in elsewhere was moved. */
function markMoved(lines: Lines, [left, right]: readonly [Steps, Steps], events: readonly RunEvent[]): void {
  const added = new Map<number, number[]>();
  for (const [line, state] of lines.state.entries()) {
    if (state !== CODE.added) continue;
    const hash = right.hashes[lines.right[line] as number] as number;
    const places = added.get(hash);
    if (places === undefined) added.set(hash, [line]);
    else places.push(line);
  }
  for (const [line, state] of lines.state.entries()) {
    const index = lines.left[line] as number;
    if (state !== CODE.removed || WORDS_ONLY.has(events[index]?.kind ?? "")) continue;
    const to = added.get(left.hashes[index] as number)?.shift();
    if (to === undefined) continue;
    for (const [at, other] of [[line, to], [to, line]] as const) {
      lines.state[at] = CODE.moved;
      lines.partner[at] = other;
    }
  }
}

/** State of a line by name. */
export function stateOf(lines: Lines, line: number): RowState {
  return ROW_STATES[lines.state[line] as number] ?? "equal";
}

/** The first line where something else was done; else the first that differs at all; -1 if none does. */
export function firstDifference({ state }: Lines): number {
  const act = state.findIndex((code) => code !== CODE.equal && code !== CODE.reworded);
  return act >= 0 ? act : state.findIndex((code) => code !== CODE.equal);
}
