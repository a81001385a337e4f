import type { Sink } from "../../../sdk/index.ts";

/** Keeps the lines of a sample. The versions in headers are left out, so that a sample does not change with them. */
export class SampleSink implements Sink {
  readonly #lines: string[] = [];

  begin(header: () => string): void {
    const { recorder, runtime, ...rest } = JSON.parse(header()) as Record<"recorder" | "runtime", { readonly name: string }>;
    this.#lines.push(`${JSON.stringify({ ...rest, recorder: { name: recorder.name }, runtime: { name: runtime.name } })}\n`);
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

  /** The file so far. */
  text(): string {
    return this.#lines.join("");
  }
}
