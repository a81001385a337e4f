import { AsyncLocalStorage } from "node:async_hooks";

/** Where the running code stands: in which scope, under which event. */
export interface Frame<Scope> {
  readonly scope: Scope;
  /** Id of the event that new events are children of. */
  readonly parent: string;
  /** Kind of that event, where it is known. */
  readonly kind: string;
  readonly outer: Frame<Scope> | undefined;
}

interface Endable {
  readonly isEnded: boolean;
}

/**
 * The current place of each asynchronous flow of control. It is one per process because the flows are; what it holds
 * belongs to the flow, so parallel branches do not see each other's.
 */
export class Ambient<Scope extends Endable> {
  readonly #storage = new AsyncLocalStorage<Frame<Scope> | undefined>();

  /** The innermost scope that has not ended. */
  get current(): Frame<Scope> | undefined {
    let frame = this.#storage.getStore();
    while (frame !== undefined && frame.scope.isEnded) frame = frame.outer;
    return frame;
  }

  /** Id of the event the running code stands under as far as this scope knows; empty if it stands outside. */
  parentIn(scope: Scope): string {
    let frame = this.#storage.getStore();
    while (frame !== undefined && frame.scope !== scope) frame = frame.outer;
    return frame === undefined ? "" : frame.parent;
  }

  /** Runs the function one level deeper, under an event. */
  run<T>(scope: Scope, event: { readonly id: string; readonly kind: string }, body: () => T): T {
    return this.#storage.run({ scope, parent: event.id, kind: event.kind, outer: this.#storage.getStore() }, body);
  }

  /** Makes the scope current for the rest of the running flow. */
  enter(scope: Scope, parent: string): void {
    this.#storage.enterWith({ scope, parent, kind: "", outer: this.#storage.getStore() });
  }

  /** Undoes `enter` if the running flow still stands there. */
  leave(scope: Scope): void {
    const frame = this.#storage.getStore();
    if (frame?.scope === scope) this.#storage.enterWith(frame.outer);
  }
}
