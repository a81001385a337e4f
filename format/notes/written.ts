import type { SideFile } from "./side-file.ts";

/** What a person left at a place of a run, beside its trace. */
export interface WrittenNote {
  /** Row of its event; -1 if it is about a time range. */
  readonly row: number;
  /** The time range it is about, in Unix microseconds; null if it is about an event. */
  readonly range: readonly [fromUnixUs: number, toUnixUs: number] | null;
  /** Empty for a bookmark. */
  readonly text: string;
  /** Who wrote it; may be empty. */
  readonly by: string;
}

/** Bookmarks and notes of a session, those on events that are open by their rows. Notes that say nothing are left out. */
export function writtenNotes({ entries }: SideFile, session: string, rows: ReadonlyMap<string, number>): readonly WrittenNote[] {
  return [...entries.values()].flatMap((entry): WrittenNote[] => {
    if ((entry.kind !== "bookmark" && entry.kind !== "note" && entry.kind !== "range") || entry.session !== session) return [];
    if (entry.kind !== "bookmark" && entry.text.trim() === "") return [];
    const { by } = entry;
    if (entry.kind === "range") return [{ row: -1, range: [entry.from_unix_us, entry.to_unix_us], text: entry.text, by }];
    const row = rows.get(entry.id) ?? -1;
    return row < 0 ? [] : [{ row, range: null, text: entry.kind === "note" ? entry.text : "", by }];
  });
}
