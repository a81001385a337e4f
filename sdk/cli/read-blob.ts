import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A blob beside a trace: its bytes, or why they cannot be taken. */
type BlobRead = { readonly bytes: Buffer } | { readonly problem: "missing" | "too_large" };

/** Reads a blob of at most so many bytes. A link, or a file that is not what its name says, could be anything of this computer: it counts as missing. */
export function readBlob(folder: string, hash: string, most: number): BlobRead {
  const path = join(folder, hash);
  const about = lstatSync(path, { throwIfNoEntry: false });
  if (about?.isFile() !== true) return { problem: "missing" };
  if (about.size > most) return { problem: "too_large" };
  const bytes = readFileSync(path);
  return sha256(bytes) === hash ? { bytes } : { problem: "missing" };
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
