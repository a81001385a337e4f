import type { TraceFile } from "../trace-file.ts";
import { decodeBytes } from "./pattern.ts";

const PIECE_BYTES = 8 * 1024 * 1024;
/** Text kept for the next search; beyond it pieces are read anew each time. */
const MOST_CACHED = 512 * 1024 * 1024;

/** Whole lines of a file as text, one character a byte: rows [first, end), beginning at `offset` in the file. */
export interface TextPiece {
  readonly first: number;
  readonly end: number;
  readonly offset: number;
  readonly text: string;
}

/** Reads the lines of files as text and keeps them, up to a bound, so that the second search is quick. */
export class TextCache {
  readonly #pieces = new WeakMap<TraceFile, TextPiece[]>();
  #cached = 0;

  /** The lines of rows from `first` on, in pieces of about 8 MiB. */
  async *pieces(file: TraceFile): AsyncGenerator<TextPiece> {
    const kept = this.#pieces.get(file) ?? [];
    this.#pieces.set(file, kept);
    let row = 0;
    for (let index = 0; row < file.rows; index++) {
      const piece = kept[index] ?? (await readPiece(file, row));
      if (piece === undefined) return;
      if (kept[index] === undefined && index === kept.length && isFull(piece, file) && this.#cached + piece.text.length <= MOST_CACHED) {
        kept.push(piece);
        this.#cached += piece.text.length;
      }
      row = piece.end;
      yield piece;
    }
  }

  /** Forgets a file. */
  drop(file: TraceFile): void {
    for (const piece of this.#pieces.get(file) ?? []) this.#cached -= piece.text.length;
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
  return bytes === undefined ? undefined : { first, end, offset, text: decodeBytes(bytes) };
}
