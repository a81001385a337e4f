import { asCount, asObject, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { TokenUsage } from "../../kinds/llm.ts";

/** OpenAI's counts, of chat completions and of responses: cached and reasoning tokens stand inside of the sums. */
export function openaiUsage(usage: JsonObject | undefined): TokenUsage | undefined {
  if (usage === undefined) return undefined;
  const input = asObject(usage["prompt_tokens_details"]) ?? asObject(usage["input_tokens_details"]);
  const output = asObject(usage["completion_tokens_details"]) ?? asObject(usage["output_tokens_details"]);
  return {
    inputTokens: asCount(usage["prompt_tokens"] ?? usage["input_tokens"]),
    outputTokens: asCount(usage["completion_tokens"] ?? usage["output_tokens"]),
    cacheReadTokens: asCount(input?.["cached_tokens"]),
    cacheWriteTokens: asCount(input?.["cache_write_tokens"]),
    reasoningTokens: asCount(output?.["reasoning_tokens"]),
  };
}

/** Anthropic's counts: cached tokens stand beside the input, and are part of it here. */
export function anthropicUsage(usage: JsonObject | undefined): TokenUsage | undefined {
  if (usage === undefined) return undefined;
  const read = asCount(usage["cache_read_input_tokens"]);
  const write = asCount(usage["cache_creation_input_tokens"]);
  const input = asCount(usage["input_tokens"]);
  return {
    inputTokens: input === undefined ? undefined : input + (read ?? 0) + (write ?? 0),
    outputTokens: asCount(usage["output_tokens"]),
    cacheReadTokens: read,
    cacheWriteTokens: write,
    reasoningTokens: asCount(asObject(usage["output_tokens_details"])?.["thinking_tokens"]),
  };
}

/** Gemini's counts: thoughts stand beside the answer, and are part of it here. */
export function geminiUsage(usage: JsonObject | undefined): TokenUsage | undefined {
  if (usage === undefined) return undefined;
  const thoughts = asCount(usage["thoughtsTokenCount"]);
  const answer = asCount(usage["candidatesTokenCount"]);
  return {
    inputTokens: asCount(usage["promptTokenCount"]),
    outputTokens: answer === undefined && thoughts === undefined ? undefined : (answer ?? 0) + (thoughts ?? 0),
    cacheReadTokens: asCount(usage["cachedContentTokenCount"]),
    reasoningTokens: thoughts,
  };
}
