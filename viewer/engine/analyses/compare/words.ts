import type { ValueChange } from "../../contracts/compare.ts";
import { hashText } from "./hash.ts";
import { shortestEdit } from "./myers.ts";

type WordPart = ValueChange["words"][number];

const MOST_WORDS = 4000;
const MOST_EDITS = 800;
const PIECES = /\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;

/** Two texts word by word; where they are too long or too different, whole. */
export function diffWords(left: string, right: string): readonly WordPart[] {
  const [a, b] = [piecesOf(left), piecesOf(right)];
  if (a === undefined || b === undefined) return whole(left, right);
  const pairs = shortestEdit(Int32Array.from(a, (piece) => hashText(piece)), Int32Array.from(b, (piece) => hashText(piece)), { a0: 0, a1: a.length, b0: 0, b1: b.length }, MOST_EDITS);
  if (pairs === undefined) return whole(left, right);
  const parts: { side: WordPart["side"]; text: string }[] = [];
  const add = (side: WordPart["side"], text: string): void => {
    const last = parts.at(-1);
    if (text === "") return;
    if (last?.side === side) last.text += text;
    else parts.push({ side, text });
  };
  let [i, j] = [0, 0];
  for (const [x, y] of [...pairs, [a.length, b.length] as const]) {
    add("left", a.slice(i, x).join(""));
    add("right", b.slice(j, y).join(""));
    if (x < a.length) add("both", a[x] ?? "");
    [i, j] = [x + 1, y + 1];
  }
  return parts;
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
