import type { EventRecord } from "../event.ts";

/** Where a record stands in the file it came from. Carried by events as member `source`, so the raw record stays one click away. */
export interface SourcePlace {
  /** Name of the file, with its path inside a folder or archive. */
  readonly file: string;
  /** Line, from 1, where the format is one record a line. */
  readonly line?: number;
  /** Byte range of the record in the (decompressed) file, where the format is one record a line. */
  readonly byte_offset?: number;
  readonly byte_length?: number;
  /** JSON Pointer (RFC 6901) of the record inside a JSON document. */
  readonly pointer?: string;
}

/** One line of a text file. `text` is without its line end. */
export interface SourceLine {
  readonly text: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** A file as an importer sees it, whatever it comes from (a drop, a folder, an archive, a disk). Already decompressed. */
export interface ImportFile {
  readonly name: string;
  /** Name of the archive it was in; empty if none. */
  readonly archive: string;
  readonly size: number;
  /** The first 64 KiB, decoded as UTF-8 (UTF-16 and byte order marks handled), possibly cut inside a character. */
  readonly head: string;
  /** True if `head` is the whole file. */
  readonly headIsAll: boolean;
  /** The whole text. Throws TraceError `unreadable` above the engine's string bound (about 500 MB). */
  text(): Promise<string>;
  /** The lines, streamed; a last line without a line end is yielded too. */
  lines(): AsyncIterable<SourceLine>;
}

/** What detection may look at. It must be cheap: no whole-file parse above 64 KiB. */
export interface DetectionInput {
  readonly name: string;
  readonly head: string;
  readonly headIsAll: boolean;
  /** The first lines of `head` that are complete JSON values, parsed; at most 20. */
  readonly jsonLines: readonly unknown[];
  /** `head` parsed as one JSON document, if it is whole and valid; else undefined. */
  readonly document: unknown;
  /** Object keys near the top of `head`, as paths (`trace.id`, `*.role`), also where the document is cut; see `keyPaths`. */
  readonly paths: ReadonlySet<string>;
  /** Names of the columns, if the file is a table (CSV and the like). */
  readonly columns: ReadonlySet<string>;
}

/** Takes what an importer makes. Counts are per source record: every record is accounted for exactly once. */
export interface ImportSink {
  /** Writes an event. Does not count a source record; call `became` once per record for that. */
  emit(event: EventRecord, source?: SourcePlace): void;
  /** The record became one or more events. `called` is what records of its sort are called, in the plural, for the report. */
  became(source: SourcePlace, called?: string): void;
  /** The record was joined into an event made from another record. */
  merged(source: SourcePlace, why: string): void;
  /** The record could not be used, or is deliberately left out; listed with place and reason, its raw text viewable. */
  skipped(source: SourcePlace, code: string, message: string): void;
  /** Something a reader should know that is not about one record (derived times, unknown record type kept as log, …). */
  notice(code: string, message: string, source?: SourcePlace): void;
}

/** One foreign format. */
export interface Importer {
  readonly id: string;
  readonly title: string;
  /** `each`: files are read one by one. `together`: all files of one drop that this importer recognises are handed over in one call. */
  readonly grouping: "each" | "together";
  /** 0 (not mine) to 1 (certain), by content alone, never by file name. */
  detect(input: DetectionInput): number;
  /** For formats that are whole archives: certainty by the entry names. The entries are then handed over together. */
  detectArchive?(entryNames: readonly string[]): number;
  /** Reads the files into the sink. Throws TraceError only if nothing at all can be read; bad records are `skipped`. */
  read(files: readonly ImportFile[], sink: ImportSink): Promise<void>;
}
