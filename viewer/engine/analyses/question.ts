import { TraceError } from "../../../format/errors.ts";

/** A question being worked on: it gives way to others now and then, and ends when nobody waits for its answer. */
export class Question {
  #isLeft = false;

  /** Nobody waits for the answer any more. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Lets what has come in meanwhile, such as a click, have its turn. Throws TraceError if nobody waits any more. */
  async breathe(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.#isLeft) throw new TraceError({ code: "cancelled", cause: "nobody waits for the answer", place: "engine", next: "Ask again." });
  }
}
