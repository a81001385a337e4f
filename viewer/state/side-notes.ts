import { Signal } from "signal-polyfill";
import { writtenNotes, type WrittenNote } from "../../format/notes/written.ts";
import { placesOf, rowsOf, type NotedFile } from "../../format/notes/places.ts";
import type { EventDetail } from "../engine/api.ts";
import { standingOf } from "../model/event-row.ts";
import { marksOf, notedFailures, noteItems, takenIn, type NotedFailure, type NoteItem, type RowMark } from "../model/notes.ts";
import { bookmarkId, changedAfter, entryOf, mergeSideFiles, MOST_ENTRIES, readSideFile, sideFileOf, type NoteEntry, type RangeEntry, type SideEntry, type SideEvent, type SideFile } from "../../format/notes/side-file.ts";
import { effect, untracked } from "./effect.ts";
import type { EngineClient } from "./engine-client.ts";
import type { PreferenceStore } from "./preferences.ts";
import { randomHex } from "./secret.ts";
import { SideStore } from "./side-store.ts";
import type { Store } from "./store.ts";

/** Pause after the last change before notes are kept, in milliseconds: writing is not kept letter by letter. */
const REST_MS = 400;
/** Deletions that can be taken back. */
const MOST_UNDONE = 50;

/** An entry but for when it was changed, and by whom if that is who looks at the page; `put` adds that. */
type SideDraft = SideEntry extends infer E ? (E extends SideEntry ? Omit<E, "by" | "changed_unix_ms"> & { readonly by?: string } : never) : never;

/** Something a person should read about their notes. */
interface NotesNews {
  readonly isTrouble: boolean;
  readonly title: string;
  /** Read when it is shown: what is open may have changed since. */
  readonly text: () => string;
}

/** Bookmarks, notes and hand edits of groups: what there is, where it stands, and how it is changed. Kept in this browser; exported as a file. */
export class SideNotes {
  readonly file: Signal.State<SideFile>;
  /** Why notes are not kept; empty if they are. */
  readonly trouble = new Signal.State("");
  /** Rows of the events that entries name, of open files; see `placesOf` for the keys. */
  readonly rows = new Signal.State<ReadonlyMap<string, number>>(new Map());
  /** What a person should read about their notes; null once they have. */
  readonly told = new Signal.State<NotesNews | null>(null);
  /** Deleted entries that can be brought back, newest last. */
  readonly deleted = new Signal.State<readonly SideEntry[]>([]);
  readonly #store: Store;
  readonly #client: EngineClient;
  readonly #kept: SideStore;
  /** Changes when entries come or go: then rows are looked for. */
  readonly #places = new Signal.State(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  /** Side files inside archives that were taken in. */
  #inner = 0;

  constructor(store: Store, client: EngineClient, preferences: () => PreferenceStore) {
    this.#store = store;
    this.#client = client;
    this.#kept = new SideStore(preferences);
    this.file = new Signal.State(this.#kept.read());
    effect(() => {
      const { version } = store.open.get();
      if (version > 0 && !store.reading.get() && !store.growing.get()) void this.#takeInner();
    });
    effect(() => {
      this.#growth.get();
      this.#places.get();
      void this.#find(this.openFiles.get());
    });
  }

  /** Open files whose content hash is known. */
  readonly openFiles = new Signal.Computed<readonly NotedFile[]>(() => this.#store.open.get().files.filter(({ hash }) => hash !== "").map(({ file, name, hash }) => ({ file, name, hash })), { equals: areSame });

  /** Changes with every few thousand events while a file grows: one that was not there yet may be now. */
  readonly #growth = new Signal.Computed<number>(() => (this.#store.growing.get() ? this.#store.open.get().events >> 12 : -1));

  /** What stands on which row. */
  readonly marks = new Signal.Computed<ReadonlyMap<number, RowMark>>(() => marksOf(this.file.get(), this.rows.get()));

  /** Entries that are not deleted. */
  readonly entries = new Signal.Computed<readonly SideEntry[]>(() => [...this.file.get().entries.values()].filter(({ kind }) => kind !== "deleted"));

  /** All of them as they are listed. */
  readonly items = new Signal.Computed<readonly NoteItem[]>(() => noteItems(this.file.get(), { files: this.openFiles.get(), runs: this.#store.runs.get(), rows: this.rows.get() }));

  /** What people left in the run looked at. */
  readonly written = new Signal.Computed<readonly WrittenNote[]>(() => writtenNotes(this.file.get(), this.#store.runRow.get()?.session ?? "", this.rows.get()));

  /** Notes on the event of a row, oldest first. */
  notesOf(row: number): readonly NoteEntry[] {
    const rows = this.rows.get();
    return this.entries.get().filter((entry): entry is NoteEntry => entry.kind === "note" && rows.get(entry.id) === row);
  }

  /** True if any note is about a failure. */
  readonly hasFailureNotes = new Signal.Computed<boolean>(() => this.entries.get().some((entry) => entry.kind === "note" && entry.failure !== ""));

  /** Notes on failures of a fingerprint, wherever they were written; those that are open first. */
  notesOnFailure(failure: string): readonly NotedFailure[] {
    return notedFailures(this.file.get(), failure, this.openFiles.get(), this.rows.get());
  }

  /** Notes on a time range of the run looked at. */
  readonly rangeNotes = new Signal.Computed<readonly RangeEntry[]>(() => {
    const [range, run] = [this.#store.filters.get().range, this.#store.runRow.get()];
    if (range === null || run === null) return [];
    return this.entries.get().filter((entry): entry is RangeEntry => entry.kind === "range" && entry.session === run.session && entry.from_unix_us === range[0] && entry.to_unix_us === range[1]);
  });

  /** Content hash of the trace looked at; empty while it is not known. */
  readonly trace = new Signal.Computed<string>(() => this.openFiles.get().find(({ file }) => file === this.#store.runRow.get()?.file)?.hash ?? "");

  /** Sets a bookmark on the event looked at, or takes it away. */
  async toggleBookmark(): Promise<void> {
    const subject = await this.#subject(this.#store.row.get());
    if (subject === null) return;
    const { trace, event, row } = subject;
    const rows = this.rows.get();
    const known = this.entries.get().find(({ id, kind }) => kind === "bookmark" && rows.get(id) === row);
    if (known !== undefined) return this.remove(known.id);
    const id = bookmarkId(trace, event);
    this.rows.set(new Map(rows).set(id, row));
    this.put({ kind: "bookmark", id, trace, ...event });
    this.#say("Bookmarked");
  }

  /** An id for a note: 64 random bits, so that no two people's notes have the same. */
  newId(): string {
    return randomHex(8);
  }

  /** Writes a note on the event of a row. False, and said why, if it cannot be written. */
  async addNote(id: string, row: number, text: string): Promise<boolean> {
    const subject = await this.#subject(row);
    if (subject === null) return false;
    this.rows.set(new Map(this.rows.get()).set(id, subject.row));
    this.put({ kind: "note", id, trace: subject.trace, ...subject.event, text, failure: "" });
    if (subject.failed) void this.#nameFailure(id, subject.row);
    return true;
  }

  /** Writes a note on the time range that is chosen. False, and said why, if it cannot be written. */
  addRangeNote(id: string, text: string): boolean {
    const [range, run, trace] = [this.#store.filters.get().range, this.#store.runRow.get(), this.trace.get()];
    if (range === null || run === null || trace === "") {
      this.#say("Choose a time range on the timeline first");
      return false;
    }
    this.put({ kind: "range", id, trace, session: run.session, from_unix_us: range[0], to_unix_us: range[1], text });
    return true;
  }

  /** Says something else in a note. */
  rewrite(id: string, text: string): void {
    const entry = this.file.get().entries.get(id);
    if (entry !== undefined && "text" in entry && entry.text !== text) this.put({ ...entry, text, by: this.#author || entry.by });
  }

  /** Deletes an entry; `undo` brings it back. What says nothing goes without a word. */
  remove(id: string): void {
    const entry = this.file.get().entries.get(id);
    if (entry === undefined || entry.kind === "deleted") return;
    this.put({ kind: "deleted", id, trace: entry.trace });
    if ("text" in entry && entry.text.trim() === "") return;
    this.deleted.set([...this.deleted.get(), entry].slice(-MOST_UNDONE));
    this.#say(entry.kind === "bookmark" ? "Bookmark taken away" : "Deleted; it can be brought back");
  }

  /** Brings back what was deleted last. */
  undo(): void {
    const last = this.deleted.get().at(-1);
    if (last === undefined) return;
    this.deleted.set(this.deleted.get().slice(0, -1));
    this.put(last);
    this.#say("Brought back");
  }

  /** Adds or changes an entry. What makes no sense, or is one too many, is left out. */
  put(given: SideDraft): void {
    const { traces, entries } = this.file.get();
    const before = entries.get(given.id);
    const entry = entryOf({ by: this.#author, ...given, changed_unix_ms: changedAfter(before, Date.now()) });
    if (entry === undefined) return this.#say("This cannot be noted: its ids are too long");
    if (before === undefined && entries.size >= MOST_ENTRIES) return this.#say("There are too many notes; export some and delete them");
    const name = this.openFiles.get().find(({ hash }) => hash === entry.trace)?.name;
    this.file.set({ traces: name === undefined || traces.has(entry.trace) ? traces : new Map(traces).set(entry.trace, name), entries: new Map(entries).set(entry.id, entry) });
    if (before?.kind !== entry.kind || entry.kind === "split") this.#places.set(this.#places.get() + 1);
    this.#keepSoon();
  }

  /** Takes in the text of a side file of so many bytes, and says what became of it or why it could not be read. */
  takeIn(name: string, text: string, bytes: number): void {
    const read = readSideFile(text, bytes);
    if (read.ok) this.adopt(read.file, name, read.leftOut);
    else this.tell({ isTrouble: true, title: `The notes in ${name} could not be read`, text: () => `Cause: ${read.cause}. ${read.next}` });
  }

  /** Takes in side files that came inside archives. */
  async #takeInner(): Promise<void> {
    const answer = await this.#client.analyse("side-files", { after: this.#inner });
    if (!answer.ok || answer.value.total <= this.#inner) return;
    this.#inner = answer.value.total;
    for (const { name, text, bytes } of answer.value.files) this.takeIn(name, text, bytes);
  }

  /** Takes in what a side file holds, and says what became of it. */
  adopt(file: SideFile, name: string, leftOut: number): void {
    this.file.set(mergeSideFiles(this.file.get(), file));
    this.#places.set(this.#places.get() + 1);
    this.#keepSoon();
    this.tell({ isTrouble: false, title: "Notes taken in", text: () => takenIn(name, file, leftOut, this.openFiles.get()) });
  }

  /** Shows something about notes, and reads it out. */
  tell(news: NotesNews): void {
    this.told.set(news);
    this.#say(`${news.title}. ${news.text()}`);
  }

  /** What belongs to the open traces, as a file. */
  forOpenTraces(): SideFile {
    return sideFileOf(this.file.get(), new Set(this.openFiles.get().map(({ hash }) => hash)));
  }

  /** Keeps what is not kept yet; to be called before the page goes. */
  keep(): void {
    clearTimeout(this.#timer);
    if (this.#timer === undefined) return;
    this.#timer = undefined;
    const { file, trouble } = this.#kept.write(this.file.get());
    if (file.entries.size !== this.file.get().entries.size) this.#places.set(this.#places.get() + 1);
    this.file.set(file);
    if (trouble !== "" && trouble !== this.trouble.get()) this.tell({ isTrouble: true, title: "Your notes are not kept", text: () => trouble });
    this.trouble.set(trouble);
  }

  get #author(): string {
    return this.#store.preferences.get().author;
  }

  #keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), REST_MS);
  }

  /** An event by the names notes know it by; null, and said why, if it has none. Its details may not have come yet: keys are quick. */
  async #subject(row: number): Promise<{ readonly row: number; readonly trace: string; readonly event: SideEvent; readonly failed: boolean } | null> {
    const here = this.#store.detail.get();
    const detail = row < 0 || here?.row === row ? here : await this.#client.ask("event", row, 0);
    const trace = this.openFiles.get().find(({ file }) => file === detail?.file)?.hash ?? "";
    if (detail !== null && trace !== "") return { row, trace, event: sideEventOf(detail), failed: hasFailed(detail) };
    this.#say(detail === null ? "Choose an event first" : "The file is still being read; notes can be written when that is done");
    return null;
  }

  /** Finds the rows of what entries name. Only the newest question is answered. */
  async #find(files: readonly NotedFile[]): Promise<void> {
    const mine = ++this.#asked;
    const named = placesOf(untracked(() => this.file.get()), files);
    if (files.length === 0 || named.length === 0) return this.rows.set(new Map());
    const answer = await this.#client.analyse("event-places", { places: named.map(([, place]) => place) });
    if (mine !== this.#asked || !answer.ok) return;
    this.rows.set(rowsOf(named, answer.value));
  }

  /** Notes in a note which failure it is about, so that it is found again at the same failure elsewhere. */
  async #nameFailure(id: string, row: number): Promise<void> {
    const answer = await this.#client.analyse("clusters", { run: null });
    const failure = answer.ok ? answer.value.clusters.find(({ rows }) => rows.includes(row))?.id : undefined;
    const entry = this.file.get().entries.get(id);
    if (failure !== undefined && entry?.kind === "note") this.put({ ...entry, failure });
  }

  #say(what: string): void {
    this.#store.announcement.set(what);
  }
}

function sideEventOf({ envelope }: EventDetail): SideEvent {
  return { session: envelope.session ?? "", event: envelope.id ?? "", time_unix_us: Math.floor(envelope.time_unix_us ?? 0) };
}

function hasFailed({ envelope }: EventDetail): boolean {
  return standingOf(envelope.kind ?? "", envelope.outcome ?? "") !== "quiet";
}

function areSame(one: readonly NotedFile[], other: readonly NotedFile[]): boolean {
  return one.length === other.length && one.every(({ file, hash }, at) => file === other[at]?.file && hash === other[at].hash);
}
