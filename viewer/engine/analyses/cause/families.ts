import type { FeatureName } from "./features.ts";
import type { RunFacts } from "./facts.ts";
import type { Weights } from "./model.ts";
import { COMMON, CONVERSATION, TOOLS } from "./weights.ts";

/** A kind of run that its own weights fit. */
export interface Family {
  readonly id: string;
  /** What such runs are, for a person. */
  readonly title: string;
  /** What its weights rest on, one sentence. */
  readonly basis: string;
  readonly model: Weights;
  readonly matches: (run: RunFacts) => boolean;
}

/**
 * Log odds set by hand for runs that one agent directs: published figures for such logs put the decisive step with the
 * agents that do the work, and the last step three to four times as often as chance.
 */
const DIRECTED: Readonly<Partial<Record<FeatureName, number>>> = { delegates: -0.7, aside: -0.5, last: 1 };

/** Most particular first; the last one takes every run. */
const FAMILIES: readonly Family[] = [
  {
    id: "directed",
    title: "agents directed by one of them",
    basis: "Common weights, and three set by hand from published figures; not fitted on runs of this kind.",
    model: { ...COMMON, weights: { ...COMMON.weights, ...DIRECTED } },
    matches: (run) => share(run, ({ step }) => step.to !== "" || step.isAside) >= 0.1,
  },
  {
    id: "conversation",
    title: "conversation of several agents",
    basis: "Fitted on 126 labelled conversations of several agents.",
    model: CONVERSATION,
    matches: (run) => run.turnsOf.size > 1 && share(run, ({ step }) => step.kind === "agent_turn") >= 0.5,
  },
  {
    id: "service",
    title: "agent with tools that serves a person",
    basis: "Fitted on runs of agents with tools in dialogue with a customer: failed ones, and passed ones with a fault put in.",
    model: TOOLS,
    matches: (run) => run.turnsOf.size === 1 && people(run) >= 2 && share(run, ({ step }) => step.tools.length > 0) >= 0.2,
  },
  {
    id: "common",
    title: "run of no known family",
    basis: "Cautious weights fitted on all labelled families together, without the place of a step; they were not fitted on runs of this kind.",
    model: COMMON,
    matches: () => true,
  },
];

/** The family whose weights fit a run, by its structure alone. */
export function familyOf(run: RunFacts): Family {
  return FAMILIES.find(({ matches }) => matches(run)) as Family;
}

function share(run: RunFacts, isSuch: (fact: RunFacts["facts"][number]) => boolean): number {
  const such = run.candidates.filter((at) => isSuch(run.facts[at] as RunFacts["facts"][number])).length;
  return run.candidates.length === 0 ? 0 : such / run.candidates.length;
}

function people(run: RunFacts): number {
  return run.facts.filter(({ step }) => step.role === "person").length;
}
