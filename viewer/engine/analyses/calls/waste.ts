import type { Waste } from "../../contracts/calls.ts";
import { hashContent, hashText, mix } from "../compare/hash.ts";
import type { RunEvent } from "../run-events.ts";
import { costOf, memberOf, pairsOf, tookMs, type CallPair } from "./pairs.ts";

const LISTED = 20;
/** A run that went on after this many good results is not said to have been wasted from the last one on. */
const LEAST_TAIL = 3;

/** What was spent and led to nothing, as far as the trace shows it; kinds that did not happen are left out. */
export function wasteOf(events: readonly RunEvent[]): Waste[] {
  const tools = pairsOf(events, "tool_call", "tool_result");
  const models = pairsOf(events, "llm_request", "llm_response");
  const found = [
    sumUp("failed tool calls", "their results were errors", tools.filter(({ answer }) => answer?.flag === 1)),
    sumUp("repeated tool calls", "the same tool was called with the same arguments and gave the same result", repeated(tools)),
    sumUp("failed model calls", "the model gave an error or no answer", models.filter(({ answer }) => answer === undefined || answer.flag === 1)),
    sumUp("after the last good step", "the run failed, and after this no tool gave a new result", tailOf(events, [...tools, ...models])),
  ];
  return found.filter(({ events: count }) => count > 0).toSorted((a, b) => b.costUsd - a.costUsd || b.ms - a.ms);
}

/** Calls that an earlier one with the same arguments and the same result had made needless. */
function repeated(pairs: readonly CallPair[]): CallPair[] {
  const seen = new Set<number>();
  return pairs.filter(({ call, answer }) => {
    if (call === undefined || answer === undefined || answer.flag === 1) return false;
    const sign = mix(mix(hashText(call.envelope.tool ?? ""), hashContent(memberOf(call, "arguments"))), hashContent(memberOf(answer, "result")));
    if (seen.has(sign)) return true;
    seen.add(sign);
    return false;
  });
}

/** What a failed run did after the last result that was new and good. */
function tailOf(events: readonly RunEvent[], pairs: readonly CallPair[]): CallPair[] {
  const end = events.findLast(({ kind, parent }) => kind === "agent_end" && parent < 0);
  if (end?.flag !== 1) return [];
  const seen = new Set<number>();
  let last = -1;
  for (const event of events) {
    if (event.kind !== "tool_result" || event.flag === 1) continue;
    const sign = hashContent(memberOf(event, "result"));
    if (!seen.has(sign)) last = event.index;
    seen.add(sign);
  }
  const after = last < 0 ? [] : pairs.filter(({ call, answer }) => (call ?? answer)?.index !== undefined && ((call ?? answer)?.index ?? 0) > last);
  return after.length >= LEAST_TAIL ? after : [];
}

function sumUp(what: string, why: string, pairs: readonly CallPair[]): Waste {
  const sum = (of: (pair: CallPair) => number): number => pairs.reduce((total, pair) => total + of(pair), 0);
  return {
    what,
    why,
    events: pairs.length,
    ms: sum((pair) => tookMs(pair) ?? 0),
    tokens: sum(({ answer }) => (answer?.envelope.tokens_in ?? 0) + (answer?.envelope.tokens_out ?? 0)),
    costUsd: sum(({ answer }) => costOf(answer).usd ?? 0),
    rows: pairs.slice(0, LISTED).map(({ call, answer }) => (answer ?? call)?.row ?? -1),
  };
}
