/**
 * The event kinds of version 1, with what a viewer needs to know of each. Other kinds pass through untouched and are
 * shown under their own name. `group` is the letter-and-colour family; `importance` the recorder's default (0 to 1).
 */
export const KINDS = {
  agent_start: { group: "agent", label: "Agent start", importance: 0.2 },
  agent_end: { group: "agent", label: "Agent end", importance: 0.2 },
  agent_turn: { group: "agent", label: "Turn", importance: 0.6 },
  handoff: { group: "agent", label: "Handoff", importance: 0.65 },
  human_input: { group: "agent", label: "Human input", importance: 0.5 },
  decision: { group: "decision", label: "Decision", importance: 0.7 },
  llm_request: { group: "llm", label: "LLM request", importance: 0.35 },
  llm_response: { group: "llm", label: "LLM response", importance: 0.5 },
  tool_call: { group: "tool", label: "Tool call", importance: 0.4 },
  tool_result: { group: "tool", label: "Tool result", importance: 0.5 },
  retrieval: { group: "tool", label: "Retrieval", importance: 0.45 },
  safety_check: { group: "safety", label: "Safety check", importance: 0.8 },
  refusal: { group: "safety", label: "Refusal", importance: 0.85 },
  policy_violation: { group: "safety", label: "Policy violation", importance: 0.9 },
  prompt_policy: { group: "safety", label: "Prompt policy", importance: 0.65 },
  behavior_alert: { group: "safety", label: "Behaviour alert", importance: 0.82 },
  error: { group: "error", label: "Error", importance: 0.9 },
  repair_attempt: { group: "error", label: "Repair attempt", importance: 0.7 },
  drift: { group: "error", label: "Drift", importance: 0.6 },
  checkpoint: { group: "checkpoint", label: "Checkpoint", importance: 0.5 },
  annotation: { group: "checkpoint", label: "Note", importance: 0.3 },
  log: { group: "checkpoint", label: "Log", importance: 0.1 },
} as const satisfies Record<string, { group: string; label: string; importance: number }>;

/** A kind this version defines. */
export type Kind = keyof typeof KINDS;
/** The family a kind is shown in. */
export type KindGroup = (typeof KINDS)[Kind]["group"];

/** Every kind of version 1, in display order. */
export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

/** True if this version defines the kind; false for kinds of other writers, which are kept and shown all the same. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name);
}

/** Kinds whose `duration_ms` ends at their time; for all others it begins there. */
export const ENDS_AT_ITS_TIME: ReadonlySet<string> = new Set(["tool_result", "llm_response", "agent_end", "retrieval"]);

/**
 * How an event ended. `ok`, `warn` and `error` say what happened to the step itself; `passed` and `failed` judge a run
 * or a check; `blocked` (by a guard), `denied` (by a person or a permission rule) and `refused` (by the model) stop an
 * act; `cancelled` was given up.
 */
export const OUTCOMES = ["ok", "warn", "error", "passed", "failed", "blocked", "denied", "refused", "cancelled"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that mean something went wrong at this event. */
export const FAILING_OUTCOMES: readonly Outcome[] = ["error", "failed"];
/** Outcomes that mean a guard, a person or the model stopped the act. */
export const STOPPED_OUTCOMES: readonly Outcome[] = ["blocked", "denied", "refused"];

/** Scale of `severity`. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];
