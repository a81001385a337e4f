import type { ByteSource } from "../../format/containers/source.ts";
import { blobSource } from "./blob-source.ts";

const PIECE_CHARACTERS = 1024 * 1024;

/** Gathers lines of text into a source of bytes that does not weigh on this thread's memory. */
export class LineStore {
  readonly #name: string;
  readonly #encoder = new TextEncoder();
  #text = "";
  #parts: Blob[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Adds a line; the newline is added. */
  add(line: string): void {
    this.#text += `${line}\n`;
    if (this.#text.length >= PIECE_CHARACTERS) this.#flush();
  }

  /** All lines so far. */
  source(): ByteSource {
    this.#flush();
    return blobSource(this.#name, new Blob(this.#parts));
  }

  #flush(): void {
    if (this.#text === "") return;
    this.#parts.push(new Blob([this.#encoder.encode(this.#text)]));
    this.#text = "";
  }
}
