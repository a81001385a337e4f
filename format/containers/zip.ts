import { TraceError } from "../errors.ts";
import type { Method } from "./decoders.ts";
import { rangeSource, type ByteSource } from "./source.ts";

/** A file inside a zip, not yet unpacked. */
export interface ZipEntry {
  /** As it stands in the archive: not to be trusted. */
  readonly name: string;
  readonly method: Method | undefined;
  readonly encrypted: boolean;
  readonly packed: ByteSource;
  /** Unpacked size as stated; undefined if only the data itself says. */
  readonly size: number | undefined;
}

/** The entries of a zip. `rebuilt` is true if the directory at its end is gone and the entries were found one by one. */
interface ZipListing {
  readonly entries: readonly ZipEntry[];
  readonly leftOut: number;
  readonly rebuilt: boolean;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const END_SEARCH = 65_557;
const DIRECTORY_BYTES = 64 * 1024 * 1024;
const WHOLE = 0xffffffff;
const METHODS: Readonly<Record<number, Method>> = { 0: "stored", 8: "deflate", 93: "zstd" };

/** Lists a zip, at most `most` entries. Throws TraceError `compressed_damaged` if no entry can be found. */
export async function listZip(source: ByteSource, most: number): Promise<ZipListing> {
  const listed = (await listByDirectory(source, most)) ?? (await listByScan(source, most));
  if (listed !== undefined) return listed;
  throw new TraceError({
    code: "compressed_damaged",
    cause: "no file can be found in this zip archive",
    place: source.name,
    next: "Copy or download the archive again.",
  });
}

async function listByDirectory(source: ByteSource, most: number): Promise<ZipListing | undefined> {
  const end = await findDirectory(source);
  if (end === undefined || end.offset + end.size > source.size) return undefined;
  const view = viewOf(await source.slice(end.offset, end.offset + Math.min(end.size, DIRECTORY_BYTES)));
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= view.byteLength && entries.length < most; ) {
    if (view.getUint32(at, true) !== CENTRAL) return undefined;
    const entry = await centralEntry(source, view, at);
    if (entry !== undefined) entries.push(entry);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (entries.length === 0 && end.count > 0) return undefined;
  return { entries, leftOut: Math.max(0, end.count - entries.length), rebuilt: false };
}

async function findDirectory(source: ByteSource): Promise<{ offset: number; size: number; count: number } | undefined> {
  const start = Math.max(0, source.size - END_SEARCH);
  const view = viewOf(await source.slice(start, source.size));
  for (let at = view.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const found = { offset: view.getUint32(at + 16, true), size: view.getUint32(at + 12, true), count: view.getUint16(at + 10, true) };
    if (found.offset !== WHOLE && found.count !== 0xffff) return found;
    return (await findDirectory64(source, start + at)) ?? found;
  }
  return undefined;
}

async function findDirectory64(source: ByteSource, endAt: number): Promise<{ offset: number; size: number; count: number } | undefined> {
  const locator = viewOf(await source.slice(Math.max(0, endAt - 20), endAt));
  if (locator.byteLength < 20) return undefined;
  const at = Number(locator.getBigUint64(8, true));
  const view = viewOf(await source.slice(at, at + 56));
  if (view.byteLength < 56 || view.getUint32(0, true) !== END_64) return undefined;
  const number = (offset: number): number => Number(view.getBigUint64(offset, true));
  return { offset: number(48), size: number(40), count: number(32) };
}

async function centralEntry(source: ByteSource, view: DataView, at: number): Promise<ZipEntry | undefined> {
  const flags = view.getUint16(at + 8, true);
  const nameLength = view.getUint16(at + 28, true);
  if (at + 46 + nameLength > view.byteLength) return undefined;
  const wide = extra64(view, at + 46 + nameLength, view.getUint16(at + 30, true));
  const size = wide(view.getUint32(at + 24, true));
  const packedSize = wide(view.getUint32(at + 20, true));
  const offset = wide(view.getUint32(at + 42, true));
  const name = decodeName(bytesOf(view, at + 46, nameLength));
  return {
    name,
    method: METHODS[view.getUint16(at + 10, true)],
    encrypted: (flags & 1) !== 0,
    packed: lazyData(source, name, offset, packedSize),
    size,
  };
}

/** Reads 64-bit values in the order zip64 lists them: only those whose 32-bit member is full. */
function extra64(view: DataView, start: number, length: number): (value: number) => number {
  let next = -1;
  const end = Math.min(start + length, view.byteLength);
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === 1) next = at + 4;
  }
  return (value) => {
    if (value !== WHOLE || next < 0 || next + 8 > end) return value;
    const wide = Number(view.getBigUint64(next, true));
    next += 8;
    return wide;
  };
}

/** Data of an entry: where it starts is known only from its local header, read when first asked for. */
function lazyData(source: ByteSource, name: string, header: number, size: number): ByteSource {
  let start: number | undefined;
  return {
    name,
    size,
    async slice(from, to) {
      if (start === undefined) {
        const view = viewOf(await source.slice(header, header + 30));
        start = view.byteLength < 30 ? source.size : header + 30 + view.getUint16(26, true) + view.getUint16(28, true);
      }
      return source.slice(start + from, Math.min(start + to, start + size));
    },
  };
}

const SCAN_STEP = 1024 * 1024;

/** Finds entries by their local headers: for archives cut off before their directory. */
async function listByScan(source: ByteSource, most: number): Promise<ZipListing | undefined> {
  const marks = await findMarks(source, most);
  const entries: ZipEntry[] = [];
  for (const [index, at] of marks.entries()) {
    const entry = await localEntry(source, at, marks[index + 1] ?? source.size);
    if (entry !== undefined) entries.push(entry);
  }
  return entries.length === 0 ? undefined : { entries, leftOut: 0, rebuilt: true };
}

async function findMarks(source: ByteSource, most: number): Promise<number[]> {
  const marks: number[] = [];
  for (let start = 0; start < source.size && marks.length < most; start += SCAN_STEP) {
    const bytes = await source.slice(start, start + SCAN_STEP + 3);
    const view = viewOf(bytes);
    for (let at = bytes.indexOf(0x50); at >= 0 && at + 4 <= bytes.length && at < SCAN_STEP; at = bytes.indexOf(0x50, at + 1)) {
      if (view.getUint32(at, true) === LOCAL && marks.length < most) marks.push(start + at);
    }
  }
  return marks;
}

async function localEntry(source: ByteSource, at: number, end: number): Promise<ZipEntry | undefined> {
  const view = viewOf(await source.slice(at, at + 30));
  if (view.byteLength < 30) return undefined;
  const flags = view.getUint16(6, true);
  const dataAt = at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (dataAt > end) return undefined;
  const name = decodeName(await source.slice(at + 30, at + 30 + view.getUint16(26, true)));
  const stated = view.getUint32(18, true);
  const known = (flags & 8) === 0 && stated !== WHOLE;
  const dataEnd = known ? Math.min(dataAt + stated, source.size) : await beforeDescriptor(source, dataAt, end);
  return {
    name,
    method: METHODS[view.getUint16(8, true)],
    encrypted: (flags & 1) !== 0,
    packed: rangeSource(source, name, dataAt, dataEnd),
    size: known ? view.getUint32(22, true) : undefined,
  };
}

async function beforeDescriptor(source: ByteSource, start: number, end: number): Promise<number> {
  for (const length of [16, 24]) {
    const view = viewOf(await source.slice(Math.max(start, end - length), end));
    if (view.byteLength === length && view.getUint32(0, true) === DESCRIPTOR) return end - length;
  }
  return end;
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(view: DataView, start: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + start, length);
}
