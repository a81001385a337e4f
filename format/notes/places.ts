import type { SideEntry, SideEvent, SideFile } from "./side-file.ts";

/** An open file, as far as notes go. */
export interface NotedFile {
  readonly file: number;
  readonly name: string;
  readonly hash: string;
}

/** An event as notes name it, and where it may be. */
export interface EventPlace {
  /** Numbers of the open files that have the content hash of its trace. */
  readonly files: readonly number[];
  readonly session: string;
  readonly event: string;
  /** Its time, if it has one of its own. */
  readonly timeUnixUs: number;
}

/** Something that is looked for, under the key its row is kept by. */
export type NamedPlace = readonly [key: string, place: EventPlace];

/** Where to look for all events a side file names. A bookmark or note is kept by its id, a member of a split by `memberKey`. */
export function placesOf({ entries }: SideFile, files: readonly NotedFile[]): readonly NamedPlace[] {
  return [...entries.values()].flatMap((entry) => eventsOf(entry).map(([key, event]) => [key, placeOf(event, entry.trace, files)] as const));
}

/** The rows that were found for places, by key; below 0 is not found. */
export function rowsOf(places: readonly NamedPlace[], found: ArrayLike<number>): ReadonlyMap<string, number> {
  return new Map(places.map(([key], at) => [key, found[at] ?? -1] as const).filter(([, row]) => row >= 0));
}

/** Key of a member of a split group. */
export function memberKey(id: string, at: number): string {
  return `${at} ${id}`;
}

/** A trace that has grown or was packed has another hash, but the name it had. */
export function isTraceOpen(trace: string, traces: ReadonlyMap<string, string>, files: readonly NotedFile[]): boolean {
  const name = traces.get(trace);
  return files.some((file) => file.hash === trace || (name !== undefined && file.name === name));
}

function eventsOf(entry: SideEntry): readonly (readonly [key: string, event: SideEvent])[] {
  if (entry.kind === "bookmark" || entry.kind === "note") return [[entry.id, entry]];
  if (entry.kind === "split") return entry.events.map((event, at) => [memberKey(entry.id, at), event] as const);
  return [];
}

function placeOf({ session, event, time_unix_us: timeUnixUs }: SideEvent, trace: string, files: readonly NotedFile[]): EventPlace {
  return { files: files.filter(({ hash }) => hash === trace).map(({ file }) => file), session, event, timeUnixUs };
}
