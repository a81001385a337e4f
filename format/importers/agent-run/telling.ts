import type { ImportSink } from "../types.ts";
import { AgentRun } from "./agent-run.ts";
import { Ending } from "./ending.ts";

/** What the logs of one import share. */
export interface ImportContext {
  readonly sink: ImportSink;
  /** Ids that are in use. */
  readonly taken: Set<string>;
}

/** Sub-agents inside sub-agents that are written inside each other; those further in stand alone. */
const MOST_DEPTH = 20;

interface Teller {
  /** The agent whose log it is. */
  readonly agent: string;
  /** Who hears, where that is not told by the agent's name. */
  readonly hearer?: string;
  /** The run the log is a part of; one of its own if there is none. */
  readonly run?: AgentRun | undefined;
  /** How many calls it is inside of. */
  readonly depth?: number | undefined;
}

/** The state of one agent's log while it is written as a run. */
export class RunTelling {
  readonly run: AgentRun;
  readonly sink: ImportSink;
  readonly agent: string;
  readonly hearer: string;
  readonly depth: number;
  /** The event the run began with. */
  start = "";
  readonly ending = new Ending();

  constructor({ sink, taken }: ImportContext, session: string, { agent, hearer = agent, run, depth = 0 }: Teller) {
    this.run = run ?? new AgentRun(sink, session, taken);
    this.sink = sink;
    this.agent = agent;
    this.hearer = hearer;
    this.depth = depth;
  }

  /** True if sub-agents may be written below its calls. */
  get isShallow(): boolean {
    return this.depth < MOST_DEPTH;
  }

  /** Notes that the agent knows of an event, and returns it. */
  heard(event: string): string {
    this.run.hear(this.hearer, event);
    return event;
  }

  /** Adds the end of the run, below `parent` if it is a part of one; one that stopped in the middle of something has none. */
  close(parent?: string): void {
    this.ending.write(this.run, { agent: this.agent, start: this.start, parent });
  }
}
