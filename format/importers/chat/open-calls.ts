import { Queue, Queues } from "../kit/queue.ts";

/** A call whose result has not come yet. */
export interface OpenCall {
  readonly event: string;
  readonly parent: string;
  readonly callId: string | undefined;
  readonly tool: string;
}

/** What a result says of the call it answers. */
interface Answer {
  /** The call's id. */
  readonly callId: string | undefined;
  /** The result's own id, which some logs give the call, too. */
  readonly ownId: string | undefined;
  readonly tool: string | undefined;
}

/** The calls of a conversation that have no result yet. */
export class OpenCalls {
  readonly #answered = new Set<OpenCall>();
  readonly #byId = new Queues<OpenCall>((call) => this.#answered.has(call));
  readonly #all = this.#queues();
  /** Those without an id. */
  readonly #unnamed = this.#queues();

  add(call: OpenCall): void {
    if (call.callId !== undefined) this.#byId.add(call.callId, call);
    for (const { inOrder, byTool } of call.callId === undefined ? [this.#all, this.#unnamed] : [this.#all]) {
      inOrder.add(call);
      byTool.add(call.tool, call);
    }
  }

  /** Takes out the call a result answers: by id, else the oldest of that tool, else the oldest. A call with an id is only taken for a result that names none. */
  take({ callId, ownId, tool }: Answer): OpenCall | undefined {
    const { inOrder, byTool } = callId === undefined ? this.#all : this.#unnamed;
    const found = this.#byId.first(callId ?? ownId) ?? (tool === undefined ? inOrder.first() : byTool.first(tool));
    if (found !== undefined) this.#answered.add(found);
    return found;
  }

  #queues(): { readonly inOrder: Queue<OpenCall>; readonly byTool: Queues<OpenCall> } {
    const isDone = (call: OpenCall): boolean => this.#answered.has(call);
    return { inOrder: new Queue(isDone), byTool: new Queues(isDone) };
  }
}
