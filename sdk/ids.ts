import { randomBytes } from "node:crypto";
import type { Ids } from "./ports.ts";

const EVENT_DIGITS = 16;
const POOL_BYTES = 8192;

/** Random ids, cut from a pool so that one call to the random source serves many events. */
export class RandomIds implements Ids {
  #pool = "";
  #next = 0;

  event(): string {
    if (this.#next >= this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES).toString("hex");
      this.#next = 0;
    }
    const start = this.#next;
    this.#next += EVENT_DIGITS;
    return this.#pool.slice(start, this.#next);
  }

  run(): string {
    return randomBytes(16).toString("hex");
  }
}
