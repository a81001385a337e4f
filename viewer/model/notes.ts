import { groupOf } from "../../format/notes/group-edits.ts";
import { isTraceOpen, type NotedFile } from "../../format/notes/places.ts";
import type { NoteEntry, SideEntry, SideFile, SideKind } from "../../format/notes/side-file.ts";
import type { RunRow } from "../engine/api.ts";
import type { Pins } from "./timeline.ts";

/** What stands on an event: a bookmark, notes, or both. */
export interface RowMark {
  readonly bookmarked: boolean;
  readonly notes: number;
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
export function takenIn(name: string, file: SideFile, leftOut: number, files: readonly NotedFile[]): string {
  const taken = [...file.entries.values()].filter(({ kind }) => kind !== "deleted");
  const waiting = [...new Set(taken.map(({ trace }) => trace).filter((trace) => !isTraceOpen(trace, file.traces, files)))];
  const names = waiting.slice(0, 3).map((hash) => file.traces.get(hash) ?? `trace ${hash.slice(0, 8)}`);
  const kept = waiting.length === 0 ? "" : ` Kept until ${waiting.length === 1 ? "its trace is" : "their traces are"} opened: ${names.join(", ")}${waiting.length > names.length ? ` and ${waiting.length - names.length} more` : ""}.`;
  const lost = leftOut === 0 ? "" : ` ${leftOut} that made no sense ${leftOut === 1 ? "was" : "were"} left out.`;
  return `${taken.length} ${taken.length === 1 ? "note" : "notes"} from ${name}.${kept}${lost}`;
}

/** A bookmark, note or hand edit as it is listed. */
export interface NoteItem {
  readonly id: string;
  readonly kind: NoteKind;
  /** Row of its event; -1 if it is not open, or it has none. */
  readonly row: number;
  /** The run its time range lies in. */
  readonly run: RunRow | undefined;
  readonly range: readonly [number, number] | null;
  readonly session: string;
  /** Time of its event; 0 for none. */
  readonly timeUnixUs: number;
  /** The failure group it is about; empty for none. */
  readonly group: string;
  readonly text: string;
  readonly by: string;
  readonly changedUnixMs: number;
  readonly trace: string;
  readonly traceName: string;
  /** Its trace is open, under this hash or another. */
  readonly isOpen: boolean;
}

export type NoteKind = Exclude<SideKind, "deleted">;

/** What is open, as far as notes go. */
export interface NoteScene {
  readonly files: readonly NotedFile[];
  readonly runs: readonly RunRow[];
  readonly rows: ReadonlyMap<string, number>;
}

/** Everything in a side file: that of open traces first, in the order of their events. */
export function noteItems({ traces, entries }: SideFile, scene: NoteScene): readonly NoteItem[] {
  const order = new Map(scene.files.map(({ hash }, at) => [hash, at]));
  const items: { readonly item: NoteItem; readonly at: number }[] = [];
  for (const entry of entries.values()) {
    if (entry.kind === "deleted") continue;
    const item = itemOf(entry, traces, scene);
    items.push({ item, at: order.get(entry.trace) ?? (item.isOpen ? order.size : order.size + 1) });
  }
  items.sort((a, b) => a.at - b.at || (a.item.trace < b.item.trace ? -1 : a.item.trace > b.item.trace ? 1 : 0) || timeOf(a.item) - timeOf(b.item) || a.item.row - b.item.row || (a.item.id < b.item.id ? -1 : 1));
  return items.map(({ item }) => item);
}

/** Hand edits of groups have no time and come last. */
function timeOf({ range, group, timeUnixUs }: NoteItem): number {
  return group === "" ? (range?.[0] ?? timeUnixUs) : Number.MAX_SAFE_INTEGER;
}

function itemOf(entry: Exclude<SideEntry, { readonly kind: "deleted" }>, traces: ReadonlyMap<string, string>, { files, runs, rows }: NoteScene): NoteItem {
  const { id, kind, by, trace, changed_unix_ms: changedUnixMs } = entry;
  const row = rows.get(id) ?? -1;
  const run = kind === "range" ? runOfRange(entry, runs, files) : undefined;
  const traceName = nameOf(trace, traces, files);
  const isOpen = row >= 0 || run !== undefined || isTraceOpen(trace, traces, files);
  const range = kind === "range" ? ([entry.from_unix_us, entry.to_unix_us] as const) : null;
  return { id, kind, row, run, range, ...eventOf(entry), group: groupOf(entry), text: textOf(entry), by, changedUnixMs, trace, traceName, isOpen };
}

function eventOf(entry: SideEntry): Pick<NoteItem, "session" | "timeUnixUs"> {
  if (entry.kind === "bookmark" || entry.kind === "note") return { session: entry.session, timeUnixUs: entry.time_unix_us };
  return { session: entry.kind === "range" ? entry.session : "", timeUnixUs: 0 };
}

/** Parts of a timeline, in each of which at most one time is drawn: more could not be told apart. */
const SLOTS = 1000;
const MOST_RANGES = 1000;

/** Times and ranges that are noted in the run of a timeline. */
export function pinsOf(items: readonly NoteItem[], trace: string, { startUnixUs, durationMs, session }: { readonly startUnixUs: number; readonly durationMs: number; readonly session: string }): Pins {
  const msOf = (unixUs: number): number => (unixUs - startUnixUs) / 1000;
  const own = items.filter((item) => item.session === session && (item.trace === trace || item.row >= 0 || item.run !== undefined));
  const times = own.filter(({ row, range }) => row >= 0 && range === null).map(({ timeUnixUs }) => msOf(timeUnixUs)).filter((ms) => ms >= 0 && ms <= durationMs);
  const bySlot = new Map(times.map((ms) => [Math.floor((ms * SLOTS) / Math.max(durationMs, 1)), ms]));
  const ranges = own.flatMap(({ range }) => (range === null ? [] : [[msOf(range[0]), msOf(range[1])] as const]));
  return { timesMs: [...bySlot.values()], ranges: ranges.slice(0, MOST_RANGES) };
}

function textOf(entry: SideEntry): string {
  if (entry.kind === "merge") return `${entry.groups.length} failure groups made one`;
  if (entry.kind === "split") return `${entry.events.length === 1 ? "1 failure" : `${entry.events.length} failures`} made a group`;
  return "text" in entry ? entry.text : "";
}

/** A note on a failure, with where that is. */
export interface NotedFailure {
  readonly note: NoteEntry;
  /** -1 if it is not open. */
  readonly row: number;
  readonly trace: string;
}

/** Notes on failures of a fingerprint; those that are open first, then the newest. */
export function notedFailures({ traces, entries }: SideFile, failure: string, files: readonly NotedFile[], rows: ReadonlyMap<string, number>): readonly NotedFailure[] {
  const found = [...entries.values()].filter((entry): entry is NoteEntry => entry.kind === "note" && entry.failure === failure && failure !== "");
  const noted = found.map((note) => ({ note, row: rows.get(note.id) ?? -1, trace: nameOf(note.trace, traces, files) }));
  return noted.toSorted((a, b) => Number(a.row < 0) - Number(b.row < 0) || b.note.changed_unix_ms - a.note.changed_unix_ms || (a.note.id < b.note.id ? -1 : 1));
}

function nameOf(trace: string, traces: ReadonlyMap<string, string>, files: readonly NotedFile[]): string {
  return files.find(({ hash }) => hash === trace)?.name ?? traces.get(trace) ?? `trace ${trace.slice(0, 8)}`;
}

/** Items that hold all words of a text and are of a kind; null for every kind. */
export function filterNotes(items: readonly NoteItem[], filter: { readonly text: string; readonly kind: NoteKind | "group" | null }): readonly NoteItem[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => (filter.kind === null || item.kind === filter.kind || (filter.kind === "group" && item.group !== "")) && words.every((word) => `${item.text} ${item.by} ${item.traceName}`.toLowerCase().includes(word)));
}

/** The run a range lies in: of its trace, or one of the same session whose times it touches. */
function runOfRange(range: { readonly trace: string; readonly session: string; readonly from_unix_us: number; readonly to_unix_us: number }, runs: readonly RunRow[], files: readonly NotedFile[]): RunRow | undefined {
  const own = new Set(files.filter(({ hash }) => hash === range.trace).map(({ file }) => file));
  const named = runs.filter(({ session }) => session === range.session);
  const touches = ({ startUnixUs, durationMs, timesDerived }: RunRow): boolean => !timesDerived && range.from_unix_us <= startUnixUs + durationMs * 1000 && range.to_unix_us >= startUnixUs;
  return named.find(({ file }) => own.has(file)) ?? named.find(touches);
}
