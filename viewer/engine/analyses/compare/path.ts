import type { RunEvent } from "../run-events.ts";

/** One step of a run's path: what was done, without what it was done with. */
export interface PathStep {
  readonly name: string;
  readonly kind: string;
  readonly row: number;
}

/** Kinds that make up the way a run goes; requests, results and logs are left out, results show in the call's name. */
const ON_PATH: ReadonlySet<string> = new Set(["tool_call", "decision", "handoff", "agent_turn", "human_input", "retrieval", "refusal", "policy_violation", "safety_check", "error", "repair_attempt"]);

/** The way a run went. A call whose result failed has its own name, so that a failing way is told from a good one. */
export function pathOf(events: readonly RunEvent[]): PathStep[] {
  const failed = new Set<string>();
  for (const { kind, envelope, flag } of events) if (kind === "tool_result" && flag === 1 && envelope.reply_to !== undefined) failed.add(envelope.reply_to);
  return events.filter(({ kind }) => ON_PATH.has(kind)).map(({ kind, envelope, row }) => ({ kind, row, name: stepName(kind, envelope, failed.has(envelope.id ?? "")) }));
}

function stepName(kind: string, envelope: RunEvent["envelope"], hasFailed: boolean): string {
  if (kind === "tool_call") return `${envelope.tool ?? envelope.name ?? "tool"}${hasFailed ? " ✗" : ""}`;
  if (kind === "handoff") return `hands off to ${envelope.to ?? "?"}`;
  if (kind === "agent_turn" || kind === "human_input") return `${envelope.agent ?? "somebody"} speaks`;
  if (kind === "error") return envelope.error_class ?? "error";
  return envelope.policy ?? envelope.name ?? kind;
}
