import { effectOf, type Effect } from "../../../../format/behaviour/effects.ts";
import type { Act } from "./acts.ts";
import type { Verdict } from "./verdicts.ts";

/** Calls of one tool that nobody judged. */
export interface ToolGap {
  readonly tool: string;
  readonly effect: Effect;
  readonly none: number;
  readonly calls: number;
  /** Index of the event of the first such call. */
  readonly first: number;
}

export interface Gaps {
  readonly calls: number;
  readonly none: number;
  readonly writes: number;
  readonly unknown: number;
  readonly tools: readonly ToolGap[];
}

const ORDER: readonly Effect[] = ["write", "unknown", "read"];

/** Calls that were made though no guard, person or model had said anything of them; what changes the world first. */
export function gapsOf(acts: readonly Act[], verdicts: readonly Verdict[]): Gaps {
  const tools = new Map<string, { -readonly [K in keyof ToolGap]: ToolGap[K] }>();
  let calls = 0;
  for (const [place, { kind, tool, event }] of acts.entries()) {
    if (kind !== "call") continue;
    calls++;
    const counted = tools.get(tool) ?? { tool, effect: effectOf(tool), none: 0, calls: 0, first: -1 };
    tools.set(tool, counted);
    counted.calls++;
    if (verdicts[place]?.verdict !== "none") continue;
    counted.none++;
    if (counted.first < 0) counted.first = event;
  }
  const open = [...tools.values()].filter(({ none }) => none > 0).toSorted((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect) || b.none - a.none);
  const of = (effect: Effect | ""): number => open.reduce((sum, tool) => sum + (effect === "" || tool.effect === effect ? tool.none : 0), 0);
  return { calls, none: of(""), writes: of("write"), unknown: of("unknown"), tools: open };
}
