import { AgentRun, type LooseEnvelope, type Step } from "../agent-run/agent-run.ts";
import { Ending } from "../agent-run/ending.ts";
import { asObject, asText, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { ImportSink, SourcePlace } from "../types.ts";
import type { KeptSession } from "./store.ts";

/** What sessions of one import share. */
export interface SessionContext {
  readonly sink: ImportSink;
  readonly taken: Set<string>;
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

/** Sub-agents inside sub-agents; those further in stand alone. */
export const MOST_DEPTH = 20;

/** The state of one session while it is written. */
export class Telling {
  readonly context: SessionContext;
  readonly run: AgentRun;
  /** Who hears: agents of a session hear the same things, whatever they are called. */
  readonly hearer: string;
  readonly depth: number;
  start = "";
  readonly ending = new Ending();

  constructor(context: SessionContext, session: string, below: CallPlace | undefined) {
    this.context = context;
    this.run = below?.run ?? new AgentRun(context.sink, session, context.taken);
    this.hearer = session;
    this.depth = below?.depth ?? 0;
  }

  /** Adds an event the agent then knows of. */
  hear(kind: string, step: Step, envelope: LooseEnvelope, payload: JsonObject): string {
    const event = this.run.add(kind, step, envelope, payload);
    this.run.hear(this.hearer, event);
    return event;
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
