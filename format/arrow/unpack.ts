import { RecordBatchReader, type RecordBatch, type Vector } from "apache-arrow";
import { COLUMNS, type ColumnType } from "./columns.ts";
import { LINE_COLUMN, OTHER_COLUMN, PAYLOAD_COLUMN } from "./pack.ts";

type ReadCell = (row: number) => string | undefined;

const READERS: Readonly<Record<ColumnType, (vector: Vector, row: number) => string>> = {
  text: (vector, row) => JSON.stringify(vector.get(row)),
  int: (vector, row) => String(vector.get(row)),
  number: (vector, row) => JSON.stringify(vector.get(row)),
  list: (vector, row) => JSON.stringify([...(vector.get(row) as Iterable<string>)]),
};

/**
 * Turns an Arrow IPC stream or file of the Arrow form back into JSONL lines, without newlines. Columns that are absent
 * count as null, unknown ones are left out. Throws what apache-arrow throws if the bytes are not Arrow; a stream cut at
 * its end gives the batches that are whole.
 */
export function* unpackArrow(bytes: Uint8Array): Generator<string> {
  for (const batch of batchesOf(bytes)) yield* linesOf(batch);
}

function* batchesOf(bytes: Uint8Array): Generator<RecordBatch> {
  const reader = RecordBatchReader.from(bytes);
  let any = false;
  try {
    for (const batch of reader) {
      any = true;
      yield batch;
    }
  } catch (error) {
    if (!any) throw error;
  }
}

function* linesOf(batch: RecordBatch): Generator<string> {
  const cells = COLUMNS.map((column): ReadCell => {
    const vector = batch.getChild(column.key);
    const read = READERS[column.type];
    if (vector === null) return () => undefined;
    return (row) => (vector.isValid(row) ? `"${column.key}":${read(vector, row)}` : undefined);
  });
  const [other, payload, line] = [OTHER_COLUMN, PAYLOAD_COLUMN, LINE_COLUMN].map((name) => textCell(batch, name)) as [ReadCell, ReadCell, ReadCell];
  for (let row = 0; row < batch.numRows; row++) yield line(row) ?? eventLine(cells, other(row), payload(row), row);
}

function textCell(batch: RecordBatch, name: string): ReadCell {
  const vector = batch.getChild(name);
  return (row) => (vector !== null && vector.isValid(row) ? (vector.get(row) as string) : undefined);
}

function eventLine(cells: readonly ReadCell[], other: string | undefined, payload: string | undefined, row: number): string {
  const members = cells.map((cell) => cell(row)).filter((member) => member !== undefined);
  if (other !== undefined && other !== "{}") members.push(other.slice(1, -1));
  if (payload !== undefined) members.push(`"payload":${payload}`);
  return `{${members.join(",")}}`;
}
