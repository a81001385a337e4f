import type { TokenUsage } from "../kinds/llm.ts";
import { count, member } from "./member.ts";

/** Tokens of an answer under the names of whichever provider made it; undefined if it names none. */
export function usageOf(answer: unknown): TokenUsage | undefined {
  const usage = member(answer, "usage") ?? member(answer, "totalUsage") ?? member(answer, "usage_metadata") ?? member(answer, "usageMetadata") ?? member(answer, "message", "usage");
  if (typeof usage !== "object" || usage === null) return undefined;
  const found = (...paths: readonly string[]): number | undefined => {
    for (const path of paths) {
      const tokens = count(usage, ...path.split("."));
      if (tokens !== undefined) return tokens;
    }
    return undefined;
  };
  const cacheReadTokens = found("prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens", "input_token_details.cache_read", "inputTokenDetails.cacheReadTokens", "cachedInputTokens", "cache_read_input_tokens", "cachedContentTokenCount");
  const cacheWriteTokens = found("cache_creation_input_tokens", "prompt_tokens_details.cache_write_tokens", "input_tokens_details.cache_write_tokens", "input_token_details.cache_creation", "inputTokenDetails.cacheWriteTokens");
  const inputTokens = found("prompt_tokens", "input_tokens", "inputTokens", "promptTokens", "promptTokenCount");
  return {
    inputTokens: inputTokens === undefined ? undefined : inputTokens + uncounted(usage),
    outputTokens: found("completion_tokens", "output_tokens", "outputTokens", "completionTokens") ?? geminiOutput(usage),
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: found("completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens", "output_token_details.reasoning", "outputTokenDetails.reasoningTokens", "reasoningTokens", "thoughtsTokenCount"),
  };
}

/** Anthropic counts cached input beside `input_tokens`, everybody else within it. */
function uncounted(usage: unknown): number {
  return (count(usage, "cache_read_input_tokens") ?? 0) + (count(usage, "cache_creation_input_tokens") ?? 0);
}

/** Gemini counts thoughts beside the answer, everybody else within it. */
function geminiOutput(usage: unknown): number | undefined {
  const answer = count(usage, "candidatesTokenCount");
  const thoughts = count(usage, "thoughtsTokenCount");
  return answer === undefined && thoughts === undefined ? undefined : (answer ?? 0) + (thoughts ?? 0);
}
