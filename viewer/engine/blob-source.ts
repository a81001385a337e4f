import type { ByteSource } from "../../format/containers/source.ts";

/** A dropped file (or any Blob) as a source of bytes. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return { name, size: blob.size, slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()) };
}
