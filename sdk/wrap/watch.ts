/** What a wrapped call is watched by. `returned` says how the function handed out its result; see the format's `returned`. */
export interface Watch {
  /** Runs code of the call under the call's event. */
  within<T>(body: () => T): T;
  /** A piece of a result that comes in pieces. */
  piece(value: unknown): void;
  /** The call is complete; of a generator, `value` is what it returned. */
  end(returned: string, value: unknown): void;
  fail(returned: string, thrown: unknown): void;
  /** The program gave the rest up. */
  cancel(returned: string): void;
}
