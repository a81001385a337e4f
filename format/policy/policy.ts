import { z } from "zod";

/** What a policy says of a call. */
export const DECISIONS = ["allow", "ask", "deny"] as const;
export type PolicyDecision = (typeof DECISIONS)[number];

/** Rules and alternatives of one policy at most. */
const MOST_RULES = 1000;
const MOST_PATTERNS = 200;
const LONGEST_TEXT = 1_000_000;

const pattern = z.string().max(1000);
const patterns = z.union([pattern, z.array(pattern).min(1).max(MOST_PATTERNS)]);
const scalar = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

const ConditionSchema = z
  .strictObject({
    equals: scalar.optional(),
    glob: patterns.optional(),
    contains: patterns.optional(),
    above: z.number().optional(),
    below: z.number().optional(),
    present: z.boolean().optional(),
  })
  .refine((condition) => Object.keys(condition).length > 0, "says nothing: name equals, glob, contains, above, below or present");

const RuleSchema = z.strictObject({
  id: z.string().max(200).optional(),
  decision: z.enum(DECISIONS),
  because: z.string().max(1000).optional(),
  tool: patterns.optional(),
  agent: patterns.optional(),
  effect: z.enum(["read", "write", "unknown"]).optional(),
  arguments: z.record(z.string().max(200), ConditionSchema).optional(),
});

const PolicySchema = z.strictObject({
  policy: z.literal(1),
  name: z.string().max(200).optional(),
  default: z.enum(DECISIONS).optional(),
  rules: z.array(RuleSchema).max(MOST_RULES),
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
  const read = PolicySchema.safeParse(value);
  if (read.success) return { ok: true, policy: read.data };
  const problems = read.error.issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${path.length === 0 ? "the policy" : path.map(String).join(".")}: ${message}`);
  return { ok: false, problems };
}
