import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Redactor } from "../../format/redaction/redactor.ts";

const IS_HASH = /^[0-9a-f]{64}$/;

/** Copies a trace's blobs, texts redacted; gives the new hash of each one that changed. */
export function redactBlobs(from: string, to: string, redactor: Redactor): Map<string, string> {
  const renamed = new Map<string, string>();
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => IS_HASH.test(file))) {
    const bytes = readFileSync(join(from, name));
    const cleaned = isUtf8(bytes) ? Buffer.from(redactor.text(bytes.toString())) : bytes;
    const hash = createHash("sha256").update(cleaned).digest("hex");
    if (hash !== name) renamed.set(name, hash);
    writeFileSync(join(to, hash), cleaned);
  }
  return renamed;
}
