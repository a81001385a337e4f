import type { Json } from "../../event.ts";
import { Queues } from "../kit/queue.ts";
import { present, type JsonObject } from "../kit/read.ts";
import { RunBuilder, type ImportedEnvelope } from "../run-builder.ts";
import type { ImportSink, SourcePlace } from "../types.ts";

/** Where and when something of a run happened. */
export interface Step {
  readonly source?: SourcePlace | undefined;
  readonly timeUs?: number | undefined;
  /** The agent, or `user`, that acted. */
  readonly agent?: string | undefined;
  readonly parent?: string | undefined;
  /** Id the source gives; one of our own is derived where it was used before. */
  readonly id?: string | undefined;
}

/** A tool call as an agent's log has it. */
export interface LoggedCall {
  readonly callId: string | undefined;
  readonly tool: string;
  readonly args: Json | undefined;
  /** True if the source gives no id, and this one only joins call and result here. */
  readonly isOwnId?: boolean;
}

/** What came back from a tool. */
export interface LoggedResult {
  readonly callId: string | undefined;
  readonly tool?: string | undefined;
  readonly content: Json | undefined;
  /** Class of the failure; undefined if the tool did what it was to do. */
  readonly errorClass: string | undefined;
  /** Milliseconds as the source states them; else counted from the times of call and result. */
  readonly durationMs?: number | undefined;
  readonly more?: JsonObject;
  /** True if the source has no word for failure and the class was read from the text. */
  readonly isGuess?: boolean;
}

interface KnownCall {
  readonly event: string;
  readonly parent: string | undefined;
  readonly agent: string | undefined;
  readonly tool: string;
  readonly timeUs: number | undefined;
  answered: boolean;
}

/** An envelope whose members may be undefined; those are left out. */
export type LooseEnvelope = { readonly [K in keyof ImportedEnvelope]?: ImportedEnvelope[K] | undefined };

/**
 * Writes the log of one coding agent as a run: keeps ids unique over all runs of an import, pairs results with their
 * calls, and remembers what each agent has heard since it last spoke, which is what its next answer rests on.
 */
export class AgentRun {
  readonly #builder: RunBuilder;
  readonly #sink: ImportSink;
  readonly #taken: Set<string>;
  readonly #calls = new Map<string, KnownCall>();
  /** Ids of calls by tool. */
  readonly #queues = new Queues<string>((callId) => this.isAnswered(callId));
  readonly #heard = new Map<string, string[]>();

  constructor(sink: ImportSink, session: string, taken: Set<string>) {
    this.#builder = new RunBuilder(sink, session);
    this.#sink = sink;
    this.#taken = taken;
  }

  /** Adds an event and returns its id. */
  add(kind: string, step: Step, envelope: LooseEnvelope, payload: JsonObject = {}): string {
    const id = step.id !== undefined && !this.#taken.has(step.id) ? step.id : undefined;
    const whole: Record<string, unknown> = { id, time_unix_us: step.timeUs, agent: step.agent, parent: step.parent, ...envelope };
    for (const key in whole) if (whole[key] === undefined) delete whole[key];
    const made = this.#builder.add({ kind, envelope: whole as ImportedEnvelope, payload: present(payload) ?? {}, ...(step.source !== undefined && { source: step.source }) });
    this.#taken.add(made);
    return made;
  }

  /** Adds a call; a later result finds it by its id. */
  call(step: Step, { callId, tool, args, isOwnId = false }: LoggedCall): string {
    const given = isOwnId ? undefined : callId;
    const event = this.add("tool_call", { ...step, id: step.id ?? given }, { name: tool, tool }, { arguments: args ?? {}, call_id: given });
    if (callId === undefined) return event;
    this.#calls.set(callId, { event, parent: step.parent, agent: step.agent, tool, timeUs: step.timeUs, answered: false });
    this.#queues.add(tool, callId);
    return event;
  }

  /** Adds a result, below the call's parent; one that answers no call is noted. */
  result(step: Step, logged: LoggedResult): string {
    const { callId, content, errorClass, more } = logged;
    const call = callId === undefined ? undefined : this.#calls.get(callId);
    const failed = errorClass !== undefined;
    const payload = { [failed ? "error" : "result"]: content ?? "", ...more };
    if (call === undefined) {
      this.#sink.notice("result_without_call", "a tool result whose call is not in these files", step.source);
      return this.add("tool_result", step, resultEnvelope(logged, undefined, undefined), { ...payload, call_id: callId });
    }
    call.answered = true;
    const place = { ...step, agent: call.agent ?? step.agent, parent: call.parent ?? step.parent };
    return this.add("tool_result", place, resultEnvelope(logged, call, elapsedMs(call.timeUs, step.timeUs)), payload);
  }

  /** The event of a call; undefined if there is none with that id. */
  eventOfCall(callId: string | undefined): string | undefined {
    return callId === undefined ? undefined : this.#calls.get(callId)?.event;
  }

  /** What a call was of; undefined if there is none with that id. */
  toolOfCall(callId: string | undefined): string | undefined {
    return callId === undefined ? undefined : this.#calls.get(callId)?.tool;
  }

  /** True if a call has its result. */
  isAnswered(callId: string): boolean {
    return this.#calls.get(callId)?.answered === true;
  }

  /** The id of the oldest call of a tool that has no result yet. */
  openCallOf(tool: string | undefined): string | undefined {
    return this.#queues.first(tool);
  }

  /** Notes that an agent has seen an event; its next answer rests on it. */
  hear(agent: string, event: string): void {
    const heard = this.#heard.get(agent);
    if (heard === undefined) this.#heard.set(agent, [event]);
    else if (heard.length < MOST_HEARD) heard.push(event);
  }

  /** What an agent has heard since it last spoke; undefined if nothing. */
  heardBy(agent: string): readonly string[] | undefined {
    return this.#heard.get(agent);
  }

  /** The same, after which the agent has spoken. */
  takeHeard(agent: string): readonly string[] | undefined {
    const heard = this.#heard.get(agent);
    this.#heard.delete(agent);
    return heard;
  }
}

function resultEnvelope({ tool, errorClass, durationMs, isGuess }: LoggedResult, call: KnownCall | undefined, countedMs: number | undefined): LooseEnvelope {
  const name = tool ?? call?.tool;
  return {
    name: name ?? "result",
    tool: name,
    reply_to: call?.event,
    outcome: errorClass === undefined ? "ok" : "error",
    error_class: errorClass,
    importance: errorClass === undefined ? undefined : 0.9,
    duration_ms: durationMs ?? countedMs,
    derived: derivedOf(countedMs !== undefined && durationMs === undefined, isGuess === true && errorClass !== undefined),
  };
}

function derivedOf(duration: boolean, outcome: boolean): readonly string[] | undefined {
  const derived = [...(duration ? ["duration_ms"] : []), ...(outcome ? ["outcome", "error_class"] : [])];
  return derived.length > 0 ? derived : undefined;
}

/** Parallel calls rarely exceed a few dozen; a log that floods is no ground for an answer. */
const MOST_HEARD = 64;

/** Milliseconds between two times, if both are known and in order. */
export function elapsedMs(fromUs: number | undefined, toUs: number | undefined): number | undefined {
  return fromUs === undefined || toUs === undefined || toUs < fromUs ? undefined : (toUs - fromUs) / 1000;
}
