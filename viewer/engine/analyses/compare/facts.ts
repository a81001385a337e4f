import type { Json } from "../../../../format/event.ts";
import type { ComparedFact } from "../../contracts/compare.ts";
import type { RunEvent } from "../run-events.ts";
import { jsonText } from "./json-text.ts";

type Measure = (events: readonly RunEvent[]) => number | string | null;

interface Fact {
  readonly group: ComparedFact["group"];
  readonly name: string;
  readonly unit: ComparedFact["unit"];
  readonly of: Measure;
}

const countKind =
  (...kinds: readonly string[]): Measure =>
  (events) =>
    events.filter(({ kind }) => kinds.includes(kind)).length;

const sum =
  (key: "tokens_in" | "tokens_out" | "cost_usd"): Measure =>
  (events) => {
    const values = events.map(({ envelope }) => envelope[key]).filter((value) => typeof value === "number");
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
  };

/** What is set side by side above the lines. A measure gives null where a run recorded nothing of the kind. */
const FACTS: readonly Fact[] = [
  { group: "size", name: "steps", unit: "count", of: (events) => events.length },
  { group: "size", name: "turns", unit: "count", of: countKind("agent_turn", "llm_response", "human_input") },
  { group: "size", name: "tool calls", unit: "count", of: countKind("tool_call") },
  { group: "size", name: "failures", unit: "count", of: (events) => events.filter(({ flag, kind }) => flag === 1 && kind !== "agent_end").length },
  { group: "cost", name: "duration", unit: "ms", of: (events) => durationMs(events) },
  { group: "cost", name: "tokens in", unit: "count", of: sum("tokens_in") },
  { group: "cost", name: "tokens out", unit: "count", of: sum("tokens_out") },
  { group: "cost", name: "cost", unit: "usd", of: sum("cost_usd") },
  { group: "speakers", name: "agents", unit: "text", of: (events) => names(events, ({ envelope }) => envelope.agent) },
  { group: "speakers", name: "who speaks to whom", unit: "text", of: (events) => names(events, ({ envelope }) => (envelope.to === undefined ? undefined : `${envelope.agent ?? "?"} → ${envelope.to}`)) },
  { group: "speakers", name: "handoffs", unit: "count", of: countKind("handoff") },
  { group: "policies", name: "prompt policies", unit: "text", of: (events) => names(events, ({ kind, envelope }) => (kind === "prompt_policy" ? (envelope.policy ?? envelope.name) : undefined)) },
  { group: "policies", name: "policy changes", unit: "count", of: (events) => policyChanges(events) },
  { group: "behaviour", name: "stopped by guards, people or the model", unit: "count", of: (events) => events.filter(({ flag }) => flag === 2).length },
  { group: "behaviour", name: "alerts", unit: "count", of: countKind("behavior_alert") },
  { group: "behaviour", name: "decisions with evidence", unit: "share", of: (events) => groundedShare(events) },
];

/** The facts of two runs, those that neither recorded left out. */
export function compareFacts(left: readonly RunEvent[], right: readonly RunEvent[]): ComparedFact[] {
  return FACTS.map(({ of, ...fact }) => ({ ...fact, left: of(left), right: of(right) })).filter(({ left: a, right: b }) => isSaid(a) || isSaid(b));
}

function isSaid(value: number | string | null): boolean {
  return value !== null && value !== "" && value !== 0;
}

function durationMs(events: readonly RunEvent[]): number | null {
  let [start, end] = [Infinity, -Infinity];
  for (const { startUs, endUs } of events) {
    start = Math.min(start, startUs);
    end = Math.max(end, endUs);
  }
  return end > start ? (end - start) / 1000 : null;
}

const MOST_NAMES = 12;

/** Distinct names in order of appearance. */
function names(events: readonly RunEvent[], of: (event: RunEvent) => string | undefined): string {
  const found = new Set<string>();
  for (const event of events) {
    const name = of(event);
    if (name !== undefined && name !== "") found.add(name);
  }
  const all = [...found];
  return all.length > MOST_NAMES ? `${all.slice(0, MOST_NAMES).join(", ")} and ${all.length - MOST_NAMES} more` : all.join(", ");
}

/** How often the policy in force of an agent, or one of its parameters, changed. */
function policyChanges(events: readonly RunEvent[]): number {
  const inForce = new Map<string, string>();
  let changes = 0;
  for (const event of events) {
    if (event.kind !== "prompt_policy") continue;
    const agent = event.envelope.agent ?? "";
    const payload = event.payload();
    const parameters = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as { parameters?: Json }).parameters : undefined;
    const now = jsonText([event.envelope.policy ?? event.envelope.name ?? "", parameters ?? null]);
    const before = inForce.get(agent);
    if (before !== undefined && before !== now) changes++;
    inForce.set(agent, now);
  }
  return changes;
}

function groundedShare(events: readonly RunEvent[]): number | null {
  const decisions = events.filter(({ kind }) => kind === "decision");
  if (decisions.length === 0) return null;
  const grounded = decisions.filter((event) => {
    const payload = event.payload() as { evidence?: unknown } | undefined;
    const listed = Array.isArray(payload?.evidence) ? payload.evidence.length : 0;
    return listed + (event.envelope.evidence?.length ?? 0) > 0;
  });
  return grounded.length / decisions.length;
}
