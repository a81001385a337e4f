import type { RecordBatch } from "apache-arrow";
import { EventBatch } from "./batch.ts";
import { TextBuilder } from "./builders.ts";
import { COLUMNS } from "./columns.ts";
import { builderData, recordBatch, type ArrowColumn } from "./encode.ts";
import { Scanner } from "../jsonl/scan.ts";

/** Columns of the Arrow form beside the envelope: members without a column, the payload, and lines that are not events. */
export const OTHER_COLUMN = "other";
export const PAYLOAD_COLUMN = "payload";
export const LINE_COLUMN = "line";

/**
 * Turns complete JSONL lines into one record batch of the Arrow form: a row a line, in order. Headers and lines that
 * are not events (broken ones too) stand whole in column `line`, so that nothing is lost; blank lines are dropped.
 */
export function packLines(lines: Uint8Array): RecordBatch {
  const batch = new EventBatch();
  const notEvents = new TextBuilder();
  const keep = (line: number, start: number, length: number): void => {
    const bytes = validUtf8(lines.subarray(start, start + length));
    notEvents.set(batch.rows, bytes, 0, bytes.length);
    batch.endRow(start, length, line);
  };
  const scanner = new Scanner(batch, {
    header: (json, line, start) => keep(line, start, new TextEncoder().encode(json).length),
    problem: (_problem, line, start, length) => keep(line, start, length),
  });
  scanner.scan(lines, 0, true);
  const payload = new TextBuilder();
  for (let row = 0; row < batch.rows; row++) {
    const offset = batch.payloadOffset[row] as number;
    if (offset < 0 || notEvents.valid.has(row)) continue;
    const start = (batch.lineOffset[row] as number) + offset;
    const bytes = validUtf8(lines.subarray(start, start + (batch.payloadLength[row] as number)));
    payload.set(row, bytes, 0, bytes.length);
  }
  return toRecordBatch(batch, payload, notEvents);
}

function toRecordBatch(batch: EventBatch, payload: TextBuilder, notEvents: TextBuilder): RecordBatch {
  const rows = batch.rows;
  batch.finish();
  payload.finish(rows);
  notEvents.finish(rows);
  const envelope: ArrowColumn[] = COLUMNS.map((column, index) => ({ name: column.key, data: builderData(batch.builders[index] as never, rows) }));
  const rest: ArrowColumn[] = [
    { name: OTHER_COLUMN, data: builderData(batch.other, rows) },
    { name: PAYLOAD_COLUMN, data: builderData(payload, rows) },
    { name: LINE_COLUMN, data: builderData(notEvents, rows) },
  ];
  return recordBatch([...envelope, ...rest], rows, new Map([["peek", "arrow"]]));
}

/** The bytes themselves if they are UTF-8, else with each wrong byte replaced (Arrow text must be valid). */
function validUtf8(bytes: Uint8Array): Uint8Array {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return bytes;
  } catch {
    return new TextEncoder().encode(new TextDecoder().decode(bytes));
  }
}
