import { blobsIn } from "../../format/blobs.ts";
import type { Blobs } from "./blobs.ts";

/** Bytes put in place in one payload, in all. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Bytes turned into characters at once. */
const PIECE = 0x8000;
const TEXT = /^(?:text\/|application\/json\b)/;

/** A payload with what lay beside the trace in its place, and how many values are not here. */
interface InPlace {
  readonly payload: string;
  readonly missing: number;
}

/** Puts blobs that are open where a payload names them: texts as text, binary as `$bytes`. A payload that cannot be read as JSON stays as it is. */
export async function blobsInPlace(payload: string, blobs: Blobs): Promise<InPlace> {
  const wanted = blobsIn(payload);
  const found = new Map<string, Uint8Array>();
  let left = MOST_BYTES;
  for (const hash of wanted) {
    const bytes = blobs.has(hash) && blobs.size(hash) <= left ? await blobs.read(hash) : undefined;
    if (bytes === undefined) continue;
    found.set(hash, bytes);
    left -= bytes.length;
  }
  const whole = found.size === 0 ? undefined : replaced(payload, found);
  return whole === undefined ? { payload, missing: wanted.size } : { payload: whole, missing: wanted.size - found.size };
}

function replaced(payload: string, found: ReadonlyMap<string, Uint8Array>): string | undefined {
  try {
    return JSON.stringify(JSON.parse(payload, (_key, value: unknown) => contentOf(value, found)));
  } catch {
    return undefined;
  }
}

function contentOf(value: unknown, found: ReadonlyMap<string, Uint8Array>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { $blob: hash, media_type: given } = value as { readonly $blob?: unknown; readonly media_type?: unknown };
  const bytes = typeof hash === "string" ? found.get(hash) : undefined;
  if (bytes === undefined) return value;
  const mediaType = typeof given === "string" ? given : "";
  return TEXT.test(mediaType) ? new TextDecoder().decode(bytes) : { $bytes: base64(bytes), media_type: mediaType, bytes: bytes.length };
}

function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return btoa(pieces.join(""));
}
