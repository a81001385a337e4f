import type { ByteSource } from "../../format/containers/source.ts";

/** A dropped file (or any Blob) as a source of bytes. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return { name, size: blob.size, slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()), chunks: () => chunksOf(blob) };
}

/**
 * Each slice of a Blob makes the worker wait for the browser's answer; a stream flows by itself. (Reading it into one
 * buffer of ours would spare fresh memory, but stops for ever now and then in Chromium 156.)
 */
async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield next.value;
      free(next.value.buffer);
    }
  } finally {
    await reader.cancel();
  }
}

/** Gives memory back at once, to be used for the next piece, where the browser can; else it is collected as garbage, and fresh memory costs as much as the reading. */
function free(buffer: ArrayBuffer & { transfer?(length: number): ArrayBuffer }): void {
  buffer.transfer?.(0);
}
