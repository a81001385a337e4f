import type { RecordedEvent } from "../../event.ts";
import type { LlmRequestInput, LlmResponseInput } from "../../kinds/llm.ts";

/** A model call that is being recorded by who makes it; hears of the requests it comes to. */
export interface OpenCall {
  readonly model: string | undefined;
  /** The last thing the model was told, as far as is known. */
  readonly said: string;
  /** Whether the running code is at work for this call, where the framework can tell; else it is found by what is asked. */
  isHere?(): boolean;
  /** A request goes out for it: its event, written anew if one before failed. */
  sent(input: LlmRequestInput): RecordedEvent;
  /** The first piece of the answer came. */
  first(): void;
  /** The answer came whole; its `response` is the provider's own. */
  answered(input: LlmResponseInput): void;
  /** The answer says that the model declines. */
  refused(reason: string): void;
  /** A request failed; there may be another. */
  failed(error: unknown): void;
  /** A request was given up. */
  cancelled(): void;
}

const MOST_COMPARED = 200;
/** Calls whose end is never told are forgotten, the oldest first. */
const MOST_OPEN = 1000;

/**
 * Model calls that frameworks are recording. Below most of them a request goes over the network in the end, and is seen
 * there a second time: it is the same call if it asks the same model the same thing while the framework's is open.
 */
class OpenCalls {
  readonly #open = new Set<OpenCall>();

  /** Notes a call. The function returned takes it back. */
  begin(call: OpenCall): () => void {
    this.#open.add(call);
    const [oldest] = this.#open;
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#open.delete(oldest);
    return () => void this.#open.delete(call);
  }

  /** The call a request is made for, if it is being recorded already. */
  find(model: string | undefined, body: string): OpenCall | undefined {
    for (const call of this.#open) {
      if (call.isHere?.() ?? (sameModel(call.model, model) && body.includes(asWritten(call.said)))) return call;
    }
    return undefined;
  }
}

/** One for the process: the request may be sent far from where the framework's call began. */
export const openCalls = new OpenCalls();

/** Gateways put the provider in front of the name. */
function sameModel(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === "" || other === "") return true;
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}

function asWritten(text: string): string {
  return JSON.stringify(text.slice(0, MOST_COMPARED)).slice(1, -1);
}
