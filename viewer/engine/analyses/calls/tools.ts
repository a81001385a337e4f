import type { ToolUse } from "../../contracts/calls.ts";
import { hashContent } from "../compare/hash.ts";
import { jsonText } from "../compare/json-text.ts";
import type { RunEvent } from "../run-events.ts";
import { memberOf, pairsOf, tookMs, type CallPair } from "./pairs.ts";

const BINS = 16;
const LISTED = 5;
const LONGEST = 160;
/** Distinct values counted of an argument at most. */
const MOST_VALUES = 1000;

/** How each tool did, the one most time went into first. */
export function toolUses(events: readonly RunEvent[]): ToolUse[] {
  const byTool = new Map<string, CallPair[]>();
  for (const pair of pairsOf(events, "tool_call", "tool_result")) {
    const envelope = (pair.call ?? pair.answer)?.envelope;
    const tool = envelope?.tool ?? envelope?.name ?? "(unnamed)";
    const pairs = byTool.get(tool);
    if (pairs === undefined) byTool.set(tool, [pair]);
    else pairs.push(pair);
  }
  return [...byTool].map(([tool, pairs]) => toolUse(tool, pairs)).toSorted((a, b) => b.totalMs - a.totalMs || b.calls - a.calls);
}

function toolUse(tool: string, pairs: readonly CallPair[]): ToolUse {
  const timed = pairs.flatMap((pair) => {
    const ms = tookMs(pair);
    return ms === null ? [] : [{ row: (pair.call ?? pair.answer)?.row ?? -1, ms }];
  });
  const times = timed.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const failed = pairs.filter(({ answer }) => answer?.flag === 1);
  return {
    tool,
    calls: pairs.length,
    failures: failed.length,
    unanswered: pairs.filter(({ answer }) => answer === undefined).length,
    repeats: repeatsOf(pairs),
    totalMs: times.reduce((sum, ms) => sum + ms, 0),
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    ...histogramOf(times),
    arguments: argumentsOf(pairs),
    slowest: timed.toSorted((a, b) => b.ms - a.ms).slice(0, LISTED),
    failed: failed.slice(0, LISTED).map(({ answer }) => ({ row: answer?.row ?? -1, says: failureText(answer) })),
  };
}

function repeatsOf(pairs: readonly CallPair[]): number {
  const seen = new Set(pairs.flatMap(({ call }) => (call === undefined ? [] : [hashContent(memberOf(call, "arguments"))])));
  return pairs.filter(({ call }) => call !== undefined).length - seen.size;
}

/** The value below which a share of sorted ones lies (nearest rank); null of none. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted.length === 0 ? null : (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null);
}

function histogramOf(sorted: readonly number[]): Pick<ToolUse, "histogram" | "histogramFromMs" | "histogramToMs"> {
  const [from, to] = [Math.max(0.1, sorted[0] ?? 0.1), Math.max(0.2, sorted.at(-1) ?? 0.2)];
  const histogram = Array.from({ length: BINS }, () => 0);
  const span = Math.log(to / from);
  for (const ms of sorted) {
    const bin = span <= 0 ? 0 : Math.min(BINS - 1, Math.max(0, Math.floor((Math.log(Math.max(ms, from) / from) / span) * BINS)));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return { histogram, histogramFromMs: from, histogramToMs: to };
}

function argumentsOf(pairs: readonly CallPair[]): ToolUse["arguments"] {
  const found = new Map<string, { calls: number; readonly values: Set<number> }>();
  for (const { call } of pairs) {
    const given = memberOf(call, "arguments");
    if (typeof given !== "object" || given === null || Array.isArray(given)) continue;
    for (const [name, value] of Object.entries(given)) {
      const own = found.get(name) ?? { calls: 0, values: new Set<number>() };
      found.set(name, own);
      own.calls++;
      if (own.values.size < MOST_VALUES) own.values.add(hashContent(value));
    }
  }
  return [...found].map(([name, { calls, values }]) => ({ name, calls, values: values.size })).toSorted((a, b) => b.calls - a.calls);
}

function failureText(answer: RunEvent | undefined): string {
  const said = memberOf(answer, "error") ?? memberOf(answer, "result");
  const text = typeof said === "string" ? said : said === undefined || said === null ? "" : jsonText(said);
  return (text || (answer?.envelope.error_class ?? "failed")).slice(0, LONGEST);
}
