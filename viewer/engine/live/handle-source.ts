import type { ByteSource } from "../../../format/containers/source.ts";
import { blobSource } from "../blob-source.ts";
import type { FileHandle } from "../contracts/live.ts";

/** A picture is taken and read in about 3 ms; of a file written to every millisecond a third can be read (Chromium 156). */
const MOST_TRIES = 80;
const TRIES_AT_ONCE = 20;
const PAUSE_MS = 5;
/** Bytes of the end that are kept. */
const MOST_KEPT = 256 * 1024;
/** Bytes of the beginning that are always read: by them a file is known again. */
const NEVER_KEPT = 1024;

/**
 * A file that may grow, as a source of bytes. What a browser hands out is a picture of the file: once the file has been
 * written to, reading that picture fails. Bytes that were there stay where they are, so a fresh picture is taken and read.
 */
export class HandleSource implements ByteSource {
  readonly name: string;
  readonly #handle: FileHandle;
  #picture: ByteSource;
  #kept = new Uint8Array(0);
  #keptFrom = 0;
  /** Bytes that count; what was appended later does not until `refresh`. */
  size: number;

  constructor(name: string, handle: FileHandle, blob: Blob) {
    this.name = name;
    this.#handle = handle;
    this.#picture = blobSource(name, blob);
    this.size = blob.size;
  }

  /** Looks at the file anew: `size` is then what it is now. Rejects if the file is gone. */
  async refresh(): Promise<void> {
    await this.#takePicture();
    this.size = this.#picture.size;
  }

  /** Keeps bytes that were just read behind those kept before: what is on screen at the end of a file is not read again and again. */
  keep(start: number, bytes: Uint8Array): void {
    const kept = this.#keptFrom + this.#kept.length === start ? this.#kept : new Uint8Array(0);
    const joined = new Uint8Array(kept.length + bytes.length);
    joined.set(kept);
    joined.set(bytes, kept.length);
    this.#kept = joined.slice(-MOST_KEPT);
    this.#keptFrom = start + bytes.length - this.#kept.length;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    const last = Math.min(end, this.size);
    if (start >= this.#keptFrom && last <= this.#keptFrom + this.#kept.length && start >= NEVER_KEPT) return this.#kept.slice(start - this.#keptFrom, last - this.#keptFrom);
    for (let tries = 1; ; tries++) {
      try {
        return await this.#picture.slice(start, last);
      } catch (error) {
        if (tries === MOST_TRIES || !isWrittenTo(error)) throw error;
        if (tries > TRIES_AT_ONCE) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        await this.#takePicture();
      }
    }
  }

  async #takePicture(): Promise<void> {
    this.#picture = blobSource(this.name, await this.#handle.getFile());
  }
}

/** Browsers refuse to read a picture of a file that was written to since. */
function isWrittenTo(error: unknown): boolean {
  return error instanceof Error && error.name === "NotReadableError";
}
