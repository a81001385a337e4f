import type { EventPlace } from "../engine/contracts/notes.ts";
import type { SideEntry, SideEvent, SideFile } from "./side-file.ts";

/** An open file, as far as notes go. */
export interface NotedFile {
  readonly file: number;
  readonly name: string;
  readonly hash: string;
}

/** What stands on an event: a bookmark, notes, or both. */
export interface RowMark {
  readonly bookmarked: boolean;
  readonly notes: number;
}

/** Events an entry names, each with the key its row is found under. */
export function eventsOf(entry: SideEntry): readonly (readonly [key: string, event: SideEvent])[] {
  if (entry.kind === "bookmark" || entry.kind === "note") return [[entry.id, entry]];
  if (entry.kind === "split") return entry.events.map((event, at) => [memberKey(entry.id, at), event] as const);
  return [];
}

/** Key of a member of a split group. */
function memberKey(id: string, at: number): string {
  return `${at} ${id}`;
}

/** Where to look for an event: in the open files of its trace. */
export function placeOf({ session, event, time_unix_us: timeUnixUs }: SideEvent, trace: string, files: readonly NotedFile[]): EventPlace {
  return { files: files.filter(({ hash }) => hash === trace).map(({ file }) => file), session, event, timeUnixUs };
}

/** Bookmarks and notes by the row they stand on. */
export function marksOf({ entries }: SideFile, rows: ReadonlyMap<string, number>): ReadonlyMap<number, RowMark> {
  const marks = new Map<number, RowMark>();
  for (const entry of entries.values()) {
    const row = rows.get(entry.id) ?? -1;
    if (row < 0 || (entry.kind !== "bookmark" && entry.kind !== "note")) continue;
    const before = marks.get(row) ?? { bookmarked: false, notes: 0 };
    marks.set(row, entry.kind === "bookmark" ? { ...before, bookmarked: true } : { ...before, notes: before.notes + 1 });
  }
  return marks;
}

/** What became of a side file that was taken in. */
export function takenIn(name: string, file: SideFile, leftOut: number, open: ReadonlySet<string>): string {
  const taken = [...file.entries.values()].filter(({ kind }) => kind !== "deleted");
  const waiting = [...new Set(taken.map(({ trace }) => trace).filter((trace) => !open.has(trace)))];
  const names = waiting.slice(0, 3).map((hash) => file.traces.get(hash) ?? `trace ${hash.slice(0, 8)}`);
  const kept = waiting.length === 0 ? "" : ` Kept until ${waiting.length === 1 ? "its trace is" : "their traces are"} opened: ${names.join(", ")}${waiting.length > names.length ? ` and ${waiting.length - names.length} more` : ""}.`;
  const lost = leftOut === 0 ? "" : ` ${leftOut} that made no sense ${leftOut === 1 ? "was" : "were"} left out.`;
  return `${taken.length} ${taken.length === 1 ? "note" : "notes"} from ${name}.${kept}${lost}`;
}
