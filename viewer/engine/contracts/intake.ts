import type { Mapping } from "../../../format/importers/generic/mapping.ts";

/** How a file of no known format is read: by the fields its records have, given meaning by a person or a guess. */
export interface GenericReading {
  /** Names what the records look like: a mapping made for one file serves all of its shape. */
  readonly shape: string;
  readonly mapping: Mapping;
  readonly guessed: boolean;
}

/** The fields of a file and what a mapping makes of its first records. */
export interface MappingView {
  readonly shape: string;
  readonly fields: readonly { readonly path: string; readonly example: string }[];
  /** The mapping the rows are made by. */
  readonly mapping: Mapping;
  /** What the page would choose. */
  readonly guess: Mapping;
  readonly rows: readonly MappedRow[];
}

/** A record as the event it would become. */
export interface MappedRow {
  readonly kind: string;
  readonly agent: string;
  readonly run: string;
  /** Unix microseconds; null if the record has no time that can be read. */
  readonly timeUnixUs: number | null;
  readonly preview: string;
}

/** Events in the form of another tool. */
export interface ExportedRun {
  readonly blob: Blob;
  /** File name with its ending. */
  readonly name: string;
  readonly events: number;
  /** Secrets and personal data replaced by placeholders; 0 unless that was asked for. */
  readonly redacted: number;
}

/** A blob as it goes into a page. */
export interface ExportedBlob {
  readonly hash: string;
  readonly blob: Blob;
}

/** A run for a page that holds it. */
export interface ExportedPage extends ExportedRun {
  readonly blobs: readonly ExportedBlob[];
  /** What could not be taken along, as a sentence; empty if nothing. */
  readonly leftOut: string;
}

/** A place the reader could not read, or noticed. */
export interface ReportEntry {
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** Machine word: bad_json, not_an_object, torn_tail, missing_member, duplicate_id, missing_parent, parent_cycle, clock_backwards, seq_gap, derived, unmapped, … */
  readonly code: string;
  readonly message: string;
  /** Where in the dropped file, of an import. */
  readonly place?: string;
}

export interface FileReport {
  readonly file: number;
  readonly skipped: number;
  /** Counts by code, all entries. */
  readonly counts: readonly { readonly code: string; readonly count: number; readonly message: string }[];
  /** The first entries, at most 1,000. */
  readonly entries: readonly ReportEntry[];
  /** What the importer says it did, one sentence each; empty for our own format. */
  readonly summary: readonly string[];
  /** What became of the records of an import; `joined` says into what, with counts. */
  readonly records?: { readonly became: number; readonly merged: number; readonly skipped: number; readonly joined: readonly { readonly count: number; readonly message: string }[] };
}
