import { blobsIn, leftOutText, MOST_PACKED_BYTES } from "../../format/blobs.ts";
import { readBlob } from "./read-blob.ts";

/** Gathers the blobs that traces name from the folders beside them, as many as fit into a page. */
export class BlobPacker {
  /** Content by hash. */
  readonly packed = new Map<string, Buffer>();
  readonly #missing = new Set<string>();
  readonly #noRoom = new Set<string>();
  #room = MOST_PACKED_BYTES;

  /** Takes along what a line of a trace names. */
  take(trace: string, line: string): void {
    for (const hash of blobsIn(line)) if (!this.packed.has(hash) && !this.#noRoom.has(hash)) this.#take(hash, readBlob(`${trace}.blobs`, hash, this.#room));
  }

  get bytes(): number {
    return MOST_PACKED_BYTES - this.#room;
  }

  /** What was left out and why; empty if nothing. */
  leftOut(): string {
    return leftOutText({ missing: this.#missing.size, noRoom: this.#noRoom.size, notText: 0 });
  }

  #take(hash: string, read: ReturnType<typeof readBlob>): void {
    if ("problem" in read) {
      (read.problem === "missing" ? this.#missing : this.#noRoom).add(hash);
      return;
    }
    // Another trace may have had it.
    this.#missing.delete(hash);
    this.packed.set(hash, read.bytes);
    this.#room -= read.bytes.length;
  }
}
