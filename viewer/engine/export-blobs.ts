import { MOST_PACKED_BYTES, type LeftOutBlobs } from "../../format/blobs.ts";
import type { Redactor } from "../../format/redaction/redactor.ts";
import type { Blobs } from "./blobs.ts";
import { sha256 } from "./content-hash.ts";
import type { ExportedBlob } from "./contracts/intake.ts";

/** Blobs as they go into a page. */
interface PackedBlobs {
  readonly blobs: readonly ExportedBlob[];
  /** New hashes of those that were redacted. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly leftOut: LeftOutBlobs;
}

/** Gathers blobs for a page, as many as fit. With a `redactor` texts are redacted and get the hash of what they say then; binary is left out, since nobody knows what it shows. */
export async function packBlobs(hashes: Iterable<string>, blobs: Blobs, redactor: Redactor | undefined): Promise<PackedBlobs> {
  const packed: ExportedBlob[] = [];
  const renamed = new Map<string, string>();
  const leftOut = { missing: 0, noRoom: 0, notText: 0 };
  let room = MOST_PACKED_BYTES;
  for (const hash of hashes) {
    if (blobs.size(hash) > MOST_PACKED_BYTES) {
      leftOut.noRoom++;
      continue;
    }
    const found = await blobs.read(hash);
    const bytes = found === undefined || redactor === undefined ? found : redacted(found, redactor);
    if (bytes === undefined) {
      leftOut[found === undefined ? "missing" : "notText"]++;
      continue;
    }
    const name = redactor === undefined ? hash : await sha256([bytes]);
    if (name !== hash) renamed.set(hash, name);
    if (bytes.length > room) leftOut.noRoom++;
    else {
      packed.push({ hash: name, blob: new Blob([bytes]) });
      room -= bytes.length;
    }
  }
  return { blobs: packed, renamed, leftOut };
}

function redacted(bytes: Uint8Array, redactor: Redactor): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new TextEncoder().encode(redactor.text(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}
