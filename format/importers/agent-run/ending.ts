import type { Json } from "../../event.ts";
import type { Outcome } from "../../kinds.ts";
import type { AgentRun } from "./agent-run.ts";

interface EndPlace {
  readonly agent: string;
  /** The event the run began with. */
  readonly start: string;
  /** The start of a sub-agent, whose end stands below it. */
  readonly parent?: string | undefined;
}

/** How a run would end after what was last read of it: logs that only break off end as their last word was. */
export class Ending {
  /** Undefined while something is still to come. */
  outcome: Outcome | undefined;
  errorClass: string | undefined;
  output: Json | undefined;
  lastTimeUs: number | undefined;

  /** Says how the run would end here. */
  set(outcome: Outcome | undefined, errorClass?: string): void {
    this.outcome = outcome;
    this.errorClass = errorClass;
  }

  /** Adds the end of the run; one that stopped in the middle of something has none. */
  write(run: AgentRun, { agent, start, parent }: EndPlace): void {
    const { outcome, errorClass, output, lastTimeUs: timeUs } = this;
    if (outcome === undefined) return;
    run.add("agent_end", { timeUs, agent, parent }, { name: agent, reply_to: start, outcome, error_class: errorClass, derived: ["outcome", "time_unix_us"] }, { output });
  }
}
