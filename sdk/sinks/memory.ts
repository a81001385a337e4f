import type { Sink } from "../ports.ts";

/** Keeps lines in memory: for tests, and for programs that hand the trace on themselves. Unbounded. */
export class MemorySink implements Sink {
  readonly #lines: string[] = [];

  begin(header: () => string): void {
    this.#lines.push(header());
  }

  write(line: string): boolean {
    this.#lines.push(line);
    return true;
  }

  flush(): void {
    // Nothing waits.
  }

  close(): void {
    // Nothing is held open.
  }

  takeDropped(): number {
    return 0;
  }

  /** All lines so far as one text, as a file would hold it. */
  text(): string {
    return this.#lines.join("");
  }
}
