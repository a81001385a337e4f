import type { Sink } from "../ports.ts";

/** Takes everything and keeps nothing: what a recorder that is switched off writes to. */
export class NullSink implements Sink {
  begin(): void {
    // There is nothing to begin.
  }

  write(): boolean {
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
}
