import type { Io } from "./io.ts";

const EVERY_MS = 200;
const AFTER_MS = 500;
const MIB = 1024 * 1024;

/** Says how far long work is, on one line that is written over; nothing for short work or where nobody sees it. */
export class Progress {
  readonly #io: Io;
  readonly #what: string;
  readonly #total: number;
  readonly #startMs = Date.now();
  #shownMs = Date.now() + AFTER_MS - EVERY_MS;
  #isShown = false;

  /** `total` in bytes; 0 if nobody knows. */
  constructor(io: Io, what: string, total: number) {
    this.#io = io;
    this.#what = what;
    this.#total = total;
  }

  at(bytes: number): void {
    const nowMs = Date.now();
    if (!this.#io.hasProgress || nowMs - this.#shownMs < EVERY_MS) return;
    this.#shownMs = nowMs;
    this.#isShown = true;
    const share = this.#total > 0 ? `${Math.floor((bytes / this.#total) * 100)} %` : `${Math.floor(bytes / MIB)} MB`;
    const rate = bytes / MIB / Math.max(0.001, (nowMs - this.#startMs) / 1000);
    this.#io.err(`\r${this.#what}: ${share}, ${rate.toFixed(0)} MB/s  `);
  }

  end(): void {
    if (this.#isShown) this.#io.err("\r\u001B[K");
  }
}
