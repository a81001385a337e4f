import type { LeftOut } from "../../contracts/brief.ts";
import { estimateTokens } from "./tokens.ts";

/** Text made to fit, ending with a line break, and the characters that had to go. */
export interface Written {
  readonly text: string;
  readonly cut: number;
}

/** A part of a brief that may be cut or left out. */
export interface Piece {
  /** Heading it stands under. */
  readonly section: string;
  /** What it is counted as, plural. */
  readonly what: string;
  /** Place within its section. */
  readonly order: number;
  /** Share of the budget it may have as long as others wait. */
  readonly share: number;
  /** The piece within so many tokens; undefined if it would say nothing within them. */
  write(room: number): Written | undefined;
}

/** What a brief consists of. */
export interface Outline {
  /** What stands at the top whatever the budget. */
  readonly head: string;
  /** Headings in the order of the page. */
  readonly sections: readonly string[];
  /** The most telling first. */
  readonly pieces: readonly Piece[];
  /** What there is more of than pieces were made for. */
  readonly more: ReadonlyMap<string, number>;
}

/** Tokens any piece may have, however small its share is. */
const LEAST_SHARE = 160;

interface Taken {
  readonly piece: Piece;
  written: Written;
  tokens: number;
}

export interface Packed {
  readonly markdown: string;
  readonly tokens: number;
  readonly leftOut: readonly LeftOut[];
}

/** Puts as much of an outline as fits into a budget of tokens: in order of telling, none more than its share at first; what is left lengthens what was cut. */
export function pack(outline: Outline, budget: number): Packed {
  const all = countsOf(outline, new Map());
  const everything = all.map(({ what, total }) => ({ what, total, missing: total, cut: total }));
  let left = budget - estimateTokens(outline.head) - estimateTokens(tally(everything));
  const taken: Taken[] = [];
  const headed = new Set<string>();
  for (const piece of outline.pieces) {
    const heading = headed.has(piece.section) ? 0 : estimateTokens(headingOf(piece.section));
    const written = piece.write(Math.min(left, Math.max(LEAST_SHARE, Math.ceil(budget * piece.share))) - heading);
    if (written === undefined) continue;
    const tokens = estimateTokens(written.text);
    if (tokens + heading > left) continue;
    headed.add(piece.section);
    taken.push({ piece, written, tokens });
    left -= tokens + heading;
  }
  for (const entry of taken) left = lengthen(entry, left);
  const leftOut = countsOf(outline, new Map(taken.map(({ piece, written }) => [piece, written]))).filter(({ missing, cut }) => missing + cut > 0);
  const markdown = `${outline.head}${outline.sections.map((section) => sectionText(section, taken)).join("")}${tally(leftOut)}`;
  return { markdown, tokens: estimateTokens(markdown), leftOut };
}

/** Gives a piece that was cut what is left over; returns what is left then. */
function lengthen(entry: Taken, left: number): number {
  if (entry.written.cut === 0) return left;
  const longer = entry.piece.write(entry.tokens + left);
  if (longer === undefined || longer.cut >= entry.written.cut) return left;
  const tokens = estimateTokens(longer.text);
  if (tokens > entry.tokens + left) return left;
  const rest = left + entry.tokens - tokens;
  entry.written = longer;
  entry.tokens = tokens;
  return rest;
}

function sectionText(section: string, taken: readonly Taken[]): string {
  const own = taken.filter(({ piece }) => piece.section === section).toSorted((a, b) => a.piece.order - b.piece.order);
  return own.length === 0 ? "" : `${headingOf(section)}${own.map(({ written }) => written.text).join("")}`;
}

function headingOf(section: string): string {
  return `\n## ${section}\n\n`;
}

function countsOf({ pieces, more }: Outline, taken: ReadonlyMap<Piece, Written>): readonly LeftOut[] {
  const counts = new Map<string, { total: number; missing: number; cut: number }>();
  const of = (what: string): { total: number; missing: number; cut: number } => {
    const count = counts.get(what) ?? { total: 0, missing: 0, cut: 0 };
    counts.set(what, count);
    return count;
  };
  for (const piece of pieces) {
    const count = of(piece.what);
    count.total++;
    const written = taken.get(piece);
    if (written === undefined) count.missing++;
    else if (written.cut > 0) count.cut++;
  }
  for (const [what, further] of more) {
    const count = of(what);
    count.total += further;
    count.missing += further;
  }
  return [...counts].map(([what, count]) => ({ what, ...count }));
}

/** What did not fit, counted and named. */
function tally(leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return "";
  const lines = leftOut.map(({ what, total, missing, cut }) => {
    const parts = [missing > 0 ? `${missing.toLocaleString("en")} left out` : "", cut > 0 ? `${cut.toLocaleString("en")} cut` : ""].filter((part) => part !== "");
    return `- ${what}: ${parts.join(", ")}, of ${total.toLocaleString("en")}\n`;
  });
  return `${headingOf("Not here, for want of room")}${lines.join("")}`;
}
