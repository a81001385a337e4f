import { effectOf } from "../../../../format/behaviour/effects.ts";
import { lookUp } from "../../../../format/importers/kit/read.ts";
import type { RowState } from "../../contracts/compare.ts";
import type { RunEvent } from "../run-events.ts";
import { stateOf, type Lines, type Side } from "./lines.ts";

/** A line that differs, with what it is and how much it is likely to matter. */
export interface RankedDifference {
  readonly line: number;
  readonly state: RowState;
  readonly weight: number;
  readonly what: string;
  readonly why: string;
}

interface Importance {
  readonly weight: number;
  readonly why: string;
}

/** What a difference in a kind is worth before anything else is known: acts that change the world, then verdicts and rules, then looks, then words. */
const KIND_WEIGHTS: Readonly<Record<string, Importance>> = {
  prompt_policy: { weight: 0.8, why: "other instructions" },
  policy_violation: { weight: 0.8, why: "a rule was broken" },
  refusal: { weight: 0.78, why: "declined" },
  safety_check: { weight: 0.7, why: "a guard looked" },
  error: { weight: 0.75, why: "an error" },
  handoff: { weight: 0.7, why: "passed on to somebody else" },
  decision: { weight: 0.68, why: "decided otherwise" },
  repair_attempt: { weight: 0.55, why: "a repair" },
  retrieval: { weight: 0.45, why: "looked up" },
  agent_turn: { weight: 0.4, why: "said other words" },
  agent_start: { weight: 0.4, why: "began otherwise" },
  human_input: { weight: 0.32, why: "a person said other words" },
  llm_response: { weight: 0.25, why: "said other words" },
  tool_result: { weight: 0.42, why: "another result" },
  agent_end: { weight: 0.3, why: "ended otherwise" },
  llm_request: { weight: 0.2, why: "another context" },
};
const EFFECT_WEIGHTS: Readonly<Record<ReturnType<typeof effectOf>, Importance>> = {
  write: { weight: 0.95, why: "changes something" },
  unknown: { weight: 0.65, why: "acts" },
  read: { weight: 0.5, why: "looks something up" },
};
const OTHER: Importance = { weight: 0.15, why: "differs" };

/** How much of its weight a difference keeps by what kind of difference it is. */
const STATE_SHARE: Readonly<Record<RowState, number>> = { equal: 0, reworded: 0.9, changed: 0.94, result: 0.8, instead: 0.97, removed: 1, added: 1, moved: 0.3 };
/** Added where one side failed and the other did not, and taken off towards the end, where differences are mostly consequences. */
const ONE_SIDE_FAILS = 0.2;
const LATE_DISCOUNT = 0.1;
/** Calls of one tool that differ on both sides count once: the one that was corrected says what the failed tries before it say. */
const REPEAT_SHARE = 0.7;

/** Everything that differs, the weightiest first; equal weights in the order of the lines. */
export function rankDifferences(lines: Lines, [left, right]: readonly [Side, Side]): RankedDifference[] {
  const found: RankedDifference[] = [];
  const seen = new Map<string, number>();
  for (let line = 0; line < lines.state.length; line++) {
    const state = stateOf(lines, line);
    if (state === "equal" || (state === "moved" && (lines.left[line] as number) < 0)) continue;
    const [a, b] = [left.events[lines.left[line] as number], right.events[lines.right[line] as number]];
    const weighed = weigh(a, b, state);
    const what = nameOf(a ?? b);
    const sign = `${state} ${what} ${a?.flag ?? 0} ${b?.flag ?? 0}`;
    const before = seen.get(sign) ?? 0;
    seen.set(sign, before + 1);
    const late = 1 - (LATE_DISCOUNT * line) / lines.state.length;
    found.push({ line, state, what, why: weighed.why, weight: weighed.weight * late * (before === 0 ? 1 : REPEAT_SHARE) });
  }
  return found.toSorted((x, y) => y.weight - x.weight || x.line - y.line);
}

function weigh(a: RunEvent | undefined, b: RunEvent | undefined, state: RowState): Importance {
  const event = a ?? b;
  if (event === undefined) return OTHER;
  const base = event.kind === "tool_call" ? EFFECT_WEIGHTS[effectOf(event.envelope.tool ?? event.envelope.name ?? "")] : (lookUp(KIND_WEIGHTS, event.kind) ?? OTHER);
  const failsOnOne = a !== undefined && b !== undefined && (a.flag === 1) !== (b.flag === 1);
  const weight = Math.min(1, base.weight * STATE_SHARE[state] + (failsOnOne ? ONE_SIDE_FAILS : 0));
  return { weight, why: failsOnOne ? "fails on one side only" : base.why };
}

function nameOf(event: RunEvent | undefined): string {
  if (event === undefined) return "";
  return event.envelope.tool ?? event.envelope.policy ?? event.envelope.name ?? event.kind;
}
