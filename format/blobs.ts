/** Values that payloads name by content hash and that lie beside the trace, or in a page with it. See docs/format.md. */

const PATH = /(?:^|\/)[^/]*\.blobs\/([0-9a-f]{64})$/;
const REFERENCE = /("\$blob"\s{0,8}:\s{0,8}")([0-9a-f]{64})"/g;

/** Bytes of blobs that a page takes along, in all. */
export const MOST_PACKED_BYTES = 50_000_000;

/** Blobs that a page does not take along, by reason. */
export interface LeftOutBlobs {
  /** Not there, or not what their name says. */
  readonly missing: number;
  /** Beyond the bound of a page. */
  readonly noRoom: number;
  /** Of a redacted page: no text, so nobody knows what they show. */
  readonly notText: number;
}

/** The hash a file lies under, if it lies in the folder of blobs of a trace. */
export function blobHash(path: string): string | undefined {
  return PATH.exec(path)?.[1];
}

/** Hashes that JSON text names, in their order, each once. */
export function blobsIn(json: string): ReadonlySet<string> {
  return new Set([...json.matchAll(REFERENCE)].map(([, , hash = ""]) => hash));
}

/** JSON text that names blobs by new hashes; those without one keep theirs. */
export function renameBlobs(json: string, fresh: ReadonlyMap<string, string>): string {
  return fresh.size === 0 ? json : json.replaceAll(REFERENCE, (_all, before: string, hash: string) => `${before}${fresh.get(hash) ?? hash}"`);
}

/** What is not in a page, and why; empty if nothing is missing. */
export function leftOutText({ missing, noRoom, notText }: LeftOutBlobs): string {
  const all = missing + noRoom + notText;
  if (all === 0) return "";
  const reasons = [
    missing > 0 ? `${missing} not found there` : "",
    noRoom > 0 ? `${noRoom} beyond ${MOST_PACKED_BYTES / 1e6} MB in all` : "",
    notText > 0 ? `${notText} binary, which cannot be redacted` : "",
  ];
  return `${all} ${all === 1 ? "value" : "values"} kept beside the trace ${all === 1 ? "is" : "are"} not in this page: ${reasons.filter((reason) => reason !== "").join(", ")}`;
}
