import { TraceError } from "../errors.ts";
import type { ByteSource } from "../containers/source.ts";
import type { ImportFile, SourceLine } from "./types.ts";

/** Where an import file comes from. */
interface FileOrigin {
  readonly name: string;
  /** Empty if it was in no archive. */
  readonly archive: string;
  readonly source: ByteSource;
}

/** Bounds of reading; only tests set others. */
export interface ReadBounds {
  readonly textBytes: number;
  readonly lineBytes: number;
  readonly stepBytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const HEAD_BYTES = 64 * KIB;
/** Longer lines are cut: their start tells what they are, their JSON no longer parses and is reported. */
const CUT_LINE_BYTES = 64 * KIB;
const BOUNDS: ReadBounds = { textBytes: 500 * MIB, lineBytes: 256 * MIB, stepBytes: MIB };
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const MARK = [0xef, 0xbb, 0xbf];

/** An import file over bytes. A UTF-8 byte order mark is not part of the text, but counts in byte offsets. */
export async function importFile(origin: FileOrigin, bounds: ReadBounds = BOUNDS): Promise<ImportFile> {
  const { source } = origin;
  const first = await source.slice(0, HEAD_BYTES);
  const skip = MARK.every((byte, index) => first[index] === byte) ? MARK.length : 0;
  return {
    name: origin.name,
    archive: origin.archive,
    size: source.size,
    head: new TextDecoder().decode(first.subarray(skip)),
    headIsAll: source.size <= HEAD_BYTES,
    text: () => wholeText(source, skip, bounds),
    lines: () => streamLines(source, skip, bounds),
  };
}

async function wholeText(source: ByteSource, skip: number, bounds: ReadBounds): Promise<string> {
  if (source.size > bounds.textBytes) {
    throw new TraceError({
      code: "unreadable",
      cause: `one JSON document of ${source.size.toLocaleString("en")} bytes is more than can be read at once`,
      place: source.name,
      next: "Export it as JSON Lines (one record a line), or in several files.",
    });
  }
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  for (let at = skip; at < source.size; at += bounds.stepBytes) {
    text += decoder.decode(await source.slice(at, at + bounds.stepBytes), { stream: at + bounds.stepBytes < source.size });
  }
  return text;
}

async function* streamLines(source: ByteSource, skip: number, bounds: ReadBounds): AsyncGenerator<SourceLine> {
  const assembly = new LineAssembly(skip, bounds.lineBytes);
  for (let at = skip; at < source.size; at += bounds.stepBytes) {
    const bytes = await source.slice(at, at + bounds.stepBytes);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield assembly.finish(bytes.subarray(start, end));
      start = end + 1;
    }
    assembly.keep(bytes.subarray(start));
  }
  if (assembly.pending > 0) yield assembly.finish(new Uint8Array(0));
}

/** Puts a line together from the pieces it was read in, dropping the middle of one that is too long. */
class LineAssembly {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #most: number;
  #pieces: Uint8Array[] = [];
  #line = 0;
  #offset: number;
  pending = 0;

  constructor(offset: number, most: number) {
    this.#offset = offset;
    this.#most = most;
  }

  keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.pending += piece.length;
    if (this.pending <= this.#most) this.#pieces.push(piece);
    else this.#pieces.length = Math.min(1, this.#pieces.length);
  }

  finish(last: Uint8Array): SourceLine {
    const whole = this.pending + last.length;
    const bytes = this.#joined(last, whole);
    const content = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes;
    const cut = whole > this.#most;
    const text = this.#decoder.decode(cut ? content.subarray(0, CUT_LINE_BYTES) : content);
    const line: SourceLine = { text, line: ++this.#line, byteOffset: this.#offset, byteLength: cut ? whole : content.length };
    this.#offset += whole + 1;
    this.#pieces = [];
    this.pending = 0;
    return line;
  }

  #joined(last: Uint8Array, whole: number): Uint8Array {
    if (this.#pieces.length === 0) return last;
    if (whole > this.#most) return this.#pieces[0] as Uint8Array;
    const joined = new Uint8Array(whole);
    let at = 0;
    for (const piece of [...this.#pieces, last]) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }
}
