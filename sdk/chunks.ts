import { ValueWriter } from "./value.ts";

const MOST_CHUNKS = 9999;
const MOST_UNITS = 3 << 20;
const LIMITS = { maxDepth: 64, maxEntries: 10_000, maxPayload: MOST_UNITS, blobThreshold: 256 * 1024, maxBlob: 0 };

/** The pieces of a stream as they came: each copied at once, since programs reuse and change objects, and bounded in number and size. */
export class ChunkLog {
  readonly #values = new ValueWriter(LIMITS);
  readonly #pieces: unknown[] = [];
  #units = 0;
  #omitted = 0;

  /** Takes the next piece. Never throws. */
  add(piece: unknown): void {
    if (this.#omitted > 0 || this.#pieces.length >= MOST_CHUNKS || this.#units >= MOST_UNITS) {
      this.#omitted++;
      return;
    }
    if (typeof piece === "string" && piece.length <= LIMITS.blobThreshold) {
      this.#units += piece.length;
      this.#pieces.push(piece);
      return;
    }
    const json = this.#values.write(piece);
    this.#units += json.length;
    this.#pieces.push(JSON.parse(json));
  }

  /** What came, the last piece saying how many are left out if some are; undefined if nothing came. */
  get pieces(): readonly unknown[] | undefined {
    if (this.#pieces.length === 0) return undefined;
    return this.#omitted === 0 ? this.#pieces : [...this.#pieces, { $truncated: "size", omitted: this.#omitted }];
  }
}
