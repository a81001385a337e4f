import type { Json } from "../../../../format/event.ts";
import type { CallsAnalyses, LlmCall } from "../../contracts/calls.ts";
import type { Analysis } from "../index.ts";
import { readRun, type RunEvent } from "../run-events.ts";
import { costOf, memberOf, pairsOf, tookMs, type CallPair } from "./pairs.ts";
import { toolUses } from "./tools.ts";

const MOST_CALLS = 5000;

/** The calls of models and tools in a run. */
export const calls: Analysis<CallsAnalyses["calls"]> = async ({ workspace, question }, { run, most }) => {
  const { events, total } = await readRun(workspace, run, { question, ...(most !== undefined && { most }) });
  const pairs = pairsOf(events, "llm_request", "llm_response");
  const beginUs = events[0]?.startUs ?? 0;
  return { events: total, read: events.length, llm: pairs.slice(0, MOST_CALLS).map((pair) => llmCall(pair, beginUs)), llmTotal: pairs.length, tools: toolUses(events) };
};

function llmCall(pair: CallPair, beginUs: number): LlmCall {
  const { call, answer } = pair;
  const cost = costOf(answer ?? call);
  const envelope = { ...call?.envelope, ...answer?.envelope };
  const began = call ?? answer;
  return {
    request: call?.row ?? -1,
    response: answer?.row ?? -1,
    agent: envelope.agent ?? "",
    model: envelope.model ?? "",
    offsetMs: began === undefined ? 0 : (began.startUs - beginUs) / 1000,
    durationMs: tookMs(pair),
    firstTokenMs: numberOr(memberOf(answer, "time_to_first_token_ms")),
    tokensIn: numberOr(envelope.tokens_in),
    tokensOut: numberOr(envelope.tokens_out),
    tokensCached: numberOr(envelope.tokens_cache_read),
    costUsd: cost.usd,
    isEstimated: cost.isEstimated,
    stop: textOr(memberOf(answer, "stop_reason")),
    outcome: answer === undefined ? "no answer" : textOr(answer.envelope.outcome),
    messages: lengthOr(memberOf(call, "messages")),
    tools: lengthOr(memberOf(call, "tools")),
    asks: asksOf(answer),
  };
}

function numberOr(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function textOr(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function lengthOr(value: Json | undefined): number | null {
  return Array.isArray(value) ? value.length : null;
}

/** Names of the tools an answer asks for, in any provider's form. */
function asksOf(answer: RunEvent | undefined): readonly string[] {
  const asked = memberOf(answer, "tool_calls");
  if (!Array.isArray(asked)) return [];
  return (asked as readonly Json[]).flatMap((call) => {
    const object = typeof call === "object" && call !== null && !Array.isArray(call) ? (call as { readonly name?: Json; readonly function?: { readonly name?: Json } }) : {};
    const name = object.name ?? object.function?.name;
    return typeof name === "string" ? [name] : [];
  });
}
