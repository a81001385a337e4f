import { TextBuilder } from "../../../../format/arrow/builders.ts";
import { builderData, int32Data, ipcStream, recordBatch } from "../../../../format/arrow/encode.ts";
import { TraceError } from "../../../../format/errors.ts";
import type { Database } from "../../database.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Workspace } from "../../workspace.ts";

/** Payload bytes of everything open that are copied into the database at most. */
const MOST_BYTES = 400 * 1024 * 1024;
const PIECE_BYTES = 8 * 1024 * 1024;
const CREATE = "CREATE OR REPLACE TABLE payloads (row INTEGER, payload VARCHAR)";

/** The table `payloads`: made the first time a statement names it, and anew once more has been read. Throws TraceError where there is too much of it. */
export class PayloadsTable {
  #made = "";

  /** Makes sure the table is there and whole. */
  async ensure(workspace: Workspace, database: Database): Promise<void> {
    const files = workspace.read;
    const stamp = files.map(({ file, rows }) => `${file}:${rows}`).join(" ");
    if (stamp === this.#made) return;
    const bytes = files.reduce((sum, file) => sum + payloadBytes(file), 0);
    if (bytes > MOST_BYTES) throw tooMuch(bytes);
    this.#made = "";
    await database.query(CREATE);
    for (const file of files) await this.#fill(file, database);
    this.#made = stamp;
  }

  async #fill(file: TraceFile, database: Database): Promise<void> {
    for (let first = 0; first < file.rows; ) {
      const end = pieceEnd(file, first);
      const text = new TextBuilder();
      const rows = new Int32Array(end - first);
      const start = file.columns.lineOffset.get(first);
      const bytes = await file.source?.slice(start, file.columns.lineOffset.get(end - 1) + file.columns.lineLength.get(end - 1));
      for (let local = first; local < end; local++) {
        rows[local - first] = file.rowBase + local;
        const from = file.columns.lineOffset.get(local) - start + file.columns.payloadOffset.get(local);
        if (bytes !== undefined && file.columns.payloadOffset.get(local) >= 0) text.set(local - first, bytes, from, from + file.columns.payloadLength.get(local));
      }
      text.finish(rows.length);
      await database.insert("payloads", ipcStream(recordBatch([{ name: "row", data: int32Data(rows) }, { name: "payload", data: builderData(text, rows.length) }], rows.length)), false);
      first = end;
    }
  }
}

function payloadBytes({ columns, rows }: TraceFile): number {
  let sum = 0;
  for (let local = 0; local < rows; local++) sum += Math.max(0, columns.payloadLength.get(local));
  return sum;
}

function pieceEnd({ columns, rows }: TraceFile, first: number): number {
  const start = columns.lineOffset.get(first);
  let end = first + 1;
  while (end < rows && columns.lineOffset.get(end) + columns.lineLength.get(end) - start <= PIECE_BYTES) end++;
  return end;
}

function tooMuch(bytes: number): TraceError {
  return new TraceError({
    code: "out_of_memory",
    cause: `the payloads of what is open are ${Math.round(bytes / 1e6)} MB, too much to be copied into the database`,
    place: "table payloads",
    next: "Use the search box, which reads payloads where they stand, or close some files.",
  });
}
