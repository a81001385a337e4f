/** Bytes that can be read in ranges: a dropped file, a file on disk, or a decompressed member of an archive. */
export interface ByteSource {
  /** Name to show; a path inside a folder keeps its slashes. */
  readonly name: string;
  readonly size: number;
  /** Bytes [start, end); fewer at the end. The array belongs to the caller only for reading. */
  slice(start: number, end: number): Promise<Uint8Array>;
  /** All bytes in order, in pieces of any length, each good only until the next is asked for. For reading everything once it is cheaper than slices, where it is there. */
  chunks?(): AsyncIterable<Uint8Array>;
}

/** Bytes that are already in memory. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return chunksSource(name, [bytes]);
}

/** Bytes in memory that came in pieces; they are not joined unless a slice crosses a boundary. */
export function chunksSource(name: string, chunks: readonly Uint8Array[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const chunk of chunks) {
    starts.push(size);
    size += chunk.length;
  }
  return { name, size, slice: async (start, end) => cut(chunks, starts, Math.max(0, start), Math.min(size, end)) };
}

/** A range of another source, under its own name. */
export function rangeSource(source: ByteSource, name: string, start: number, end: number): ByteSource {
  return { name, size: Math.max(0, end - start), slice: (from, to) => source.slice(start + from, Math.min(start + to, end)) };
}

function cut(chunks: readonly Uint8Array[], starts: readonly number[], start: number, end: number): Uint8Array {
  if (end <= start) return new Uint8Array(0);
  let index = chunkAt(starts, start);
  const first = chunks[index] as Uint8Array;
  const from = start - (starts[index] as number);
  if (from + (end - start) <= first.length) return first.subarray(from, from + end - start);
  const joined = new Uint8Array(end - start);
  for (let filled = 0; filled < joined.length; index++) {
    const chunk = chunks[index] as Uint8Array;
    const offset = start + filled - (starts[index] as number);
    const part = chunk.subarray(offset, offset + joined.length - filled);
    joined.set(part, filled);
    filled += part.length;
  }
  return joined;
}

function chunkAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
