// The small form of zod: this is read in the page, where the whole of it would be a seventh of the worker.
import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

/** What a policy says of a call. */
export const DECISIONS = ["allow", "ask", "deny"] as const;
export type PolicyDecision = (typeof DECISIONS)[number];

/** Rules and alternatives of one policy at most. */
const MOST_RULES = 1000;
const MOST_PATTERNS = 200;
const LONGEST_TEXT = 1_000_000;

const pattern = z.string().check(z.maxLength(1000));
const patterns = z.union([pattern, z.array(pattern).check(z.minLength(1), z.maxLength(MOST_PATTERNS))]);
const scalar = z.union([z.string().check(z.maxLength(1000)), z.number(), z.boolean(), z.null()]);

const ConditionSchema = z
  .strictObject({
    equals: z.optional(scalar),
    glob: z.optional(patterns),
    contains: z.optional(patterns),
    above: z.optional(z.number()),
    below: z.optional(z.number()),
    present: z.optional(z.boolean()),
  })
  .check(z.refine((condition) => Object.keys(condition).length > 0, "says nothing: name equals, glob, contains, above, below or present"));

const RuleSchema = z.strictObject({
  id: z.optional(z.string().check(z.maxLength(200))),
  decision: z.enum(DECISIONS),
  because: z.optional(z.string().check(z.maxLength(1000))),
  tool: z.optional(patterns),
  agent: z.optional(patterns),
  effect: z.optional(z.enum(["read", "write", "unknown"])),
  arguments: z.optional(z.record(z.string().check(z.maxLength(200)), ConditionSchema)),
});

const PolicySchema = z.strictObject({
  policy: z.literal(1),
  name: z.optional(z.string().check(z.maxLength(200))),
  default: z.optional(z.enum(DECISIONS)),
  rules: z.array(RuleSchema).check(z.maxLength(MOST_RULES)),
});

/** Ordered rules on tool calls; the first that fits decides. */
export type Policy = z.infer<typeof PolicySchema>;
export type PolicyRule = z.infer<typeof RuleSchema>;
export type PolicyCondition = z.infer<typeof ConditionSchema>;

/** A policy, or all that is wrong with its text, each with its place. */
export type ReadPolicy = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly problems: readonly string[] };

const MOST_PROBLEMS = 20;

/** Reads the text of a policy file. See docs/policy.md. */
export function readPolicy(text: string): ReadPolicy {
  if (text.length > LONGEST_TEXT) return { ok: false, problems: [`the text is longer than ${LONGEST_TEXT} characters`] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const read = PolicySchema.safeParse(value, { error: en().localeError });
  if (read.success) return { ok: true, policy: read.data };
  const problems = read.error.issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${path.length === 0 ? "the policy" : path.map(String).join(".")}: ${message}`);
  return { ok: false, problems };
}
