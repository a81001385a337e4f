import type { ByteSource } from "../../format/containers/source.ts";
import { sha256 } from "./content-hash.ts";

const MOST_BLOBS = 20_000;

/** Blobs that were opened with traces, by content hash. Their bytes stay where they are until somebody looks at them. */
export class Blobs {
  readonly #sources = new Map<string, ByteSource>();

  add(hash: string, source: ByteSource): void {
    if (this.#sources.size < MOST_BLOBS) this.#sources.set(hash, source);
  }

  /** True if it was opened; whether it is what its name says is seen when it is read. */
  has(hash: string): boolean {
    return this.#sources.has(hash);
  }

  /** Size of a blob; 0 if it was not opened. */
  size(hash: string): number {
    return this.#sources.get(hash)?.size ?? 0;
  }

  /** The bytes of a blob; undefined if it was not opened, can no longer be read, or is not what its name says. */
  async read(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const source = this.#sources.get(hash);
    const bytes = await source?.slice(0, source.size).catch(() => undefined);
    return bytes === undefined || (await sha256([bytes])) !== hash ? undefined : new Uint8Array(bytes);
  }
}
