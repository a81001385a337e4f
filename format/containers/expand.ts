import { blobHash } from "../blobs.ts";
import { TraceError, type TraceFailure } from "../errors.ts";
import { toUtf8, utf16Of } from "./encoding.ts";
import { MAGIC_BYTES, binaryKind, packingOf, type Packing } from "./magic.ts";
import { isNoise, safeName, unpackedName } from "./names.ts";
import type { ByteSource } from "./source.ts";
import { DEFAULT_LIMITS, unpack, type Budget, type ContainerLimits } from "./unpack.ts";
import { listZip, type ZipEntry } from "./zip.ts";

/** A file ready to be recognised: unpacked, UTF-8 or Arrow. */
export interface ExpandedFile {
  readonly type: "file";
  /** Name, with its path inside the archive. */
  readonly name: string;
  /** The archive it was in; empty if none. */
  readonly archive: string;
  readonly source: ByteSource;
}

/** Something left out, mended or cut short; the rest goes on. */
interface ExpandNotice {
  readonly type: "notice";
  /** damaged, left_out, binary, encrypted, unknown_method, nested_too_deep, decoded_utf16, renamed. */
  readonly code: string;
  readonly place: string;
  readonly message: string;
}

/** A file that cannot be used at all; the others go on. */
interface ExpandFailure {
  readonly type: "failed";
  readonly name: string;
  readonly failure: TraceFailure;
}

/** What comes out of a dropped file, one by one. */
export type Expanded = ExpandedFile | ExpandNotice | ExpandFailure;

interface Level {
  readonly archive: string;
  readonly depth: number;
  readonly budget: Budget;
}

/** A packed file inside an archive is unpacked; what is in that is not. */
const DEEPEST = 2;

/**
 * Takes a dropped file apart: gzip, zstd and zip are unpacked (one inside the other once), UTF-16 becomes UTF-8, binary
 * files are named for what they look like. Never throws: problems come as `failed` or `notice`.
 */
export async function* expand(source: ByteSource, limits: ContainerLimits = DEFAULT_LIMITS): AsyncGenerator<Expanded> {
  yield* expandOne(source, { archive: "", depth: 0, budget: { limits, left: limits.totalBytes } });
}

async function* expandOne(source: ByteSource, level: Level): AsyncGenerator<Expanded> {
  try {
    // A blob is what its hash says, packed or not.
    if (blobHash(source.name) !== undefined) return yield { type: "file", name: source.name, archive: level.archive, source };
    const head = await source.slice(0, MAGIC_BYTES);
    const packing = packingOf(head);
    if (packing === undefined) yield* plain(source, head, level);
    else if (level.depth >= DEEPEST) yield notice("nested_too_deep", source.name, "packed inside a packed file inside an archive; not opened");
    else yield* UNPACKERS[packing](source, level);
  } catch (error) {
    yield { type: "failed", name: source.name, failure: failureOf(error, source.name) };
  }
}

const UNPACKERS: Readonly<Record<Packing, (source: ByteSource, level: Level) => AsyncGenerator<Expanded>>> = {
  gzip: (source, level) => unpackStream(source, "gzip", level),
  zstd: (source, level) => unpackStream(source, "zstd", level),
  zip: unpackZip,
};

async function* unpackStream(source: ByteSource, method: "gzip" | "zstd", level: Level): AsyncGenerator<Expanded> {
  const { source: inner, damaged } = await unpack(source, unpackedName(source.name), method, level.budget);
  if (damaged !== "") yield damagedNotice(source.name, inner.size, damaged);
  yield* expandOne(inner, { ...level, depth: level.depth + 1 });
}

async function* unpackZip(source: ByteSource, level: Level): AsyncGenerator<Expanded> {
  const archive = source.name;
  const { entries, leftOut, rebuilt } = await listZip(source, level.budget.limits.entries);
  if (rebuilt) yield notice("damaged", archive, `the archive's directory is missing; ${entries.length} files were found by looking for their starts`);
  if (leftOut > 0) yield notice("left_out", archive, `${leftOut.toLocaleString("en")} entries beyond the first ${entries.length.toLocaleString("en")} were left out`);
  for (const entry of entries) {
    if (!isNoise(entry.name)) yield* unpackEntry(entry, { ...level, archive, depth: level.depth + 1 });
  }
}

async function* unpackEntry(entry: ZipEntry, level: Level): AsyncGenerator<Expanded> {
  const name = safeName(entry.name);
  const place = `${level.archive}/${name}`;
  if (entry.encrypted) return yield notice("encrypted", place, "protected by a password; not opened");
  if (entry.method === undefined) return yield notice("unknown_method", place, "compressed in a way this reader does not know; not opened");
  if (name !== entry.name) yield notice("renamed", place, "its path was not a plain relative one and was mended");
  try {
    const { source, damaged } = await unpack(entry.packed, name, entry.method, level.budget);
    const short = entry.size !== undefined && source.size !== entry.size;
    if (damaged !== "" || short) yield damagedNotice(place, source.size, damaged || `${entry.size} bytes were announced`);
    yield* expandOne(source, level);
  } catch (error) {
    const failure = failureOf(error, place);
    // What is too large in one entry would be so again in the next: the whole archive stops here.
    if (failure.code === "archive_too_large") throw error;
    yield { type: "failed", name: place, failure };
  }
}

async function* plain(source: ByteSource, head: Uint8Array, level: Level): AsyncGenerator<Expanded> {
  const file = { type: "file", name: source.name, archive: level.archive } as const;
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) {
    yield notice("decoded_utf16", source.name, "UTF-16 text, read as UTF-8; byte positions are those of the UTF-8 form");
    return yield { ...file, source: await toUtf8(source, utf16) };
  }
  const looksLike = binaryKind(head);
  if (looksLike === undefined) return yield { ...file, source };
  if (level.archive !== "") return yield notice("binary", `${level.archive}/${source.name}`, `looks like ${looksLike}; left out`);
  yield { type: "failed", name: source.name, failure: notATrace(source.name, looksLike) };
}

function notATrace(name: string, looksLike: string): TraceFailure {
  const cause = `this looks like ${looksLike}, not a trace`;
  return { code: "not_a_trace", cause, place: name, next: "Drop a JSON, JSONL or CSV file of an agent's run, or an archive of such files." };
}

function damagedNotice(place: string, size: number, what: string): ExpandNotice {
  return notice("damaged", place, `damaged or cut off (${what}); the first ${size.toLocaleString("en")} bytes were read`);
}

function notice(code: string, place: string, message: string): ExpandNotice {
  return { type: "notice", code, place, message };
}

function failureOf(error: unknown, place: string): TraceFailure {
  if (error instanceof TraceError) return error.failure;
  const what = error instanceof Error ? error.message : "unknown failure";
  return { code: "unreadable", cause: `it could not be read: ${what}`, place, next: "Check that the file still exists and may be read." };
}
