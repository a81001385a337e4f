/**
 * What the page may ask of the engine: plain values in, plain values out, so that every call survives the way to the
 * worker and back. Types only; the single engine file the rest of the viewer imports.
 *
 * Failures come back as data (`Result`), never as exceptions: an Error loses its class on the way.
 * Rows: every event of every open file has a `row`, a dense number that is stable while its file stays open. Ids,
 * sessions and content hashes are what links carry; rows never leave the page.
 */
import type { ColumnKey, Envelope } from "../../format/arrow/columns.ts";
import type { KindGroup } from "../../format/kinds.ts";
import type { TraceFailure } from "../../format/errors.ts";
import type { Mapping } from "../../format/importers/generic/mapping.ts";
import type { Analyses, AnalysisId } from "./contracts/analyses.ts";
import type { FileHandle, LiveState } from "./contracts/live.ts";
import type { ExportedPage, ExportedRun, FileReport, GenericReading, MappingView } from "./contracts/intake.ts";
import type { LeftPicture } from "./contracts/pictures.ts";

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: EngineFailure };

/** A failure of a file (see TraceFailure) or of the engine itself. */
export type EngineFailure = TraceFailure & { readonly detail?: string };

/** What the engine needs to start inside a worker without fetching anything. */
export interface EngineAssets {
  /** The compiled database: a WebAssembly.Module, which is only passed on. */
  readonly wasm: object;
  /** Source text of the database's own worker. */
  readonly databaseWorker: string;
}

export interface OpenSource {
  /** Name to show; a path inside a folder or archive keeps its slashes. */
  readonly name: string;
  readonly blob: Blob;
  /** If the file can be looked at again: then it is followed as it grows. */
  readonly handle?: FileHandle;
  /** Read a file of a newer format version as far as it is understood. */
  readonly acceptNewer?: boolean;
  /** Mappings of fields chosen earlier, by shape of the records: used for files of no known format. */
  readonly mappings?: Readonly<Record<string, Mapping>>;
  /** What whoever sent it left out, as a sentence for its report. */
  readonly leftOut?: string;
}

export type FileStatus = "waiting" | "reading" | "ready" | "failed" | "cancelled";

/** One dropped file (or archive member) and how far it is read. */
export interface FileState {
  readonly file: number;
  readonly name: string;
  readonly status: FileStatus;
  /** Title of the format it was recognised as, e.g. "Peaky Peek trace", "OpenAI-style chat". */
  readonly format: string;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly mbPerSecond: number;
  readonly events: number;
  readonly runs: number;
  /** Lines or records that could not be read; see `report`. */
  readonly skipped: number;
  /** Things the reader noticed and mended or derived: torn tail, duplicate ids, missing parents, …; see `report`. */
  readonly notices: number;
  /** SHA-256 (hex) of the bytes as dropped; empty until known. Links carry its first 16 digits. */
  readonly hash: string;
  /** Whether what is appended to it is read; see LIVE_STATES. */
  readonly live: LiveState;
  /** True if something was appended in the last seconds. */
  readonly growing: boolean;
  /** True if the file failed only because it is newer than this viewer: `open` it with `acceptNewer` to read what can be read. */
  readonly canAcceptNewer?: boolean;
  /** Set if the file is of no known format and was read by the meaning of its fields: see `mapping` and `remap`. */
  readonly generic?: GenericReading;
  readonly failure?: EngineFailure;
}

/** A snapshot of everything that is open. `version` rises with every change. */
export interface EngineState {
  readonly version: number;
  readonly files: readonly FileState[];
  readonly events: number;
  readonly runs: number;
}

export type RunOutcome = "passed" | "failed" | "ok" | "error" | "cancelled" | "unfinished";

/** One run (session), summed up. */
export interface RunRow {
  readonly run: number;
  readonly file: number;
  readonly session: string;
  readonly title: string;
  readonly agent: string;
  readonly framework: string;
  readonly model: string;
  readonly task: string;
  readonly attempt: number | null;
  readonly score: number | null;
  /** From the score or the closing event; `error` where only events failed; `unfinished` where no end was recorded. */
  readonly outcome: RunOutcome;
  readonly startUnixUs: number;
  readonly durationMs: number;
  readonly events: number;
  readonly errors: number;
  /** Events a guard, a person or the model stopped. */
  readonly stopped: number;
  readonly toolCalls: number;
  readonly llmCalls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number;
  /** True if no event of the run had a time of its own. */
  readonly timesDerived: boolean;
  /** Row of the first failing event, else of the most suspect one, else of the first event. */
  readonly focusRow: number;
}

/** Which events a view holds. Absent members do not filter. */
export interface ViewSpec {
  readonly run: number | null;
  /** Kinds not to show. */
  readonly hiddenKinds?: readonly string[];
  /** Only events that touch this range of wall time. */
  readonly timeRange?: readonly [fromUnixUs: number, toUnixUs: number];
  readonly agents?: readonly string[];
  readonly tools?: readonly string[];
  readonly models?: readonly string[];
  readonly outcomes?: readonly string[];
  /** Only hits of this search (see `search`), plus `context` events around each. */
  readonly search?: SearchSpec;
  readonly context?: number;
  /** Events whose descendants are folded away. */
  readonly collapsed?: readonly number[];
  /** Fold everything except ancestors of `expanded`. */
  readonly collapseAll?: boolean;
  readonly expanded?: readonly number[];
}

export interface ViewInfo {
  readonly view: number;
  /** Rows in the view. */
  readonly rows: number;
  /** Events of the run (or of all) that a filter hides. Folded ones are not counted. */
  readonly hidden: number;
  readonly folded: number;
  /** Events of each kind in the run under every filter but `hiddenKinds`, in kind order. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  /** The run's extent in wall time, unfiltered. */
  readonly timeRange: readonly [number, number];
}

/** One row of the event table. */
export interface EventRow {
  readonly row: number;
  readonly run: number;
  readonly depth: number;
  readonly children: number;
  readonly collapsed: boolean;
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly agent: string;
  readonly timeUnixUs: number;
  /** Milliseconds since the run's first event. */
  readonly offsetMs: number;
  readonly durationMs: number | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly costUsd: number | null;
  readonly outcome: string;
  readonly model: string;
  readonly tool: string;
  readonly confidence: number | null;
  readonly to: string;
  /** Grounds a decision names: ids in the envelope plus items in its payload; null for other kinds. */
  readonly evidence: number | null;
  /** At most 200 characters that say what the event holds, made from the payload. Text, never markup. */
  readonly preview: string;
}

/** How one event points at another. */
export type LinkType = "parent" | "child" | "upstream" | "downstream" | "evidence" | "evidence_of" | "reply_to" | "reply" | "related" | "related_by";

export interface EventLink {
  readonly type: LinkType;
  /** -1 if the id does not exist in the file. */
  readonly row: number;
  readonly id: string;
  readonly kind: string;
  readonly preview: string;
}

/** Everything about one event. */
export interface EventDetail {
  readonly row: number;
  readonly run: number;
  readonly file: number;
  readonly index: number;
  readonly offsetMs: number;
  readonly group: KindGroup;
  readonly envelope: Envelope;
  /** Members of the line that are neither envelope nor payload, as JSON text; empty if none. */
  readonly otherMembers: string;
  /** JSON text of the payload, cut at `payloadLimit`; empty if there is none. */
  readonly payload: string;
  readonly payloadBytes: number;
  readonly payloadCut: boolean;
  /** Values of the payload that are kept beside the trace and are not open; those that are open stand in it. */
  readonly blobsMissing: number;
  /** Pictures in `payload` whose base64 was left in the file, because it would not have fitted; marks stand in their place. */
  readonly left: readonly LeftPicture[];
  /** Links, at most 200; `linksTotal` counts all. */
  readonly links: readonly EventLink[];
  readonly linksTotal: number;
  /** Where the line stands in the file as read (after import and decompression). */
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** Ids of ancestors, root first. */
  readonly ancestors: readonly number[];
}

/** One lane of the timeline: the events of one agent (or one kind group) of a run. */
export interface TimelineLane {
  readonly label: string;
  /** Pixel-independent marks: for each, start and end in ms since the run's first event, kind-group code and row. */
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** Index into `TimelineData.groups`. */
  readonly group: Uint8Array;
  /** 1 failing, 2 stopped, 0 neither. */
  readonly flag: Uint8Array;
  /** First row the mark stands for; when `density` > 1 it stands for several. */
  readonly row: Int32Array;
  readonly density: Uint32Array;
}

export interface TimelineData {
  readonly startUnixUs: number;
  readonly durationMs: number;
  readonly groups: readonly KindGroup[];
  readonly lanes: readonly TimelineLane[];
  /** Lanes beyond the bound, folded into the last one. */
  readonly lanesFolded: number;
}

/** What to look for: the text as it stands, anywhere in an event (names, values and payload keys). Case is folded unless `caseSensitive`. */
export interface SearchSpec {
  readonly text: string;
  readonly run: number | null;
  readonly kinds?: readonly string[];
  readonly caseSensitive?: boolean;
}

export interface SearchHits {
  /** Rows with at least one hit, in the order of the table (all runs, folded rows included). */
  readonly rows: Int32Array;
  /** Occurrences in all. */
  readonly occurrences: number;
  /** True if the bound on hits was reached; the counts are then lower bounds. */
  readonly cut: boolean;
  readonly elapsedMs: number;
}

/** The engine as the page sees it. */
export interface EngineApi {
  /** Starts the database. Resolves when queries can run; fails with `engine_failed` after a bounded time. */
  start(assets: EngineAssets): Promise<Result<{ readonly engine: string }>>;
  /** Compiles what reading a file runs, while nothing is open; a file that comes meanwhile ends it. */
  warmUp(): Promise<void>;
  /** Takes files in; returns at once with their numbers, -1 for blobs, which are no files of their own: they are shown in the events that name them. Archives and folders are taken apart, formats recognised. */
  open(sources: readonly OpenSource[]): Promise<Result<readonly number[]>>;
  /** Resolves with the state as soon as its version is above `since` (at most ~10 times a second). */
  state(since: number): Promise<EngineState>;
  cancel(file: number): Promise<void>;
  close(file: number): Promise<void>;
  /** Pauses following a file, or goes on with it. */
  follow(file: number, isOn: boolean): Promise<void>;

  runs(): Promise<Result<readonly RunRow[]>>;
  view(spec: ViewSpec): Promise<Result<ViewInfo>>;
  /** Rows [start, start+count) of a view; fewer at its end. `stale` if the view is gone: ask for a new one. */
  window(view: number, start: number, count: number): Promise<Result<readonly EventRow[]>>;
  /** Where a row stands in a view; -1 if a filter hides it; then `folded` names the collapsed ancestor, if that is why. */
  locate(view: number, row: number): Promise<Result<{ readonly index: number; readonly folded: number }>>;
  /**
   * What stands where in a view, for the ruler beside its scrollbar: for each of `slices` equal parts of its rows, the
   * sum of 1 (a failing event), 2 (a stopped one) and 4 (a hit of `search`). Fewer slices if the view has fewer rows.
   */
  overview(view: number, slices: number, search: SearchSpec | null): Promise<Result<Uint8Array>>;
  /** The nearest row after (direction 1) or before (-1) `row` that failed or was stopped; -1 if none. In `run`, or everywhere. */
  nextFailure(run: number | null, row: number, direction: 1 | -1): Promise<Result<number>>;
  event(row: number, payloadLimit: number): Promise<Result<EventDetail>>;
  /** A picture that was left in the file, by its place there (see LeftPicture). */
  picture(row: number, start: number, length: number): Promise<Result<Blob>>;
  /** Row of an event named by a link; -1 if it is not open. */
  find(session: string, id: string): Promise<Result<number>>;
  timeline(run: number | null, maxMarks: number): Promise<Result<TimelineData>>;
  search(spec: SearchSpec): Promise<Result<SearchHits>>;
  /** Distinct values of a column with counts, most frequent first, at most `limit`. */
  facet(run: number | null, column: ColumnKey, limit: number): Promise<Result<readonly { readonly value: string; readonly count: number }[]>>;
  report(file: number): Promise<Result<FileReport>>;
  /** Answers an analysis; see `Analyses`. A failing one is a failure of its own and stops nothing else. A `ticket`, any number above 0 not in use, is what it can be left by. */
  analyse<K extends AnalysisId>(id: K, params: Analyses[K]["params"], ticket?: number): Promise<Result<Analyses[K]["result"]>>;
  /** Nobody waits for the answer of a ticket any more: it ends as cancelled as soon as it can. */
  leave(ticket: number): Promise<void>;
  /** The record an imported event was made from, as text of the dropped file (at most 1 MiB); empty for our own format. */
  sourceRecord(row: number): Promise<Result<{ readonly place: string; readonly text: string }>>;
  /** The record an entry of a file's report is about, as text (at most 1 MiB); empty if it is about no single record. */
  reportedRecord(file: number, entry: number): Promise<Result<{ readonly place: string; readonly text: string }>>;
  /** The fields of an imported file, and what a mapping makes of its first records; null for the mapping in force. */
  mapping(file: number, mapping: Mapping | null): Promise<Result<MappingView>>;
  /** Reads an imported file again, as records whose fields mean what the mapping says. Closes it and gives the number of the new one. */
  remap(file: number, mapping: Mapping): Promise<Result<number>>;
  /** A run, or everything that is open, in the form of another tool (an id of the table of exporters). With a `redactKey` of at least 16 characters, secrets and personal data are replaced by placeholders made with it. */
  exportRun(run: number | null, form: string, redactKey?: string): Promise<Result<ExportedRun>>;
  /** A run as a trace of its own with the blobs it names, for a page that holds them; redacted like `exportRun`, blobs too. */
  exportPage(run: number, redactKey?: string): Promise<Result<ExportedPage>>;
  /** Bytes of a file as read, for "show raw": at most 1 MiB. */
  raw(file: number, byteOffset: number, byteLength: number): Promise<Result<Uint8Array>>;
}
