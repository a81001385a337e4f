import { performance } from "node:perf_hooks";
import type { Clock } from "./ports.ts";

const MOST_DRIFT_US = 5000;
/** The real clocks: a replay may serve others to the program. */
const { now: nowUnixMs } = Date;
const nowMonoMs = performance.now.bind(performance);

/**
 * The process's clock: wall time with the resolution of the monotonic clock. It is anchored once and anchored again
 * whenever the system's wall clock has moved away (set by hand, suspended), so a clock that runs backwards shows in the
 * wall time, never in the monotonic one.
 */
export class SystemClock implements Clock {
  #offsetUs = nowUnixMs() * 1000 - nowMonoMs() * 1000;

  monoUs(): number {
    return Math.floor(nowMonoMs() * 1000);
  }

  unixUs(monoUs: number): number {
    const wallUs = nowUnixMs() * 1000;
    const time = monoUs + this.#offsetUs;
    if (time - wallUs > MOST_DRIFT_US || wallUs - time > MOST_DRIFT_US) {
      this.#offsetUs = wallUs - monoUs;
      return wallUs;
    }
    return Math.floor(time);
  }
}
