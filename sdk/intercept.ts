import { AsyncLocalStorage } from "node:async_hooks";
import type { RecordedEvent } from "./event.ts";

/** What a recording says of one call, to be handed to the program instead of making the call. */
export interface Answer {
  /** Id of the recorded result or response. Write it into the new one's `extra.replayed_from`. */
  readonly from: string;
  /** Payload of the recorded result or response, its markers turned back into values: `result`, `response`, `content`, `chunks`, … */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Envelope and payload of the recorded result, as input for recording it again. */
  readonly envelope: Readonly<Record<string, unknown>>;
  /** True if the call failed: `thrown` is what to throw, with the recorded class name and message. */
  readonly failed: boolean;
  readonly thrown: unknown;
  /** Resolves when, in the order of the recording, the call is to end. Await it before handing anything out. */
  turn(): Promise<void>;
  /** The same for a function that returns at once: takes the turn without waiting. */
  takeTurn(): void;
}

/** What is known of a call that may have to be made for real. */
export interface CallTraits {
  /** False if the call only reads. Calls of tools that are not known to only read need leave once a replay has gone live. */
  readonly sideEffects?: boolean | undefined;
  /** How the function hands out its result, where that is known to be asynchronous: then a replay may take its time to decide. */
  readonly waits?: "promise" | "async_iterator" | undefined;
}

/** A call the recording may yet have an answer to: whether it has shows when everything before it has happened. */
export interface Held {
  /** How to hand out the result: the `returned` of the recorded calls of the same name. */
  readonly returned: string;
  readonly decided: Promise<Answer | undefined>;
}

/** How an event hangs together with others. */
export interface EventLinks {
  /** Id of the enclosing event; empty for none. */
  readonly parent: string;
  /** Id of the call or request it answers; empty for none. */
  readonly replyTo: string;
}

/** Where a run that replays another comes from. */
export interface Origin {
  readonly session: string;
  readonly trace: string;
  /** Id of the checkpoint begun from. */
  readonly checkpoint?: string | undefined;
  /** Id of the recorded event the new run follows from. */
  readonly event: string;
}

/**
 * Stands between a program and the calls it makes: hears of every event and may answer calls from a recording. A scope
 * keeps the one it began under.
 */
export interface Interceptor {
  /** The first run begun under it learns where it comes from; others get undefined. */
  begin(): Origin | undefined;
  /** Hears of an event just written; its payload is JSON text, empty for none. Must not throw. */
  recorded(event: RecordedEvent, links: EventLinks, payload: string): void;
  /**
   * The answer to a call whose `tool_call` or `llm_request` was just written; undefined means: make it. Held only where
   * the call can wait. Throws where the program left the recording and is to hear of it.
   */
  answer(call: RecordedEvent, traits: CallTraits): Answer | Held | undefined;
}

const storage = new AsyncLocalStorage<Interceptor>();

/** The interceptor of the running flow, if any. */
export function currentInterceptor(): Interceptor | undefined {
  return storage.getStore();
}

/** Runs the function, and all its asynchronous branches, under an interceptor. */
export function intercepting<T>(interceptor: Interceptor, body: () => T): T {
  return storage.run(interceptor, body);
}

/**
 * The one question every adapter asks, right after it wrote the event of a call and before it makes it: is there a
 * recorded answer? undefined means: make the call. May throw (a replay that diverged, a side effect without leave): let
 * it pass to the caller.
 */
export async function answerTo(call: RecordedEvent, traits: CallTraits = {}): Promise<Answer | undefined> {
  const answer = storage.getStore()?.answer(call, { waits: "promise", ...traits });
  return answer !== undefined && "decided" in answer ? await answer.decided : answer;
}
