/** What a scenario's tools and models throw: a class of its own by name, and the stack of the service it comes from, if that sent one. */
export class ScenarioError extends Error {
  constructor(className: string, message: string, options: { readonly cause?: unknown; readonly stack?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    Object.defineProperty(this, "name", { value: className, enumerable: false });
    // Our own stack holds paths of the machine the sample was made on.
    Object.defineProperty(this, "stack", { value: options.stack, enumerable: false });
  }
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
