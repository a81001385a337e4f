import type { SearchHits, SearchSpec } from "../api.ts";
import { kindOf } from "../event-rows.ts";
import type { TraceFile } from "../trace-file.ts";
import type { Workspace } from "../workspace.ts";
import { bytePattern } from "./pattern.ts";
import type { TextCache, TextPiece } from "./text-cache.ts";

/** Occurrences counted at most. */
const MOST_OCCURRENCES = 5_000_000;

/** Finds the events that hold a text, by scanning the bytes of the open files. `isStale` ends the search early. */
export async function searchText(workspace: Workspace, cache: TextCache, spec: SearchSpec, isStale: () => boolean): Promise<SearchHits> {
  const started = performance.now();
  const found: Found = { positions: [], occurrences: 0, cut: false };
  if (spec.text !== "") {
    const pattern = bytePattern(spec.text, spec.caseSensitive === true);
    for (const file of scopeOf(workspace, spec)) {
      for await (const piece of cache.pieces(file)) {
        if (isStale()) return { rows: new Int32Array(0), occurrences: 0, cut: true, elapsedMs: performance.now() - started };
        scanPiece(workspace, file, piece, { spec, pattern, found });
        if (found.cut) break;
      }
    }
  }
  return { rows: inReadingOrder(workspace, found.positions), occurrences: found.occurrences, cut: found.cut, elapsedMs: performance.now() - started };
}

interface Found {
  /** Places in reading order of the rows that hold a hit. */
  readonly positions: number[];
  occurrences: number;
  cut: boolean;
}

interface Hunt {
  readonly spec: SearchSpec;
  readonly pattern: RegExp;
  readonly found: Found;
}

function scopeOf(workspace: Workspace, spec: SearchSpec): readonly TraceFile[] {
  if (spec.run === null) return workspace.read;
  const file = workspace.fileOfRun(spec.run);
  return file === undefined ? [] : [file];
}

function scanPiece(workspace: Workspace, file: TraceFile, piece: TextPiece, { spec, pattern, found }: Hunt): void {
  const { lineOffset, lineLength, payloadOffset } = file.columns;
  let row = piece.first;
  let counted = -1;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(piece.text); match !== null; match = pattern.exec(piece.text)) {
    const at = piece.offset + match.index;
    while (row < piece.end && lineOffset.get(row) + lineLength.get(row) <= at) row++;
    if (row >= piece.end) return;
    const start = lineOffset.get(row);
    if (at < start) continue;
    if (!inScope(file, row, spec)) {
      pattern.lastIndex = start + lineLength.get(row) - piece.offset;
      continue;
    }
    const payload = payloadOffset.get(row);
    if ((payload < 0 || at < start + payload) && isEnvelopeKey(piece.text, match.index, match[0].length)) continue;
    found.occurrences++;
    if (counted !== row) found.positions.push(workspace.position(file.rowBase + row));
    counted = row;
    if (found.occurrences >= MOST_OCCURRENCES) {
      found.cut = true;
      return;
    }
  }
}

function inScope(file: TraceFile, row: number, spec: SearchSpec): boolean {
  if (spec.run !== null && file.columns.run.get(row) !== spec.run - file.runBase) return false;
  return spec.kinds === undefined || spec.kinds.length === 0 || spec.kinds.includes(kindOf(file, row));
}

/** True if a hit before the payload lies in the name of an envelope member, which every line has. */
function isEnvelopeKey(text: string, at: number, length: number): boolean {
  let end = at + length;
  while (isKeyCharacter(text.charCodeAt(end))) end++;
  if (text[end] === '"') end++;
  else if (text[end - 1] !== '"') return false;
  if (text[end] !== ":") return false;
  let start = at;
  while (start > 0 && isKeyCharacter(text.charCodeAt(start - 1))) start--;
  return start === at ? text[at] === '"' || text[at - 1] === '"' : text[start - 1] === '"';
}

/** a–z, 0–9 and underscore: the characters of envelope members. */
function isKeyCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
}

function inReadingOrder(workspace: Workspace, positions: readonly number[]): Int32Array {
  const sorted = Float64Array.from(positions.filter((position) => position >= 0)).toSorted();
  return Int32Array.from(sorted, (position) => workspace.rowAt(position));
}
