import type { EventOptions, Maker } from "../event.ts";
import { grounds } from "./decisions.ts";

/** A guard looked at something. `policy` names it, `outcome` is its verdict (passed, failed, warn, blocked), `severity` the risk. */
export interface SafetyCheckInput extends EventOptions {
  readonly rationale?: string | undefined;
  readonly blockedAction?: string | undefined;
}

const PASSED_IMPORTANCE = 0.55;

export const safetyCheck: Maker<SafetyCheckInput> = {
  kind: "safety_check",
  make: ({ policy, outcome, rationale, blockedAction, evidence }) => ({
    members: { name: policy, importance: outcome === "passed" || outcome === "ok" ? PASSED_IMPORTANCE : undefined },
    payload: { rationale, blocked_action: blockedAction, evidence: grounds(evidence) },
  }),
};

/** The model or agent declined to act. */
export interface RefusalInput extends EventOptions {
  readonly reason?: string | undefined;
  readonly blockedAction?: string | undefined;
  readonly safeAlternative?: string | undefined;
}

export const refusal: Maker<RefusalInput> = {
  kind: "refusal",
  make: ({ policy, reason, blockedAction, safeAlternative }) => ({
    members: { name: policy ?? blockedAction ?? "refusal", outcome: "refused" },
    payload: { reason, blocked_action: blockedAction, safe_alternative: safeAlternative },
  }),
};

/** A rule was broken. `policy` names it. */
export interface PolicyViolationInput extends EventOptions {
  readonly violationType?: string | undefined;
  readonly details?: unknown;
}

export const policyViolation: Maker<PolicyViolationInput> = {
  kind: "policy_violation",
  make: ({ policy, violationType, details }) => ({
    members: { name: policy ?? violationType, outcome: "failed" },
    payload: { violation_type: violationType, details },
  }),
};

/** The prompt template and parameters in force from here on. `policy` is the template's id, `agent` the speaker. */
export interface PromptPolicyInput extends EventOptions {
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly stateSummary?: string | undefined;
  readonly goal?: string | undefined;
}

export const promptPolicy: Maker<PromptPolicyInput> = {
  kind: "prompt_policy",
  make: ({ policy, parameters, stateSummary, goal }) => ({
    members: { name: policy },
    payload: { parameters, state_summary: stateSummary, goal },
  }),
};

/** Something about how the agent behaves is odd; `related` are the events that show it. */
export interface BehaviorAlertInput extends EventOptions {
  readonly alertType?: string | undefined;
  readonly signal?: string | undefined;
}

export const behaviorAlert: Maker<BehaviorAlertInput> = {
  kind: "behavior_alert",
  make: ({ alertType, signal }) => ({ members: { name: alertType, outcome: "warn" }, payload: { alert_type: alertType, signal } }),
};
