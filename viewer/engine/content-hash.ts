import type { ByteSource } from "../../format/containers/source.ts";
import { joinBytes } from "./join-arrays.ts";

const MIB = 1024 * 1024;
/** Files up to this size are hashed whole. */
const WHOLE = 8 * MIB;
/** Of larger ones, this much of each end. */
const END = MIB;

/**
 * SHA-256 (hex) that names dropped files in links. Up to 8 MiB over all bytes; above, over the size as decimal text,
 * the first and the last MiB (WebCrypto cannot hash a stream, and a link need only tell files apart). Of several
 * files: over their hashes, sorted.
 */
export async function contentHash(sources: readonly ByteSource[]): Promise<string> {
  const distinct = [...new Set(sources)];
  const hashes = await Promise.all(distinct.map(hashOne));
  if (hashes.length === 1) return hashes[0] as string;
  return sha256([new TextEncoder().encode(hashes.toSorted().join("\n"))]);
}

async function hashOne(source: ByteSource): Promise<string> {
  if (source.size <= WHOLE) return sha256([await source.slice(0, source.size)]);
  const size = new TextEncoder().encode(String(source.size));
  return sha256([size, await source.slice(0, END), await source.slice(source.size - END, source.size)]);
}

/** SHA-256 over parts in their order, in lower-case hexadecimal. */
export async function sha256(parts: readonly Uint8Array[]): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", joinBytes(parts)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
