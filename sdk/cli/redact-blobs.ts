import { isUtf8 } from "node:buffer";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Redactor } from "../../format/redaction/redactor.ts";
import { readBlob, sha256 } from "./read-blob.ts";

const IS_HASH = /^[0-9a-f]{64}$/;

/** What became of the blobs beside a trace. */
interface RedactedBlobs {
  /** New hash of each one that changed. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Those that are not in the copy: binary, since nobody knows what it shows, and what is not what its name says. */
  readonly leftOut: number;
}

/** Copies a trace's blobs, texts redacted. */
export function redactBlobs(from: string, to: string, redactor: Redactor): RedactedBlobs {
  const renamed = new Map<string, string>();
  let leftOut = 0;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => IS_HASH.test(file))) {
    const read = readBlob(from, name, Number.MAX_SAFE_INTEGER);
    if ("problem" in read || !isUtf8(read.bytes)) {
      leftOut++;
      continue;
    }
    const cleaned = Buffer.from(redactor.text(read.bytes.toString()));
    const hash = sha256(cleaned);
    if (hash !== name) renamed.set(name, hash);
    writeFileSync(join(to, hash), cleaned);
  }
  return { renamed, leftOut };
}
