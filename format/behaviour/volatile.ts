/** Members that differ from one try of the same act to the next and say nothing about it. */
export const VOLATILE_KEYS: ReadonlySet<string> = new Set(
  `attempt call_id correlation_id created created_at date_time duration duration_ms elapsed elapsed_ms etag event_id
  idempotency_key latency latency_ms nonce now request_id requestid retry retry_count run_id session_id span_id
  time timestamp tool_call_id took took_ms trace_id traceid ts uuid updated_at`.split(/\s+/),
);

/** Members that say why something is asked, not what; they count only where nothing else is said. */
export const EXPLAINING_KEYS: ReadonlySet<string> = new Set(["explanation", "justification", "purpose", "rationale", "reason", "reasoning", "thought", "thoughts", "why"]);

/** In order. Each is linear: no repetition inside another. */
const MASKS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  [/\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\b/g, "<time>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<id>"],
  [/\b0x[0-9a-f]{4,16}\b/g, "<address>"],
  [/\b(?:call|req|request|run|msg|toolu|chatcmpl|resp|trace|span)[_-][0-9a-z_-]{4,64}\b/g, "<id>"],
  [/\b1\d{9}(?:\.\d{1,9})?\b|\b1\d{12}\b|\b1\d{15}\b/g, "<time>"],
  [/\b\d{1,9}(?:\.\d{1,9})? ?(?:ms|us|µs|ns|s|secs?|seconds?|milliseconds?)\b/g, "<duration>"],
];

const HAS_DIGIT = /\d/;

/** A lower-case text with times, durations, addresses and random ids replaced by what they are. */
export function maskVolatile(text: string): string {
  if (!HAS_DIGIT.test(text)) return text;
  let masked = text;
  for (const [pattern, mask] of MASKS) masked = masked.replace(pattern, mask);
  return masked;
}
