import type { Ids } from "../../../sdk/index.ts";

const EVENT_DIGITS = 16;
const RUN_DIGITS = 32;

/** Ids that are the same in every run: a xorshift generator seeded with a name. */
export class SeededIds implements Ids {
  #state: number;

  constructor(seed: string) {
    this.#state = 2166136261;
    for (const character of seed) this.#state = Math.imul(this.#state ^ (character.codePointAt(0) ?? 0), 16777619) | 0 || 1;
  }

  event(): string {
    return this.#hex(EVENT_DIGITS);
  }

  run(): string {
    return this.#hex(RUN_DIGITS);
  }

  #hex(digits: number): string {
    let hex = "";
    while (hex.length < digits) hex += this.#next().toString(16).padStart(8, "0");
    return hex;
  }

  #next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }
}
