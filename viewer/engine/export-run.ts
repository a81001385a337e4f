import { blobsIn, leftOutText, renameBlobs } from "../../format/blobs.ts";
import type { EventRecord, Json } from "../../format/event.ts";
import { TraceError } from "../../format/errors.ts";
import { EXPORTERS } from "../../format/exporters/index.ts";
import { trace } from "../../format/exporters/trace.ts";
import type { Exporter } from "../../format/exporters/types.ts";
import { redactMember } from "../../format/redaction/record.ts";
import { Redactor } from "../../format/redaction/redactor.ts";
import type { ExportedPage, ExportedRun } from "./contracts/intake.ts";
import { packBlobs } from "./export-blobs.ts";
import { parsePayload, readLines, type EventLine } from "./line-reader.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

const PIECE = 1024;
/** Text is handed to the blob in pieces of about this many characters. */
const BLOB_PIECE = 1024 * 1024;

/** Writes a run, or everything that is open, in the form of another tool; with a `redactKey`, without secrets and personal data. Throws TraceError if the form or the run is not there. */
export async function exportRun(workspace: Workspace, run: number | null, form: string, redactKey: string): Promise<ExportedRun> {
  const exporter = EXPORTERS.find(({ id }) => id === form);
  if (exporter === undefined) throw new TraceError({ code: "engine_failed", cause: `there is no export called ${form}`, place: "export", next: "Choose one of the commands that begin with Export." });
  return write(exporter, partsOf(workspace, run), redactorOf(redactKey));
}

/** Writes a run as a trace of its own, with the blobs it names; redacted like `exportRun`. Throws TraceError if the run is not there. */
export async function exportPage(workspace: Workspace, run: number, redactKey: string): Promise<ExportedPage> {
  const redactor = redactorOf(redactKey);
  const parts = partsOf(workspace, run);
  const { blobs, renamed, leftOut } = await packBlobs(await hashesOf(parts), workspace.blobs, redactor);
  return { ...(await write(trace, parts, redactor, renamed)), blobs, leftOut: leftOutText(leftOut) };
}

async function write(exporter: Exporter, parts: readonly Part[], redactor: Redactor | undefined, renamed: ReadonlyMap<string, string> = new Map()): Promise<ExportedRun> {
  const pieces = new Pieces();
  let events = 0;
  const counted = async function* (): AsyncGenerator<EventRecord> {
    for (const part of parts) for await (const event of eventsOf(part)) {
      events++;
      yield redactor === undefined ? event : redacted(event, redactor, renamed);
    }
  };
  await exporter.write(counted(), (text) => pieces.add(text));
  const replaced = [...(redactor?.counts().values() ?? [])].reduce((sum, count) => sum + count, 0);
  return { blob: pieces.blob(exporter.mediaType), name: `${nameOf(parts)}${redactor === undefined ? "" : ".redacted"}.${exporter.extension}`, events, redacted: replaced };
}

function redactorOf(redactKey: string): Redactor | undefined {
  return redactKey === "" ? undefined : new Redactor({ pii: true, key: redactKey }, new Uint8Array());
}

function redacted(event: EventRecord, redactor: Redactor, renamed: ReadonlyMap<string, string>): EventRecord {
  return Object.fromEntries(Object.entries(event).map(([key, value]) => [key, redactMember(redactor, key, value, (json) => renameBlobs(json, renamed))])) as EventRecord;
}

/** Hashes of the blobs that payloads name, in their order. */
async function hashesOf(parts: readonly Part[]): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  for (const { file, rows } of parts) {
    for (let start = 0; start < rows.length; start += PIECE) {
      for (const { payload } of await readLines(file, rows.slice(start, start + PIECE), Number.MAX_SAFE_INTEGER)) for (const hash of blobsIn(payload)) hashes.add(hash);
    }
  }
  return hashes;
}

interface Part {
  readonly file: TraceFile;
  readonly rows: readonly number[];
}

function partsOf(workspace: Workspace, run: number | null): readonly Part[] {
  if (run === null) return workspace.read.map((file) => ({ file, rows: Array.from({ length: file.rows }, (_, row) => row) }));
  const file = workspace.fileOfRun(run);
  if (file === undefined) throw new TraceError({ code: "cancelled", cause: "the run is no longer open", place: "export", next: "Open its file again." });
  const { rowAt, runStart } = file.order;
  const local = run - file.runBase;
  return [{ file, rows: [...rowAt.slice(runStart[local], runStart[local + 1]).sort()] }];
}

/** In recorded order; payloads whole. */
async function* eventsOf({ file, rows }: Part): AsyncGenerator<EventRecord> {
  for (let start = 0; start < rows.length; start += PIECE) {
    const lines = await readLines(file, rows.slice(start, start + PIECE), Number.MAX_SAFE_INTEGER);
    for (const [at, line] of lines.entries()) yield eventOf(line, start + at);
  }
}

function eventOf(line: EventLine, index: number): EventRecord {
  const { id = `event-${index}`, kind = "unknown", session = "" } = line.envelope;
  const payload: Json | undefined = line.payload === "" ? undefined : (parsePayload(line) ?? line.payload);
  return { ...line.others, ...line.envelope, id, kind, session, ...(payload !== undefined && { payload }) };
}

function nameOf(parts: readonly Part[]): string {
  const base = parts[0]?.file.name.split("/").at(-1) ?? "trace";
  return base.replace(/(\.peek)?\.(jsonl|json|arrow|gz|zst|zip|csv|txt|eval)(\.gz|\.zst)?$/i, "") || "trace";
}

/** Gathers text for a blob without one string of all of it. */
class Pieces {
  readonly #done: Blob[] = [];
  #open: string[] = [];
  #size = 0;

  add(text: string): void {
    this.#open.push(text);
    this.#size += text.length;
    if (this.#size >= BLOB_PIECE) this.#close();
  }

  blob(type: string): Blob {
    this.#close();
    return new Blob(this.#done, { type });
  }

  #close(): void {
    if (this.#size > 0) this.#done.push(new Blob(this.#open));
    this.#open = [];
    this.#size = 0;
  }
}
