import type { SearchHits, SearchSpec } from "../api.ts";
import { kindOf } from "../event-rows.ts";
import { joinInts } from "../join-arrays.ts";
import type { TraceFile } from "../trace-file.ts";
import type { Workspace } from "../workspace.ts";
import { bytePattern, decodeBytes } from "./pattern.ts";
import type { Finder } from "./finder.ts";
import type { TextCache, TextPiece } from "./text-cache.ts";

const QUOTE = 0x22;
const COLON = 0x3a;
const NEWLINE = 0x0a;
/** Share of the lines of a piece that are looked at one by one; more of them cost more than the piece as a whole. */
const MOST_LINES = 1 / 8;

/** Occurrences counted at most. */
const MOST_OCCURRENCES = 5_000_000;

/** What searching needs: the lines of files, and the quick way to look through them, where there is one. */
export interface SearchParts {
  readonly workspace: Workspace;
  readonly cache: TextCache;
  readonly finder: Finder | undefined;
}

/** Finds the events that hold a text, by scanning the bytes of the open files. `isStale` ends the search early. */
export async function searchText({ workspace, cache, finder }: SearchParts, spec: SearchSpec, isStale: () => boolean): Promise<SearchHits> {
  const started = performance.now();
  const look = lookFor(spec, cache, finder);
  const rows: Int32Array[] = [];
  let occurrences = 0;
  let cut = false;
  for (const file of spec.text === "" ? [] : scopeOf(workspace, spec)) {
    const hits = new FileHits(file, spec, MOST_OCCURRENCES - occurrences);
    for await (const piece of cache.pieces(file)) {
      if (isStale()) return { rows: new Int32Array(0), occurrences: 0, cut: true, elapsedMs: performance.now() - started };
      hits.begin(piece);
      look(piece, (at, length) => hits.visit(at, length));
      cut = hits.isCut;
      if (cut) break;
    }
    rows.push(hits.inReadingOrder());
    occurrences += hits.occurrences;
    if (cut) break;
  }
  return { rows: joinInts(rows), occurrences, cut, elapsedMs: performance.now() - started };
}

/** Takes a place, by index and length in the piece; false to stop. */
type Visit = (at: number, length: number) => boolean;

/** Looks through a piece. */
type Look = (piece: TextPiece, visit: Visit) => void;

/** How a text is looked for: plain ASCII by the finder, all else by a pattern, in lines that have a plain part of it where there is one. */
function lookFor({ text, caseSensitive = false }: SearchSpec, cache: TextCache, finder: Finder | undefined): Look {
  if (finder?.takes(text) === true) return ({ bytes }, visit) => finder.each(bytes, { text, caseSensitive }, (at) => visit(at, text.length));
  const pattern = bytePattern(text, caseSensitive);
  const part = finder?.partOf(text);
  return (piece, visit) => {
    const lines = part === undefined ? undefined : linesWith(piece, (each) => finder?.each(piece.bytes, { text: part, caseSensitive }, each));
    if (lines === undefined) return void matchAll(pattern, cache.textOf(piece), 0, visit);
    for (const [start, end] of lines) if (!matchAll(pattern, decodeBytes(piece.bytes.subarray(start, end)), start, visit)) return;
  };
}

/** Visits each match of a pattern in a text that begins at `offset` of its piece; false if it was told to stop. */
function matchAll(pattern: RegExp, text: string, offset: number, visit: Visit): boolean {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) if (!visit(offset + match.index, match[0].length)) return false;
  return true;
}

/** Byte ranges of the lines that hold a place; undefined if they are so many that the whole piece is looked through sooner. */
function linesWith({ bytes, first, end: last }: TextPiece, eachPlace: (visit: (at: number) => boolean) => void): readonly (readonly [start: number, end: number])[] | undefined {
  const lines: (readonly [number, number])[] = [];
  const most = (last - first) * MOST_LINES;
  let end = 0;
  eachPlace((at) => {
    if (at < end) return true;
    const newline = bytes.indexOf(NEWLINE, at);
    end = newline < 0 ? bytes.length : newline;
    lines.push([bytes.lastIndexOf(NEWLINE, at) + 1, end]);
    return lines.length <= most;
  });
  return lines.length <= most ? lines : undefined;
}

function scopeOf(workspace: Workspace, spec: SearchSpec): readonly TraceFile[] {
  if (spec.run === null) return workspace.read;
  const file = workspace.fileOfRun(spec.run);
  return file === undefined ? [] : [file];
}

/** Collects the hits of one file: which rows have any, and how many there are. */
class FileHits {
  occurrences = 0;
  isCut = false;
  readonly #file: TraceFile;
  readonly #spec: SearchSpec;
  readonly #most: number;
  readonly #rows: number[] = [];
  #piece: TextPiece | undefined;
  /** Row the last place was in, where its line begins and ends in the piece, where its payload begins, and whether it counts. */
  #row = -1;
  #start = 0;
  #end = 0;
  #payload = 0;
  #isInScope = false;

  constructor(file: TraceFile, spec: SearchSpec, most: number) {
    this.#file = file;
    this.#spec = spec;
    this.#most = most;
  }

  /** Goes on with another piece. */
  begin(piece: TextPiece): void {
    this.#piece = piece;
    this.#row = piece.first - 1;
    this.#end = 0;
  }

  /** Counts a place, unless it is out of scope or in the name of an envelope member; false once there are too many. */
  visit(at: number, length: number): boolean {
    const piece = this.#piece as TextPiece;
    if (at >= this.#end && !this.#goTo(at, piece)) return false;
    if (!this.#isInScope || at < this.#start) return true;
    if (at < this.#payload && isEnvelopeKey(piece.bytes, at, length)) return true;
    if (this.#rows.at(-1) !== this.#row) this.#rows.push(this.#row);
    this.isCut = ++this.occurrences >= this.#most;
    return !this.isCut;
  }

  /** The rows that have a hit, numbered over all files. */
  inReadingOrder(): Int32Array {
    const { order, rowBase } = this.#file;
    const positions = Int32Array.from(this.#rows, (row) => order.positionOf[row] ?? -1);
    if (!positions.every((position, index) => index === 0 || position > (positions[index - 1] as number))) positions.sort();
    const known = positions.subarray(positions.findIndex((position) => position >= 0));
    return positions.at(-1) === -1 ? new Int32Array(0) : known.map((position) => rowBase + (order.rowAt[position] as number));
  }

  #goTo(at: number, piece: TextPiece): boolean {
    const { lineOffset, lineLength, payloadOffset } = this.#file.columns;
    let row = this.#row + 1;
    while (row < piece.end && lineOffset.get(row) + lineLength.get(row) - piece.offset <= at) row++;
    if (row >= piece.end) return false;
    this.#row = row;
    this.#start = lineOffset.get(row) - piece.offset;
    this.#end = this.#start + lineLength.get(row);
    this.#payload = payloadOffset.get(row) < 0 ? this.#end : this.#start + payloadOffset.get(row);
    this.#isInScope = inScope(this.#file, row, this.#spec);
    return true;
  }
}

function inScope(file: TraceFile, row: number, spec: SearchSpec): boolean {
  if (spec.run !== null && file.columns.run.get(row) !== spec.run - file.runBase) return false;
  return spec.kinds === undefined || spec.kinds.length === 0 || spec.kinds.includes(kindOf(file, row));
}

/** True if a hit before the payload lies in the name of an envelope member, which every line has. */
function isEnvelopeKey(bytes: Uint8Array, at: number, length: number): boolean {
  let end = at + length;
  while (isKeyCharacter(bytes[end])) end++;
  if (bytes[end] === QUOTE) end++;
  else if (bytes[end - 1] !== QUOTE) return false;
  if (bytes[end] !== COLON) return false;
  let start = at;
  while (start > 0 && isKeyCharacter(bytes[start - 1])) start--;
  return start === at ? bytes[at] === QUOTE || bytes[at - 1] === QUOTE : bytes[start - 1] === QUOTE;
}

/** a–z, 0–9 and underscore: the characters of envelope members. */
function isKeyCharacter(code = 0): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
}
