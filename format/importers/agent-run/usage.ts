import { asCount, asObject, type JsonObject } from "../kit/read.ts";
import type { LooseEnvelope } from "./agent-run.ts";

/** Token counts as a source has them; each kind of input apart. */
interface ApartCounts {
  readonly fresh: unknown;
  readonly read: unknown;
  readonly write: unknown;
  readonly output: unknown;
}

/** Counts of a provider that keeps cached input out of the input, put together as the envelope has them; empty if there are none. */
export function tokensApart({ fresh, read, write, output }: ApartCounts): LooseEnvelope {
  const [freshCount, readCount, writeCount] = [asCount(fresh), asCount(read), asCount(write)];
  const isCounted = freshCount !== undefined || readCount !== undefined || writeCount !== undefined;
  return {
    tokens_in: isCounted ? (freshCount ?? 0) + (readCount ?? 0) + (writeCount ?? 0) : undefined,
    tokens_out: asCount(output),
    tokens_cache_read: readCount,
    tokens_cache_write: writeCount,
  };
}

/** Counts of a completion in the manner of OpenAI, LiteLLM and LangChain, where cached input is part of the input. */
export function tokensOfCompletion(value: unknown): LooseEnvelope {
  const usage = asObject(value) ?? {};
  const input = firstIn(usage, asObject, "prompt_tokens_details", "input_tokens_details", "input_token_details") ?? {};
  const output = firstIn(usage, asObject, "completion_tokens_details", "output_tokens_details", "output_token_details") ?? {};
  return {
    tokens_in: firstIn(usage, asCount, "prompt_tokens", "input_tokens"),
    tokens_out: firstIn(usage, asCount, "completion_tokens", "output_tokens"),
    tokens_cache_read: firstIn(input, asCount, "cached_tokens", "cache_read") ?? firstIn(usage, asCount, "cache_read_tokens", "cache_read_input_tokens"),
    tokens_cache_write: firstIn(usage, asCount, "cache_creation_input_tokens", "cache_write_tokens") ?? firstIn(input, asCount, "cache_creation"),
    tokens_reasoning: firstIn(output, asCount, "reasoning_tokens", "reasoning") ?? firstIn(usage, asCount, "reasoning_tokens"),
  };
}

function firstIn<T>(object: JsonObject, as: (value: unknown) => T | undefined, ...keys: readonly string[]): T | undefined {
  return keys.map((key) => as(object[key])).find((found) => found !== undefined);
}
