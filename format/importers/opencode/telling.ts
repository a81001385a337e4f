import type { AgentRun, LooseEnvelope, Step } from "../agent-run/agent-run.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import { asObject, asText, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { SourcePlace } from "../types.ts";
import type { KeptSession } from "./store.ts";

/** What sessions of one import share. */
export interface SessionContext extends ImportContext {
  /** Sessions of sub-agents that wait for the call that started them. */
  readonly waiting: Map<string, KeptSession>;
  /** Writes the session of a sub-agent below the call that started it. */
  readonly writeBelow: (child: KeptSession, place: CallPlace) => void;
}

/** The call a sub-agent was started by. */
export interface CallPlace {
  readonly run: AgentRun;
  readonly call: string;
  /** How many calls it is inside of. */
  readonly depth: number;
}

/** The state of one session while it is written. */
export class Telling extends RunTelling {
  readonly context: SessionContext;

  constructor(context: SessionContext, session: string, { agent, below }: { readonly agent: string; readonly below: CallPlace | undefined }) {
    // Agents of a session hear the same things, whatever they are called.
    super(context, session, { agent, hearer: session, run: below?.run, depth: below?.depth });
    this.context = context;
  }

  /** Adds an event the agent then knows of. */
  hear(kind: string, step: Step, envelope: LooseEnvelope, payload: JsonObject): string {
    return this.heard(this.run.add(kind, step, envelope, payload));
  }

  step(info: JsonObject, source: SourcePlace | undefined): Step {
    return { source, timeUs: timeIn(info, "created"), agent: agentOf(info), parent: this.start };
  }
}

/** The agent a message is of. */
export function agentOf(info: JsonObject): string {
  return asText(info["agent"]) ?? asText(info["mode"]) ?? "opencode";
}

/** Microseconds of a time of a record, which has `{created, completed}` or `{start, end}` in milliseconds. */
export function timeIn(value: JsonObject | undefined, which: "created" | "completed" | "start" | "end"): number | undefined {
  return unixMicros(asObject(value?.["time"])?.[which]);
}
