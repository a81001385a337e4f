import type { Clock } from "../../../sdk/index.ts";

/** Every look at the clock takes this long, so that no two events have the same time. */
const TICK_US = 35;

interface Sleeper {
  readonly wakeUs: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still unless somebody sleeps: when all of a program's branches wait, the earliest sleeper wakes and
 * it is that time. Parallel branches interleave as they would in real time, the same in every run, and nobody waits.
 */
export class SimulatedClock implements Clock {
  readonly #startUnixUs: number;
  readonly #sleepers: Sleeper[] = [];
  #nowUs = 0;
  #slept = 0;
  #isWaking = false;

  constructor(startUnixUs: number) {
    this.#startUnixUs = startUnixUs;
  }

  monoUs(): number {
    this.#nowUs += TICK_US;
    return this.#nowUs;
  }

  unixUs(monoUs: number): number {
    return this.#startUnixUs + monoUs;
  }

  /** Resolves when the time is `ms` later and nothing else is left to do before. */
  async sleep(ms: number): Promise<void> {
    await new Promise<void>((wake) => {
      this.#sleepers.push({ wakeUs: this.#nowUs + Math.round(ms * 1000), order: this.#slept++, wake });
      this.#wakeLater();
    });
  }

  #wakeLater(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    setImmediate(() => {
      this.#isWaking = false;
      this.#sleepers.sort((a, b) => a.wakeUs - b.wakeUs || a.order - b.order);
      const first = this.#sleepers.shift();
      if (first === undefined) return;
      this.#nowUs = Math.max(this.#nowUs, first.wakeUs);
      first.wake();
      if (this.#sleepers.length > 0) this.#wakeLater();
    });
  }
}
