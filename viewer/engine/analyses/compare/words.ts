import type { CompareAnalyses, ValueChange } from "../../contracts/compare.ts";
import type { Analysis } from "../index.ts";
import { hashText } from "./hash.ts";
import { shortestEdit } from "./myers.ts";
import { sideBySide } from "./side-by-side.ts";

type WordPart = ValueChange["words"][number];

const MOST_WORDS = 4000;
const MOST_EDITS = 800;
const PIECES = /\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;

/** Two texts word by word. */
export const textDiff: Analysis<CompareAnalyses["text-diff"]> = async (_context, { left, right }) => diffWords(left, right);

/** Two texts word by word; where they are too long or too different, whole. */
export function diffWords(left: string, right: string): readonly WordPart[] {
  const [a, b] = [piecesOf(left), piecesOf(right)];
  if (a === undefined || b === undefined) return whole(left, right);
  const pairs = shortestEdit(Int32Array.from(a, (piece) => hashText(piece)), Int32Array.from(b, (piece) => hashText(piece)), { a0: 0, a1: a.length, b0: 0, b1: b.length }, MOST_EDITS);
  if (pairs === undefined) return whole(left, right);
  const parts = new Parts();
  for (const { i, j, isEqual } of sideBySide(a.length, b.length, pairs)) {
    if (isEqual) parts.both(a[i] ?? "");
    else parts.change(a[i] ?? "", b[j] ?? "");
  }
  return parts.finish();
}

const BLANK = /^[\s\p{P}]*$/u;

/** Gathers pieces into parts. What stands between two changes and is no word goes with them, so that changes read as phrases. */
class Parts {
  readonly #parts: WordPart[] = [];
  #both = "";
  #left = "";
  #right = "";

  both(text: string): void {
    this.#both += text;
  }

  change(left: string, right: string): void {
    const isOpen = this.#left !== "" || this.#right !== "";
    if (isOpen && BLANK.test(this.#both)) {
      this.#left += this.#both;
      this.#right += this.#both;
      this.#both = "";
    } else this.#close();
    this.#left += left;
    this.#right += right;
  }

  finish(): readonly WordPart[] {
    this.#close();
    return this.#parts;
  }

  /** Ends the change that is open and the equal text after it. */
  #close(): void {
    const open: readonly WordPart[] = [{ side: "left", text: this.#left }, { side: "right", text: this.#right }, { side: "both", text: this.#both }];
    this.#parts.push(...open.filter(({ text }) => text !== ""));
    [this.#left, this.#right, this.#both] = ["", "", ""];
  }
}

function piecesOf(text: string): readonly string[] | undefined {
  const pieces: string[] = [];
  for (const [piece] of text.matchAll(PIECES)) {
    pieces.push(piece);
    if (pieces.length > MOST_WORDS) return undefined;
  }
  return pieces;
}

function whole(left: string, right: string): readonly WordPart[] {
  const parts: WordPart[] = [{ side: "left", text: left }, { side: "right", text: right }];
  return parts.filter(({ text }) => text !== "");
}
