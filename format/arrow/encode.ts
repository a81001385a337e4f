import { Field, Float64, Int32, List, makeData, makeVector, RecordBatch, RecordBatchStreamWriter, Schema, Struct, Utf8, type Data, type DataType } from "apache-arrow";
import { IntBuilder, ListBuilder, NumberBuilder, TextBuilder, type Builder } from "./builders.ts";

/** A column ready to be written: its name and its Arrow data. */
export interface ArrowColumn {
  readonly name: string;
  readonly data: Data;
}

/** The Arrow data of a finished builder: Utf8, List<Utf8>, Int32 or Float64, nulls where no value was set. No bytes are copied but the validity. */
export function builderData(builder: Builder, rows: number): Data {
  const validity = { nullCount: rows - builder.valid.count, nullBitmap: builder.valid.count === rows ? undefined : builder.valid.slice(rows) };
  if (builder instanceof TextBuilder) {
    const valueOffsets = builder.offsets.subarray(0, rows + 1);
    return makeData({ type: new Utf8(), length: rows, valueOffsets, data: builder.data.bytes.subarray(0, builder.data.length), ...validity });
  }
  if (builder instanceof ListBuilder) return listData(builder, rows, validity);
  if (builder instanceof IntBuilder) return makeData({ type: new Int32(), length: rows, data: builder.values.subarray(0, rows), ...validity });
  if (builder instanceof NumberBuilder) return makeData({ type: new Float64(), length: rows, data: builder.values.subarray(0, rows), ...validity });
  throw new TypeError("unknown builder");
}

function listData(builder: ListBuilder, rows: number, validity: { nullCount: number; nullBitmap: Uint8Array | undefined }): Data {
  const count = builder.itemCount;
  const items = makeData({
    type: new Utf8(),
    length: count,
    nullCount: 0,
    valueOffsets: builder.items.subarray(0, count + 1),
    data: builder.data.bytes.subarray(0, builder.data.length),
  });
  const type = new List(new Field("item", new Utf8(), true));
  return makeData({ type, length: rows, valueOffsets: builder.offsets.subarray(0, rows + 1), child: items, ...validity });
}

/** Int32 column data without nulls. */
export function int32Data(values: Int32Array): Data {
  return makeVector(values).data[0] as Data;
}

/** A record batch of columns of equal length. */
export function recordBatch(columns: readonly ArrowColumn[], rows: number, metadata?: Map<string, string>): RecordBatch {
  const fields = columns.map((column) => new Field(column.name, column.data.type as DataType, true));
  const data = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children: columns.map((column) => column.data) });
  return new RecordBatch(new Schema(fields, metadata), data as Data<Struct>);
}

/** A whole Arrow IPC stream of one batch. */
export function ipcStream(batch: RecordBatch): Uint8Array {
  const writer = new RecordBatchStreamWriter();
  writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true);
}
