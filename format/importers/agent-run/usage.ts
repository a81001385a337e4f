import { asCount, asObject } from "../kit/read.ts";
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
  const input = asCount(usage["prompt_tokens"]) ?? asCount(usage["input_tokens"]);
  const details = asObject(usage["prompt_tokens_details"]) ?? asObject(usage["input_tokens_details"]) ?? asObject(usage["input_token_details"]);
  const more = asObject(usage["completion_tokens_details"]) ?? asObject(usage["output_tokens_details"]) ?? asObject(usage["output_token_details"]);
  const read = asCount(details?.["cached_tokens"]) ?? asCount(details?.["cache_read"]) ?? asCount(usage["cache_read_tokens"]) ?? asCount(usage["cache_read_input_tokens"]);
  const write = asCount(usage["cache_creation_input_tokens"]) ?? asCount(usage["cache_write_tokens"]) ?? asCount(details?.["cache_creation"]);
  return {
    tokens_in: input,
    tokens_out: asCount(usage["completion_tokens"]) ?? asCount(usage["output_tokens"]),
    tokens_cache_read: read,
    tokens_cache_write: write,
    tokens_reasoning: asCount(more?.["reasoning_tokens"]) ?? asCount(more?.["reasoning"]) ?? asCount(usage["reasoning_tokens"]),
  };
}
