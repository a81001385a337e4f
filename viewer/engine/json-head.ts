import type { Json } from "../../format/event.ts";

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

/** Where the reading of a text stands. */
interface Place {
  /** What would close the objects and lists that are open, outermost first. */
  readonly closers: string[];
  /** Characters that are whole: what stands before them can be closed. */
  whole: number;
  isKey: boolean;
}

/**
 * The value that a JSON text cut off at any place began: its whole members and items, and the beginning of the text it
 * was cut in. Undefined if that is nothing.
 */
export function parseHead(text: string): Json | undefined {
  const place: Place = { closers: [], whole: 0, isKey: false };
  let head: string | undefined;
  for (let at = 0; at < text.length && head === undefined; at++) {
    if (text[at] !== '"') {
      stepOver(text[at] as string, at, place);
      continue;
    }
    const { end, cut } = textFrom(text, at + 1);
    if (cut) head = place.isKey ? text.slice(0, place.whole) : `${text.slice(0, end)}"`;
    else if (!place.isKey) place.whole = end + 1;
    at = end;
  }
  try {
    return JSON.parse((head ?? text.slice(0, place.whole)) + place.closers.toReversed().join("")) as Json;
  } catch {
    return undefined;
  }
}

function stepOver(sign: string, at: number, place: Place): void {
  const closer = CLOSERS[sign];
  if (closer !== undefined) {
    place.closers.push(closer);
    place.whole = at + 1;
    place.isKey = sign === "{";
  } else if (sign === "}" || sign === "]") {
    place.closers.pop();
    place.whole = at + 1;
    place.isKey = false;
  } else if (sign === ",") {
    place.whole = at;
    place.isKey = place.closers.at(-1) === "}";
  } else if (sign === ":") place.isKey = false;
}

/** Where the text that begins at `from` ends: at its quote, or where it was cut, before an escape that is not whole. */
function textFrom(text: string, from: number): { readonly end: number; readonly cut: boolean } {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') return { end: at, cut: false };
    if (text[at] !== "\\") continue;
    const length = text[at + 1] === "u" ? 6 : 2;
    if (at + length > text.length) return { end: at, cut: true };
    at += length - 1;
  }
  return { end: text.length, cut: true };
}
