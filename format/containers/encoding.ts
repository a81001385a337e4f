import { chunksSource, type ByteSource } from "./source.ts";

type Utf16 = "utf-16le" | "utf-16be";

const STEP = 1024 * 1024;

/** The UTF-16 form of a text, by its byte order mark or, without one, by zero bytes at every other place; undefined for anything else. */
export function utf16Of(head: Uint8Array): Utf16 | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.length < 4) return undefined;
  const zeros: [number, number] = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index & 1 ? 1 : 0]++;
  const half = head.length / 2;
  if (zeros[0] === 0 && zeros[1] > half * 0.7) return "utf-16le";
  if (zeros[1] === 0 && zeros[0] > half * 0.7) return "utf-16be";
  return undefined;
}

/** A UTF-16 text as UTF-8, in memory, without its byte order mark. */
export async function toUtf8(source: ByteSource, encoding: Utf16): Promise<ByteSource> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < source.size; at += STEP) {
    const last = at + STEP >= source.size;
    const text = decoder.decode(await source.slice(at, at + STEP), { stream: !last });
    if (text !== "") chunks.push(encoder.encode(text));
  }
  return chunksSource(source.name, chunks);
}
