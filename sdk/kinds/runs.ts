import type { Outcome } from "../../format/kinds.ts";
import type { EventRef, Maker } from "../event.ts";
import type { Origin } from "../intercept.ts";

/** What is known of a run or sub-agent when it starts. */
interface StartInput {
  readonly title: string;
  readonly upstream?: readonly EventRef[] | undefined;
  readonly framework?: string | undefined;
  readonly task?: string | undefined;
  readonly attempt?: number | undefined;
  readonly input?: unknown;
  readonly config?: unknown;
  readonly tags?: readonly string[] | undefined;
  /** The run this one replays. */
  readonly origin?: Origin | undefined;
}

export const agentStart: Maker<StartInput> = {
  kind: "agent_start",
  make: ({ title, upstream, framework, task, attempt, input, config, tags, origin }) => ({
    members: { name: title, upstream, framework, task, attempt },
    payload: { title, input, config, tags, resumed_from: origin === undefined ? undefined : { session: origin.session, checkpoint: origin.checkpoint } },
  }),
};

/** How a run or sub-agent ended. */
export interface RunResult {
  readonly outcome?: Outcome | undefined;
  /** In the scorer's own scale. */
  readonly score?: number | undefined;
  readonly output?: unknown;
  readonly expected?: unknown;
  readonly scores?: unknown;
}

interface EndInput {
  readonly title: string;
  readonly start: EventRef;
  readonly errorClass: string | undefined;
  readonly result: RunResult;
  readonly totals: Readonly<Record<string, number>>;
}

export const agentEnd: Maker<EndInput> = {
  kind: "agent_end",
  make: ({ title, start, errorClass, result, totals }) => ({
    members: { name: title, outcome: result.outcome, error_class: errorClass, score: result.score },
    payload: { output: result.output, totals, expected: result.expected, scores: result.scores },
    answers: start,
  }),
};
