import { expand, type ExpandedFile } from "../../format/containers/expand.ts";
import { rangeSource, type ByteSource } from "../../format/containers/source.ts";
import { TraceError } from "../../format/errors.ts";
import { detectionInput, ownForm } from "../../format/importers/detect.ts";
import { generic, genericImporter } from "../../format/importers/generic/index.ts";
import type { Mapping } from "../../format/importers/generic/mapping.ts";
import { importFile } from "../../format/importers/file.ts";
import { planImports, type ImportPlan } from "../../format/importers/plan.ts";
import { runImport, type ImportReport } from "../../format/importers/run.ts";
import { blobHash } from "../../format/blobs.ts";
import { isSideFile } from "../../format/notes/side-file.ts";
import { upgradeLines } from "../../format/upgrade/index.ts";
import { FORMAT_VERSION } from "../../format/version.ts";
import type { Importer, ImportFile } from "../../format/importers/types.ts";
import type { EngineFailure } from "./api.ts";
import { arrowToLines } from "./arrow-source.ts";
import { contentHash } from "./content-hash.ts";
import type { FileHandle } from "./contracts/live.ts";
import type { EventsTable } from "./events-table.ts";
import { ingest, type IngestEnd } from "./ingest.ts";
import { LineStore } from "./line-store.ts";
import { HandleSource } from "./live/handle-source.ts";
import type { Live } from "./live/live.ts";
import { putAside } from "./side-files.ts";
import { noteOddities } from "./oddities.ts";
import type { Database } from "./database.ts";
import { createKernel } from "./scan/kernel.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

/** A dropped file and the open file that stands for it until it is known what is in it. */
export interface Dropped {
  readonly file: TraceFile;
  readonly source: ByteSource;
  /** If it can be looked at again. */
  readonly handle?: FileHandle;
}

/** What opening files needs of the engine. */
interface OpenerParts {
  readonly workspace: Workspace;
  readonly database: Database;
  readonly table: EventsTable;
  readonly live: Live;
  /** Adds a further file of an archive. */
  readonly create: (name: string, bytes: number) => TraceFile;
}

/** A file taken out of a drop, ready to be recognised. */
interface Piece {
  readonly from: Dropped;
  readonly expanded: ExpandedFile;
  readonly file: ImportFile;
}

const OWN_TITLE = "Peaky Peek trace";

/** Takes drops in, one after another: unpacks, recognises, imports, reads. Problems end as failures of files, never as exceptions. */
export class Opener {
  /** Scans lines; shared by all files, one piece at a time. */
  readonly kernel = createKernel();
  readonly #workspace: Workspace;
  readonly #database: Database;
  readonly #table: EventsTable;
  readonly #live: Live;
  readonly #create: (name: string, bytes: number) => TraceFile;

  constructor({ workspace, database, table, live, create }: OpenerParts) {
    this.#workspace = workspace;
    this.#database = database;
    this.#table = table;
    this.#live = live;
    this.#create = create;
  }

  /** Opens the files of one drop. */
  async open(drop: readonly Dropped[]): Promise<void> {
    const foreign: Piece[] = [];
    const used = new Set<TraceFile>();
    for (const dropped of drop) {
      for (const piece of await this.#takeApart(dropped, used)) {
        if (isSideFile(piece.file.name, piece.file.head)) {
          await putAside(piece, this.#workspace);
          continue;
        }
        const form = await ownForm(piece.expanded.source, detectionInput(piece.file));
        if (form === undefined) foreign.push(piece);
        else await this.#readOwn(this.#fileFor(piece, used), piece, form);
      }
    }
    await this.#importAll(foreign, used);
    for (const { file } of drop) if (!used.has(file)) this.#workspace.remove(file);
  }

  async #takeApart(dropped: Dropped, used: Set<TraceFile>): Promise<Piece[]> {
    const { file, source } = dropped;
    file.progress.status = "reading";
    file.progress.startedMs = performance.now();
    this.#workspace.changed();
    const pieces: Piece[] = [];
    for await (const item of expand(source)) {
      const blob = item.type === "file" ? blobHash(item.name) : undefined;
      if (item.type === "file" && blob !== undefined) this.#workspace.blobs.add(blob, item.source);
      else if (item.type === "file") {
        pieces.push({ from: dropped, expanded: item, file: await importFile({ name: item.name, archive: item.archive, source: item.source }) });
      } else if (item.type === "notice") {
        file.report.notice({ line: 0, byteOffset: 0, byteLength: 0, code: item.code, message: `${item.place}: ${item.message}` });
      } else if (!used.has(file)) {
        used.add(file);
        this.#fail(file, item.failure);
      }
    }
    return pieces;
  }

  /** The open file a piece is read into: the dropped one the first time, a new one for each further piece of an archive. */
  #fileFor(piece: Piece, used: Set<TraceFile>): TraceFile {
    const { file } = piece.from;
    if (!used.has(file)) {
      used.add(file);
      return file;
    }
    const made = this.#create(piece.expanded.name, piece.expanded.source.size);
    used.add(made);
    made.acceptNewer = file.acceptNewer;
    made.mappings = file.mappings;
    return made;
  }

  async #readOwn(file: TraceFile, piece: Piece, form: "jsonl" | "arrow"): Promise<void> {
    file.progress.format = form === "arrow" ? `${OWN_TITLE} (Arrow)` : OWN_TITLE;
    const { source } = piece.expanded;
    const canFollow = form === "jsonl" && source instanceof HandleSource && this.#live.hasRoom && !isOlder(piece);
    file.isGrowing = canFollow;
    await this.#attempt(file, async () => {
      const hashing = contentHash([piece.from.source]);
      const end = await this.#read(file, await currentLines(piece, form));
      file.progress.hash = await hashing;
      if (canFollow) this.#live.follow(file, source, end);
    });
    if (!canFollow) this.#watch(file, [piece]);
  }

  async #importAll(pieces: readonly Piece[], used: Set<TraceFile>): Promise<void> {
    const byFile = new Map(pieces.map((piece) => [piece.file, piece]));
    const { plans, unrecognised } = planImports(pieces.map((piece) => piece.file));
    for (const plan of plans) await this.#import(plan, plan.files.map((file) => byFile.get(file) as Piece), used);
    for (const file of unrecognised) {
      const piece = byFile.get(file) as Piece;
      this.#fail(this.#fileFor(piece, used), notRecognised(piece));
    }
  }

  async #import(plan: ImportPlan, pieces: readonly Piece[], used: Set<TraceFile>): Promise<void> {
    const file = this.#fileFor(pieces[0] as Piece, used);
    file.progress.format = plan.importer.title;
    file.progress.bytes = pieces.reduce((sum, piece) => sum + piece.expanded.source.size, 0);
    file.origins = new Map(pieces.map((piece) => [piece.file.name, piece.expanded.source]));
    for (const piece of pieces) if (piece.from.file !== file && !used.has(piece.from.file)) this.#workspace.remove(piece.from.file);
    await this.#attempt(file, async () => {
      file.progress.hash = await contentHash(pieces.map((piece) => piece.from.source));
      await this.#convert(file, plan.importer === generic ? { ...plan, importer: this.#genericFor(file) } : plan);
    });
    this.#watch(file, pieces);
  }

  /** A file of another format is read again as a whole, if it was written to and the person wants it. */
  #watch(file: TraceFile, pieces: readonly Piece[]): void {
    const handle = pieces.length === 1 ? pieces[0]?.from.handle : undefined;
    if (handle !== undefined && file.progress.status === "ready") this.#live.watch(file, handle);
  }

  /** Reads the dropped files of an import again, their fields given the meaning a person chose. */
  async remap(file: TraceFile, before: TraceFile, mapping: Mapping): Promise<void> {
    file.progress.status = "reading";
    file.progress.startedMs = performance.now();
    file.progress.format = generic.title;
    file.progress.hash = before.progress.hash;
    file.origins = before.origins;
    const importer = this.#genericFor(file, mapping);
    await this.#attempt(file, async () => {
      const files: ImportFile[] = [];
      for (const [name, source] of file.origins) files.push(await importFile({ name, archive: "", source }));
      await this.#convert(file, { importer, files, name: file.name });
    });
  }

  #genericFor(file: TraceFile, mapping?: Mapping): Importer {
    return genericImporter({ mapping, remembered: file.mappings, onMapping: (used) => (file.generic ??= used) });
  }

  /** Turns foreign files into lines of ours and reads those. */
  async #convert(file: TraceFile, plan: ImportPlan): Promise<void> {
    const store = new LineStore(plan.name);
    const report = await runImport(plan, (line) => store.add(line));
    noteImport(file, report);
    const source = store.source();
    file.progress.bytes = source.size;
    await this.#read(file, source);
    if (report.failure !== undefined && file.rows === 0) throw new TraceError(report.failure);
  }

  async #read(file: TraceFile, source: ByteSource): Promise<IngestEnd> {
    file.progress.bytes = source.size;
    this.#workspace.place(file);
    const end = await ingest(file, source, { table: this.#table, kernel: this.kernel, isLookedAt: () => this.#workspace.isLookedAt, onProgress: () => this.#workspace.changed() });
    if (!file.isGrowing) file.columns.resolve(true);
    file.reorder(true);
    await this.#table.addLinks(file);
    await noteOddities(file, this.#database);
    if (file.rows === 0 && !file.isGrowing && !file.cancelled && file.report.skipped === 0) throw new TraceError(noEvents(file));
    return end;
  }

  async #attempt(file: TraceFile, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      file.progress.status = file.cancelled ? "cancelled" : "ready";
    } catch (error) {
      this.#fail(file, failureOf(error, file.name));
    }
    file.progress.endedMs = performance.now();
    this.#workspace.changed();
  }

  #fail(file: TraceFile, failure: EngineFailure): void {
    file.progress.status = "failed";
    file.progress.failure = failure;
    this.#workspace.changed();
  }
}

/** The lines of a trace in the current version: as they are, or unpacked and upgraded. */
async function currentLines({ expanded, file }: Piece, form: "jsonl" | "arrow"): Promise<ByteSource> {
  if (form === "arrow") return arrowToLines(expanded.source);
  if (!isOlder({ file })) return expanded.source;
  const store = new LineStore(expanded.name);
  for await (const line of upgradeLines(file.lines())) store.add(line);
  return store.source();
}

function isOlder({ file }: Pick<Piece, "file">): boolean {
  const header = detectionInput(file).jsonLines[0] as { readonly peek?: unknown } | undefined;
  return typeof header?.peek === "number" && header.peek < FORMAT_VERSION;
}

function noteImport(file: TraceFile, { became, merged, skipped, joined, summary, counts, entries }: ImportReport): void {
  // The second sentence says in words what the account shows in numbers.
  file.report.summarise(summary.filter((_sentence, index) => index !== 1));
  file.report.account({ became, merged, skipped, joined: joined.map(({ count, message }) => ({ count, message })) });
  file.report.addCounts(skipped, counts);
  for (const { place, code, message } of entries)
    file.report.list({ line: place?.line ?? 0, byteOffset: place?.byte_offset ?? 0, byteLength: place?.byte_length ?? 0, code, message, source: place });
}

function notRecognised({ expanded, file }: Piece): EngineFailure {
  if (expanded.source.size === 0) return { code: "empty_file", cause: "the file is empty", place: expanded.name, next: "Check that the recording was written, and that the copy is complete." };
  return {
    code: "not_a_trace",
    cause: `the file is none of the formats this viewer reads; it begins with ${JSON.stringify(file.head.slice(0, 60))}`,
    place: expanded.name,
    next: "Drop a Peaky Peek trace, or an export of one of the tools named on the start page.",
  };
}

function noEvents(file: TraceFile): EngineFailure {
  return { code: "empty_file", cause: "the file has a header but no events", place: file.name, next: "The recording may have been stopped before its first event." };
}

function failureOf(error: unknown, place: string): EngineFailure {
  if (error instanceof TraceError) return error.failure;
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const isStale = error instanceof Error && (error.name === "NotReadableError" || error.name === "NotFoundError");
  if (isStale) return { code: "unreadable", cause: "the file was written to, moved or deleted after it was chosen", place, next: "Drop it again; dropped from a folder into a browser with file handles (Chrome, Edge) it is followed as it grows.", detail };
  const isMemory = error instanceof RangeError || /out of memory|allocat/i.test(detail);
  if (isMemory) return { code: "out_of_memory", cause: "there is not enough memory for this file", place, next: "Close other traces and open it again, or split the file by session.", detail };
  return { code: "engine_failed", cause: "the engine could not read the file", place, next: "Open it again; if it fails again, report this with the details.", detail };
}

/** The part of a source a reader may look at as raw bytes. */
export function rawPart(source: ByteSource, start: number, length: number): Promise<Uint8Array> {
  return rangeSource(source, source.name, start, Math.min(source.size, start + length)).slice(0, length);
}
