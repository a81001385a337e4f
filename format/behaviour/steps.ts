import type { EventRecord, Json } from "../event.ts";
import { BoundedMap } from "./bounded-map.ts";
import { effectOf, type Effect } from "./effects.ts";
import { printOf, type Print } from "./print.ts";

/** One act of an agent, whole: a tool call with its result, or a retrieval. */
export interface Step {
  /** The agent's flow: see `flowOf`. */
  readonly flow: string;
  readonly agent: string;
  readonly tool: string;
  readonly effect: Effect;
  /** Ids of the call and of the result; the latter is empty if none came. */
  readonly call: string;
  readonly result: string;
  readonly asked: Print;
  readonly answer: Print;
  readonly failed: boolean;
  readonly timeUs: number;
}

interface OpenCall {
  readonly event: EventRecord;
  readonly flow: string;
  readonly asked: Print;
}

const MOST_OPEN = 256;
const FAILED: ReadonlySet<string | undefined> = new Set(["error", "failed", "blocked", "denied", "refused", "cancelled"]);
const NO_PRINT = printOf(undefined);

/** Joins calls with their results. A call whose result never comes is no step; one that was dropped for space neither. */
export class StepReader {
  readonly #open = new BoundedMap<OpenCall>(MOST_OPEN);
  readonly #effects: Readonly<Record<string, Effect>>;

  /** `effects` says what tools do whose names do not tell. */
  constructor(effects: Readonly<Record<string, Effect>> = {}) {
    this.#effects = effects;
  }

  /** The step this event completes, if it completes one. `flow` is the event's own. */
  read(event: EventRecord, flow: string): Step | undefined {
    switch (event.kind) {
      case "tool_call":
        this.#open.get(event.id, () => ({ event, flow, asked: printOf(membersOf(event)["arguments"]) }));
        return undefined;
      case "tool_result":
        return this.#answered(event, flow);
      case "retrieval":
        return this.#step({ event, flow, asked: printOf(membersOf(event)["query"]) }, event, membersOf(event)["documents"]);
      default:
        return undefined;
    }
  }

  /** Where neither arguments nor an answer were recorded (content switched off), nothing can be compared. */
  #answered(result: EventRecord, flow: string): Step | undefined {
    const call = this.#open.take(result.reply_to ?? "") ?? { event: result, flow, asked: NO_PRINT };
    const { result: value, error } = membersOf(result);
    if (value === undefined && error === undefined && call.asked.units === 0) return undefined;
    return this.#step(call, result, error ?? value);
  }

  #step({ event, flow, asked }: OpenCall, result: EventRecord, answer: Json | undefined): Step {
    const tool = event.tool ?? result.tool ?? event.name ?? event.kind;
    return {
      flow,
      agent: event.agent ?? "",
      tool,
      effect: event.kind === "retrieval" ? "read" : (Object.hasOwn(this.#effects, tool) ? this.#effects[tool] : undefined) ?? effectOf(tool),
      call: event.id,
      result: result === event ? "" : result.id,
      asked,
      answer: printOf(answer),
      failed: FAILED.has(result.outcome),
      timeUs: result.time_unix_us ?? 0,
    };
  }
}

/** The payload's members; none if it is no object. */
export function membersOf({ payload }: EventRecord): Readonly<Record<string, Json | undefined>> {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as Record<string, Json | undefined>) : {};
}
