import type { ByteSource } from "../../../../format/containers/source.ts";
import { sha256 } from "../../../../format/redaction/sha256.ts";
import type { ChainInfo, SafetyAnalyses } from "../../contracts/safety.ts";
import { joinBytes } from "../../join-arrays.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Analysis } from "../index.ts";

const NEWLINE = 0x0a;
const PIECE = 1024 * 1024;
/** Lines are longer than this only by mistake; one that is is not looked through for its hash. */
const LONGEST_LINE = 256 * 1024 * 1024;

/** Checks the hash chain of the file a run stands in: every line carries the hash of the line before. See docs/format.md, Hash chain. */
export const hashChain: Analysis<SafetyAnalyses["hash-chain"]> = async ({ workspace }, { run }) => {
  const file = workspace.fileOfRun(run);
  if (file?.source === undefined) return { file: file?.name ?? "", state: "none", lines: 0, fit: 0, parts: 0, broken: null, brokenTotal: 0 };
  const checker = new ChainChecker();
  await eachLine(file.source, (line) => checker.take(line));
  const { broken, ...found } = checker.finish();
  return { ...found, file: file.name, broken: broken === null ? null : { line: broken.line, says: broken.says, row: rowAt(file, broken.offset) } } satisfies ChainInfo;
};

/** What was found of a chain; `offset` is where the line begins in the file. */
interface Found extends Omit<ChainInfo, "file" | "broken"> {
  readonly broken: { readonly line: number; readonly offset: number; readonly says: string } | null;
}

/** Follows the lines of a file. Lines without an end are not taken: they are not lines yet. */
class ChainChecker {
  #lines = 0;
  #offset = 0;
  #fit = 0;
  #parts = 0;
  #broken: Found["broken"] = null;
  #brokenTotal = 0;
  /** Hash the next line must carry; undefined where no chain runs. */
  #expected: string | undefined;

  /** Takes the next line, without its newline. False if no more lines are needed: the file has no chain. */
  take(line: Uint8Array): boolean {
    this.#lines++;
    const header = headerOf(line);
    if (header !== undefined) this.#begin(header, line);
    else this.#follow(line);
    this.#offset += line.length + 1;
    return this.#lines < 2 || this.#parts > 0 || this.#brokenTotal > 0;
  }

  /** What was found. */
  finish(): Found {
    const state = this.#brokenTotal > 0 ? "broken" : this.#parts > 0 ? "unbroken" : "none";
    return { state, lines: state === "none" ? 0 : this.#lines, fit: this.#fit, parts: this.#parts, broken: this.#broken, brokenTotal: this.#brokenTotal };
  }

  #begin(header: string, line: Uint8Array): void {
    const isChained = /"chain"\s*:\s*"sha256"/.test(header);
    if (isChained) this.#parts++;
    this.#expected = isChained ? hex(sha256(line)) : undefined;
  }

  #follow(line: Uint8Array): void {
    const prev = prevOf(line);
    if (this.#expected === undefined) {
      if (prev !== "" && this.#parts === 0) this.#fail("its header says that there is no chain, but it carries the hash of a line before it");
      return;
    }
    if (prev === this.#expected) this.#fit++;
    else this.#fail(prev === "" ? "it carries no hash of the line before it" : "the line before it is not the one that stood there when it was written: a line was changed, removed or put in");
    this.#expected = hex(sha256(line));
  }

  #fail(says: string): void {
    this.#brokenTotal++;
    this.#broken ??= { line: this.#lines, offset: this.#offset, says };
  }
}

/** The line as text if it is a header; undefined for events. */
function headerOf(line: Uint8Array): string | undefined {
  if (line.length > LONGEST_HEADER || !new TextDecoder().decode(line.subarray(0, 12)).replaceAll(" ", "").startsWith('{"peek":')) return undefined;
  return new TextDecoder().decode(line);
}

const LONGEST_HEADER = 64 * 1024;
const PREV = new TextEncoder().encode('"prev":"');
const PAYLOAD = new TextEncoder().encode('"payload":');

/**
 * The hash a line carries; empty if none. A quote inside a text is written with a backslash before it, so that the
 * member's own name cannot stand in a text.
 */
function prevOf(line: Uint8Array): string {
  const end = find(line, PAYLOAD, 0, line.length);
  const at = find(line, PREV, 0, end < 0 ? line.length : end);
  const from = at >= 0 || end < 0 ? at : find(line, PREV, end, line.length);
  if (from < 0) return "";
  return new TextDecoder().decode(line.subarray(from + PREV.length, from + PREV.length + 64));
}

function find(bytes: Uint8Array, needle: Uint8Array, from: number, end: number): number {
  const first = needle[0] as number;
  for (let at = bytes.indexOf(first, from); at >= 0 && at + needle.length <= end; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < needle.length && bytes[at + same] === needle[same]) same++;
    if (same === needle.length) return at;
  }
  return -1;
}

/** Hands out every line that has its end, until told to stop; other work of the engine comes between pieces. */
async function eachLine(source: ByteSource, take: (line: Uint8Array) => boolean): Promise<void> {
  let kept = new Uint8Array(0);
  for (let start = 0; start < source.size; start += PIECE) {
    const piece = await source.slice(start, Math.min(source.size, start + PIECE));
    const bytes = kept.length === 0 ? piece : joinBytes([kept, piece]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE, Math.max(0, kept.length)); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (!take(bytes.subarray(from, end))) return;
      from = end + 1;
    }
    kept = bytes.slice(from);
    if (kept.length > LONGEST_LINE) return;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Global row of the event whose line begins at an offset; -1 if there is none. */
function rowAt({ columns, rowBase }: TraceFile, offset: number): number {
  let [low, high] = [0, columns.rows];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns.lineOffset.get(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low < columns.rows && columns.lineOffset.get(low) === offset ? rowBase + low : -1;
}
