/** A model call a framework has begun and not yet ended. */
export interface OpenCall {
  readonly model: string | undefined;
  /** The last thing the model was told, as far as the framework says. */
  readonly said: string;
}

const MOST_COMPARED = 200;

/**
 * Model calls that frameworks are recording. Below most of them a request goes over the network in the end, and is seen
 * there a second time: it is the same call if it asks the same model the same thing while the framework's is open.
 */
class OpenCalls {
  readonly #open = new Set<() => OpenCall>();

  /** Notes a call; `read` is asked only when there is something to compare. The function returned ends it. */
  begin(read: () => OpenCall): () => void {
    this.#open.add(read);
    return () => {
      this.#open.delete(read);
    };
  }

  /** True if the request belongs to a call that is being recorded already. */
  has(model: string | undefined, body: string): boolean {
    for (const read of this.#open) {
      const call = read();
      if (sameModel(call.model, model) && body.includes(asWritten(call.said))) return true;
    }
    return false;
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
