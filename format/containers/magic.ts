/** A file that is packed: taken apart before anything is recognised. */
export type Packing = "gzip" | "zstd" | "zip";

interface Signature {
  readonly offset: number;
  readonly bytes: readonly number[];
}

const text = (value: string): number[] => Array.from(value, (character) => character.charCodeAt(0));
const at = (offset: number, ...bytes: number[]): Signature => ({ offset, bytes });

const PACKINGS: readonly { readonly packing: Packing; readonly signature: Signature }[] = [
  { packing: "gzip", signature: at(0, 0x1f, 0x8b, 8) },
  { packing: "zstd", signature: at(0, 0x28, 0xb5, 0x2f, 0xfd) },
  { packing: "zip", signature: at(0, 0x50, 0x4b, 3, 4) },
  { packing: "zip", signature: at(0, 0x50, 0x4b, 5, 6) },
];

/** Kinds of binary file people drop by mistake, in plain words. */
const BINARIES: readonly { readonly looksLike: string; readonly signature: Signature }[] = [
  { looksLike: "a PNG image", signature: at(0, 0x89, 0x50, 0x4e, 0x47) },
  { looksLike: "a JPEG image", signature: at(0, 0xff, 0xd8, 0xff) },
  { looksLike: "a GIF image", signature: at(0, ...text("GIF8")) },
  { looksLike: "a WebP image", signature: at(8, ...text("WEBP")) },
  { looksLike: "a PDF document", signature: at(0, ...text("%PDF-")) },
  { looksLike: "an SQLite database", signature: at(0, ...text("SQLite format 3\0")) },
  { looksLike: "a DuckDB database", signature: at(8, ...text("DUCK")) },
  { looksLike: "a Parquet file", signature: at(0, ...text("PAR1")) },
  { looksLike: "a program", signature: at(0, 0x7f, ...text("ELF")) },
  { looksLike: "a program", signature: at(0, ...text("MZ"), 0x90, 0) },
  { looksLike: "a program", signature: at(0, 0xcf, 0xfa, 0xed, 0xfe) },
  { looksLike: "a WebAssembly module", signature: at(0, 0, ...text("asm")) },
  { looksLike: "a 7-Zip archive", signature: at(0, ...text("7z"), 0xbc, 0xaf) },
  { looksLike: "a RAR archive", signature: at(0, ...text("Rar!")) },
  { looksLike: "an xz archive", signature: at(0, 0xfd, ...text("7zXZ")) },
  { looksLike: "a bzip2 archive", signature: at(0, ...text("BZh")) },
  { looksLike: "an lz4 archive", signature: at(0, 4, 0x22, 0x4d, 0x18) },
  { looksLike: "a tar archive", signature: at(257, ...text("ustar")) },
  { looksLike: "a video", signature: at(4, ...text("ftyp")) },
  { looksLike: "a sound or video file", signature: at(0, ...text("RIFF")) },
  { looksLike: "a sound file", signature: at(0, ...text("OggS")) },
  { looksLike: "a sound file", signature: at(0, ...text("ID3")) },
  { looksLike: "a Python pickle", signature: at(0, 0x80, 4, 0x95) },
];

/** Enough of the start of a file for `packingOf`, `isArrow` and `binaryKind`. */
export const MAGIC_BYTES = 4096;

/** How a file is packed, by its first bytes; undefined if it is not. */
export function packingOf(head: Uint8Array): Packing | undefined {
  return PACKINGS.find(({ signature }) => matches(head, signature))?.packing;
}

/** True for Arrow IPC: the file form starts with ARROW1, the stream form with a continuation mark. */
export function isArrow(head: Uint8Array): boolean {
  return matches(head, at(0, ...text("ARROW1"))) || (matches(head, at(0, 0xff, 0xff, 0xff, 0xff)) && head.length >= 8);
}

const HEADER_START = /^\uFEFF?\s*\{\s*"peek"\s*:/;

/** True for text that begins with a header of our own: a trace, however damaged what follows is. */
export function beginsAsTrace(head: string): boolean {
  return HEADER_START.test(head);
}

/** What a file that is not text looks like, in plain words; undefined for text and for Arrow. UTF-16 text must be decoded before. */
export function binaryKind(head: Uint8Array): string | undefined {
  if (isArrow(head)) return undefined;
  const known = BINARIES.find(({ signature }) => matches(head, signature));
  if (known !== undefined && (known.signature.bytes.length > 3 || hasControl(head))) return known.looksLike;
  if (!hasControl(head) || beginsAsTrace(new TextDecoder().decode(head.subarray(0, 64)))) return undefined;
  if (head.every((byte) => byte === 0)) return "a file of zero bytes, whose content was lost before it reached the disk";
  return head[0] === 0x0a ? "binary data (perhaps OTLP in protobuf form)" : "binary data";
}

function matches(head: Uint8Array, signature: Signature): boolean {
  if (head.length < signature.offset + signature.bytes.length) return false;
  return signature.bytes.every((byte, index) => head[signature.offset + index] === byte);
}

function hasControl(head: Uint8Array): boolean {
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
}
