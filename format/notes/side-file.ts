import type { Json } from "../event.ts";
import { headOf } from "../shorten.ts";
import { asList, asObject, type JsonObject } from "../importers/kit/read.ts";

/**
 * The side file: bookmarks, notes and hand edits of failure groups, kept beside traces and never in them. Each entry
 * belongs to a trace by its content hash. Files of several people become one by taking of each entry the newest state,
 * so it does not matter who merges what first; what was deleted stays as a gravestone. See docs/notes.md.
 */
export interface SideFile {
  /** Names of traces, by content hash. */
  readonly traces: ReadonlyMap<string, string>;
  readonly entries: ReadonlyMap<string, SideEntry>;
}

interface EntryBase {
  readonly id: string;
  /** Content hash of the trace it belongs to. */
  readonly trace: string;
  /** When it was last changed, always later than the state before: the newest state wins. */
  readonly changed_unix_ms: number;
  /** Who wrote it; empty if they did not say. */
  readonly by: string;
}

/** An event, by names that hold in any copy of its trace. */
export interface SideEvent {
  readonly session: string;
  readonly event: string;
  readonly time_unix_us: number;
}

interface BookmarkEntry extends EntryBase, SideEvent {
  readonly kind: "bookmark";
}

export interface NoteEntry extends EntryBase, SideEvent {
  readonly kind: "note";
  readonly text: string;
  /** Fingerprint of the failure it is about; empty for events that did not fail. */
  readonly failure: string;
}

export interface RangeEntry extends EntryBase {
  readonly kind: "range";
  readonly session: string;
  readonly from_unix_us: number;
  readonly to_unix_us: number;
  readonly text: string;
}

/** The name a person gave to a group of failures. */
interface NameEntry extends EntryBase {
  readonly kind: "name";
  readonly group: string;
  readonly text: string;
}

/** Groups that are one; the first gives it its fingerprint. */
interface MergeEntry extends EntryBase {
  readonly kind: "merge";
  readonly groups: readonly string[];
}

/** Failures that are a group of their own. */
interface SplitEntry extends EntryBase {
  readonly kind: "split";
  readonly group: string;
  readonly events: readonly SideEvent[];
}

/** What was deleted. */
interface DeletedEntry extends EntryBase {
  readonly kind: "deleted";
}

export type SideEntry = BookmarkEntry | NoteEntry | RangeEntry | NameEntry | MergeEntry | SplitEntry | DeletedEntry;
export type SideKind = SideEntry["kind"];

export const NO_SIDE_FILE: SideFile = { traces: new Map(), entries: new Map() };

/** Ending of the names of side files. */
const ENDING = ".peek-notes.json";
/** Version of the file. */
const VERSION = 1;
/** Bounds of what is read; what is beyond them is left out and counted. */
export const MOST_SIDE_BYTES = 16 * 1024 * 1024;
export const MOST_ENTRIES = 20_000;
export const LONGEST_NOTE = 20_000;
export const MOST_SPLIT = 1000;
const MOST_MERGED = 200;
const LONGEST_ID = 2000;
/** The year 2200: what claims to be changed later could never be changed again. */
const LATEST_MS = 7_258_118_400_000;
const LONGEST_NAME = 300;

/** A file as read, with the number of entries that made no sense; or why it is none. */
export type SideRead = { readonly ok: true; readonly file: SideFile; readonly leftOut: number } | { readonly ok: false; readonly cause: string; readonly next: string };

/** True if a file is meant as a side file: by its first bytes, or by its name. */
export function isSideFile(name: string, head: string): boolean {
  return /^\uFEFF?\s{0,64}\{\s{0,64}"peek_notes"\s{0,64}:/.test(head) || name.toLowerCase().endsWith(ENDING);
}

/** Reads a side file of so many bytes. Whatever the text is, it ends in a result. */
export function readSideFile(text: string, bytes = text.length): SideRead {
  if (bytes > MOST_SIDE_BYTES) return refused("it is larger than 16 MB", "Export fewer traces at once.");
  const root = parsed(text.replace(/^\uFEFF/, ""));
  if (root === undefined || typeof root["peek_notes"] !== "number") return refused("it holds no notes: a notes file is a JSON object with a member peek_notes", "Export the notes again, or drop the trace itself.");
  if (root["peek_notes"] > VERSION) return refused(`it is of version ${root["peek_notes"]}; this viewer reads version ${VERSION}`, "Open it with a newer viewer.");
  const given = asList(root["entries"]);
  const good = given.slice(0, MOST_ENTRIES).map(entryOf).filter((entry) => entry !== undefined);
  return { ok: true, file: { traces: tracesOf(root["traces"]), entries: newest(good) }, leftOut: given.length - good.length };
}

/** The file as text, the same for the same entries. */
export function writeSideFile({ traces, entries }: SideFile): string {
  const names = [...traces].toSorted(([a], [b]) => order(a, b)).map(([hash, name]) => ({ hash, name }));
  const sorted = [...entries.values()].toSorted((a, b) => order(a.id, b.id));
  return `${JSON.stringify({ peek_notes: VERSION, traces: names, entries: sorted }, null, 1)}\n`;
}

/** Both files as one: of each entry its newest state. The order of files and how often they are merged makes no difference. */
export function mergeSideFiles(one: SideFile, other: SideFile): SideFile {
  const traces = new Map(one.traces);
  for (const [hash, name] of other.traces) {
    const known = traces.get(hash);
    if (known === undefined || order(name, known) < 0) traces.set(hash, name);
  }
  return { traces, entries: newest([...one.entries.values(), ...other.entries.values()]) };
}

/** Only what belongs to some traces, gravestones included. */
export function sideFileOf({ traces, entries }: SideFile, hashes: ReadonlySet<string>): SideFile {
  return { traces: new Map([...traces].filter(([hash]) => hashes.has(hash))), entries: new Map([...entries].filter(([, { trace }]) => hashes.has(trace))) };
}

/** Name of the side file of a trace. */
export function sideFileName(trace: string): string {
  return `${baseName(trace) || "notes"}${ENDING}`;
}

/** Name of a trace without folders and endings. */
export function baseName(trace: string): string {
  return (trace.split("/").at(-1) ?? "").replace(/\.(?:gz|zst|zip)$/i, "").replace(/(?:\.peek)?\.[a-z0-9]{1,8}$/i, "");
}

/** Id of the bookmark of an event: the same for everybody, so that two people's bookmarks are one. */
export function bookmarkId(trace: string, { session, event }: Pick<SideEvent, "session" | "event">): string {
  return `bookmark ${JSON.stringify([trace.slice(0, 16), session, event])}`;
}

/** Id of the name of a group beside a trace: the same for everybody. */
export function groupNameId(trace: string, group: string): string {
  return `name ${JSON.stringify([trace.slice(0, 16), group])}`;
}

/** The time of a change made now to what was last changed then. */
export function changedAfter(before: SideEntry | undefined, nowMs: number): number {
  return Math.min(LATEST_MS, Math.max(Math.floor(nowMs), (before?.changed_unix_ms ?? 0) + 1));
}

/** An entry as it may be kept, from whatever was given; undefined if it makes no sense. */
export function entryOf(given: unknown): SideEntry | undefined {
  const from = asObject(given);
  const base = from === undefined ? undefined : baseOf(from);
  const kind = from?.["kind"];
  const isKnown = typeof kind === "string" && Object.hasOwn(READERS, kind);
  return from === undefined || base === undefined || !isKnown ? undefined : READERS[kind as SideKind](base, from);
}

const READERS: { readonly [K in SideKind]: (base: EntryBase, from: JsonObject) => SideEntry | undefined } = {
  bookmark: (base, from) => withEvent(from, (event) => ({ kind: "bookmark", ...base, ...event })),
  note: (base, from) => withEvent(from, (event) => ({ kind: "note", ...base, ...event, text: text(from["text"], LONGEST_NOTE), failure: text(from["failure"], LONGEST_NAME) })),
  range: (base, from) => {
    const [session, first, last] = [id(from["session"]), from["from_unix_us"], from["to_unix_us"]];
    if (session === undefined || !isTime(first) || !isTime(last) || first > last) return undefined;
    return { kind: "range", ...base, session, from_unix_us: first, to_unix_us: last, text: text(from["text"], LONGEST_NOTE) };
  },
  name: (base, from) => withGroup(from, (group) => ({ kind: "name", ...base, group, text: text(from["text"], LONGEST_NAME) })),
  merge: (base, from) => {
    const groups = list(from["groups"], MOST_MERGED).map(id).filter((group) => group !== undefined);
    return new Set(groups).size < 2 ? undefined : { kind: "merge", ...base, groups: [...new Set(groups)] };
  },
  split: (base, from) =>
    withGroup(from, (group) => {
      const events = list(from["events"], MOST_SPLIT).map(eventOf).filter((event) => event !== undefined);
      return events.length === 0 ? undefined : { kind: "split", ...base, group, events };
    }),
  deleted: (base) => ({ kind: "deleted", ...base }),
};

function baseOf(from: JsonObject): EntryBase | undefined {
  const [own, trace, changed] = [id(from["id"]), from["trace"], from["changed_unix_ms"]];
  if (own === undefined || typeof trace !== "string" || !/^[0-9a-f]{64}$/.test(trace)) return undefined;
  if (typeof changed !== "number" || !Number.isSafeInteger(changed) || changed < 0 || changed > LATEST_MS) return undefined;
  return { id: own, trace, changed_unix_ms: changed, by: text(from["by"], LONGEST_NAME) };
}

function parsed(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function withEvent(from: JsonObject, make: (event: SideEvent) => SideEntry): SideEntry | undefined {
  const event = eventOf(from);
  return event === undefined ? undefined : make(event);
}

function withGroup(from: JsonObject, make: (group: string) => SideEntry | undefined): SideEntry | undefined {
  const group = id(from["group"]);
  return group === undefined ? undefined : make(group);
}

function eventOf(given: unknown): SideEvent | undefined {
  const from = asObject(given);
  const [session, event, time] = [from?.["session"], id(from?.["event"]), from?.["time_unix_us"]];
  if (typeof session !== "string" || session.length > LONGEST_ID || event === undefined) return undefined;
  return { session, event, time_unix_us: isTime(time) ? time : 0 };
}

function tracesOf(given: Json | undefined): ReadonlyMap<string, string> {
  const traces = new Map<string, string>();
  for (const item of list(given, MOST_ENTRIES).map(asObject)) {
    const hash = item?.["hash"];
    if (typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash)) traces.set(hash, text(item?.["name"], LONGEST_NAME));
  }
  return traces;
}

/** Of each entry the newest state; of two of the same time the one whose text comes first, so that it is the same one everywhere. */
function newest(entries: readonly SideEntry[]): ReadonlyMap<string, SideEntry> {
  const kept = new Map<string, SideEntry>();
  for (const entry of entries) {
    const known = kept.get(entry.id);
    if (known === undefined || isNewer(entry, known)) kept.set(entry.id, entry);
  }
  return kept;
}

function isNewer(entry: SideEntry, than: SideEntry): boolean {
  if (entry.changed_unix_ms !== than.changed_unix_ms) return entry.changed_unix_ms > than.changed_unix_ms;
  return order(canonical(entry), canonical(than)) < 0;
}

function canonical(entry: SideEntry): string {
  return JSON.stringify(Object.entries(entry).toSorted(([a], [b]) => order(a, b)));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function refused(cause: string, next: string): SideRead {
  return { ok: false, cause, next };
}

function list(given: Json | undefined, most: number): readonly Json[] {
  return asList(given).slice(0, most);
}

function id(given: unknown): string | undefined {
  return typeof given === "string" && given !== "" && given.length <= LONGEST_ID ? given : undefined;
}

function text(given: unknown, longest: number): string {
  return typeof given === "string" ? headOf(given, longest) : "";
}

function isTime(given: unknown): given is number {
  return typeof given === "number" && Number.isSafeInteger(given);
}
