import { rangeText } from "../notes/in-run.ts";
import { lineOf, span } from "./detail.ts";
import { fencedWithin } from "./fit.ts";
import type { Piece } from "./pack.ts";
import type { Subject, SubjectNote } from "./subject.ts";
import { estimateTokens } from "./tokens.ts";

/** Share of the budget one note may have as long as others wait. */
const SHARE = 0.1;

/** Notes as parts of a brief, those that say something before bookmarks. Their texts are fenced like the trace's: they too come from strangers. */
export function notePieces(subject: Subject, notes: readonly SubjectNote[], section: string): readonly Piece[] {
  const telling = notes.toSorted((a, b) => Number(a.text === "") - Number(b.text === ""));
  return telling.map((note) => ({ section, what: "notes", order: notes.indexOf(note), share: SHARE, write: writerOf(headOf(subject, note), note.text) }));
}

function headOf(subject: Subject, { index, rangeMs, text, by }: SubjectNote): string {
  const what = `${text === "" ? "bookmarked" : "noted"}${by === "" ? "" : ` by ${span(by)}`}`;
  if (rangeMs === null) return lineOf(subject, index, what);
  return `- ${rangeText(rangeMs)} (${what})\n`;
}

function writerOf(head: string, text: string): Piece["write"] {
  if (text === "") return () => ({ text: head, cut: 0 });
  return (room) => {
    const written = fencedWithin(text, room - estimateTokens(`${head}\n\n`));
    return written === undefined ? undefined : { text: `${head}\n${written.text}\n`, cut: written.cut };
  };
}
