import { createHash } from "node:crypto";

/** SHA-256 of a line, as the hash chain takes it. */
export function lineHash(line: string): string {
  return createHash("sha256").update(line).digest("hex");
}
