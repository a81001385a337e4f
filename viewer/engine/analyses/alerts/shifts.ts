import { asObject, asText } from "../../../../format/importers/kit/read.ts";
import type { Finder, FoundAlert } from "./found.ts";

/** The instructions an agent works under change within the run. */
export const policyShift: Finder = (events) => {
  const last = new Map<string, { readonly name: string; readonly event: number }>();
  const found: FoundAlert[] = [];
  for (const event of events) {
    if (event.kind !== "prompt_policy") continue;
    const { agent = "", policy } = event.envelope;
    const name = policy ?? event.envelope.name ?? "";
    const before = last.get(agent);
    if (before !== undefined && before.name !== name) {
      found.push({ type: "policy_shift", severity: "low", signal: `its instructions change from "${before.name}" to "${name}"`, agent, events: [before.event, event.index] });
    }
    last.set(agent, { name, event: event.index });
  }
  return found;
};

const FAILURES = 2;

/** After failures of one tool the agent takes another one: where its plan changed, and why. */
export const strategyShift: Finder = (_, run) => {
  const found: FoundAlert[] = [];
  const failing = new Map<string, { readonly tool: string; readonly events: number[] }>();
  for (const [at, { step, outcome }] of run.facts.entries()) {
    const tool = step.tools[0];
    if (step.role !== "agent" || tool === undefined) continue;
    const before = failing.get(step.actor);
    if (before !== undefined && before.tool !== tool && before.events.length >= FAILURES) {
      found.push({ type: "strategy_shift", severity: "low", signal: `turns from ${before.tool} to ${tool} after ${before.events.length} failures`, agent: step.actor, events: [...before.events, step.event] });
    }
    if (outcome !== "failed") failing.delete(step.actor);
    else failing.set(step.actor, { tool, events: [...(before?.tool === tool ? before.events : []), run.facts[at + 1]?.step.event ?? step.event] });
  }
  return found;
};

const LEAST_TASK_WORDS = 5;
const LEAST_STEPS = 12;

/** The last third of a longer run no longer touches what was asked, or the stated goal is another one and nobody asked for it. */
export const goalDrift: Finder = (events, run) => {
  const steps = run.candidates.map((at) => run.facts[at]).filter((fact) => fact !== undefined && !fact.closes);
  const found: FoundAlert[] = [];
  const third = Math.floor(steps.length / 3);
  const share = (part: typeof steps): number => part.reduce((sum, fact) => sum + (fact?.taskShare ?? 0), 0) / Math.max(1, part.length);
  const [early, late] = [share(steps.slice(0, third)), share(steps.slice(-third))];
  if (run.taskWords >= LEAST_TASK_WORDS && steps.length >= LEAST_STEPS && early >= 0.15 && late < early / 5) {
    const last = steps.slice(-third).map((fact) => fact?.step.event ?? 0);
    found.push({ type: "goal_drift", severity: "medium", signal: `the last ${third} steps use ${percent(late)} of the task's words, the first ${third} used ${percent(early)}`, agent: "", events: last });
  }
  return [...found, ...goalChanges(events)];
};

function goalChanges(events: Parameters<Finder>[0]): FoundAlert[] {
  const found: FoundAlert[] = [];
  const goals = new Map<string, { readonly goal: string; readonly event: number }>();
  let lastHeard = -1;
  for (const event of events) {
    if (event.kind === "human_input") lastHeard = event.index;
    const goal = asText(asObject(event.payload())?.["goal"]);
    if (goal === undefined || (event.kind !== "agent_turn" && event.kind !== "prompt_policy")) continue;
    const agent = event.envelope.agent ?? "";
    const before = goals.get(agent);
    if (before !== undefined && before.goal !== goal && lastHeard < before.event) {
      found.push({ type: "goal_drift", severity: "low", signal: `its stated goal changes from "${before.goal.slice(0, 80)}" to "${goal.slice(0, 80)}", and nobody asked for it`, agent, events: [before.event, event.index] });
    }
    goals.set(agent, { goal, event: event.index });
  }
  return found;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
