import type { TraceFile } from "../trace-file.ts";
import { decodeBytes } from "./pattern.ts";

const PIECE_BYTES = 8 * 1024 * 1024;
/** Bytes kept for the next search, as they are and as text; beyond them pieces are read, or decoded, anew each time. */
const MOST_CACHED = 512 * 1024 * 1024;
const MOST_DECODED = 128 * 1024 * 1024;

/** Whole lines of a file: rows [first, end), beginning at `offset` in the file. */
export interface TextPiece {
  readonly first: number;
  readonly end: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Reads the lines of files and keeps them, up to a bound, so that the second search is quick. */
export class TextCache {
  readonly #pieces = new WeakMap<TraceFile, TextPiece[]>();
  readonly #kept = new WeakSet<TextPiece>();
  readonly #texts = new WeakMap<TextPiece, string>();
  #cached = 0;
  #decoded = 0;

  /** The lines of rows from `first` on, in pieces of about 8 MiB. */
  async *pieces(file: TraceFile): AsyncGenerator<TextPiece> {
    const kept = this.#pieces.get(file) ?? [];
    this.#pieces.set(file, kept);
    let row = 0;
    for (let index = 0; row < file.rows; index++) {
      const piece = kept[index] ?? (await readPiece(file, row));
      if (piece === undefined) return;
      if (kept[index] === undefined && index === kept.length && isFull(piece, file) && this.#cached + piece.bytes.length <= MOST_CACHED) {
        kept.push(piece);
        this.#kept.add(piece);
        this.#cached += piece.bytes.length;
      }
      row = piece.end;
      yield piece;
    }
  }

  /** A piece as text, one character a byte. */
  textOf(piece: TextPiece): string {
    const known = this.#texts.get(piece);
    if (known !== undefined) return known;
    const text = decodeBytes(piece.bytes);
    if (this.#kept.has(piece) && this.#decoded + text.length <= MOST_DECODED) {
      this.#texts.set(piece, text);
      this.#decoded += text.length;
    }
    return text;
  }

  /** Forgets a file. */
  drop(file: TraceFile): void {
    for (const piece of this.#pieces.get(file) ?? []) {
      this.#cached -= piece.bytes.length;
      this.#decoded -= this.#texts.get(piece)?.length ?? 0;
    }
    this.#pieces.delete(file);
  }
}

/** A last piece may still grow while the file is read or followed, so it is kept only once that has ended. */
function isFull(piece: TextPiece, file: TraceFile): boolean {
  return (file.progress.status !== "reading" && file.live !== "following") || piece.end < file.rows;
}

async function readPiece(file: TraceFile, first: number): Promise<TextPiece | undefined> {
  const { lineOffset, lineLength } = file.columns;
  const offset = lineOffset.get(first);
  let end = first + 1;
  while (end < file.rows && lineOffset.get(end) + lineLength.get(end) - offset <= PIECE_BYTES) end++;
  const bytes = await file.source?.slice(offset, lineOffset.get(end - 1) + lineLength.get(end - 1));
  return bytes === undefined ? undefined : { first, end, offset, bytes };
}
