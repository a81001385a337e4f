import { closeSync, openSync, writeSync } from "node:fs";
import { EXIT, CliError } from "./failure.ts";

const FLUSH_UNITS = 1 << 18;

/** A file being written: nothing is written over unless asked for, and text goes out in large pieces. */
export class OutputFile {
  readonly path: string;
  readonly #fd: number;
  #parts: string[] = [];
  #units = 0;

  /** Throws if the file exists and `force` is false, or cannot be made. */
  constructor(path: string, force: boolean) {
    this.path = path;
    try {
      this.#fd = openSync(path, force ? "w" : "wx");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new CliError("the file exists already", path, "Name another with --out, or add --force to write over it.", EXIT.usage);
    }
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#units += text.length;
    if (this.#units >= FLUSH_UNITS) this.#flush();
  }

  writeBytes(bytes: Uint8Array): void {
    this.#flush();
    putAll(this.#fd, bytes);
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    if (this.#units === 0) return;
    putAll(this.#fd, Buffer.from(this.#parts.join("")));
    this.#parts = [];
    this.#units = 0;
  }
}

function putAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done);
}

/** The name of a file beside another: `a.peek.jsonl` with `.redacted.peek.jsonl` -> `a.redacted.peek.jsonl`. */
export function besideName(path: string, ending: string): string {
  return path.replace(/(?:\.peek)?\.(?:jsonl|arrow|json)(?:\.gz|\.zst)?$|\.zip$/, "") + ending;
}
