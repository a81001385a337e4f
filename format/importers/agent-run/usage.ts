import { asCount } from "../kit/read.ts";
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
