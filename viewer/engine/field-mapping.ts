import type { ByteSource } from "../../format/containers/source.ts";
import type { EventRecord } from "../../format/event.ts";
import { TraceError } from "../../format/errors.ts";
import { importFile } from "../../format/importers/file.ts";
import { sampleRecords } from "../../format/importers/generic/index.ts";
import { fieldShape, fieldsOf, guessMapping, type Mapping } from "../../format/importers/generic/mapping.ts";
import { recordOf } from "../../format/importers/generic/records.ts";
import { RecordWriter } from "../../format/importers/generic/writer.ts";
import { textOf } from "../../format/importers/kit/read.ts";
import { LineSink } from "../../format/importers/sink.ts";
import type { MappedRow, MappingView } from "./contracts/intake.ts";
import { preview } from "./preview.ts";
import type { TraceFile } from "./trace-file.ts";

const ROWS = 12;
const LONGEST_EXAMPLE = 60;

/** The fields of a file's first records, and the events a mapping makes of them; null for the mapping in force. Throws TraceError if the file has no records. */
export async function mappingView(traceFile: TraceFile, chosen: Mapping | null): Promise<MappingView> {
  const [origin] = traceFile.origins as ReadonlyMap<string, ByteSource>;
  if (origin === undefined) throw noRecords(traceFile.name);
  const [name, source] = origin;
  const file = await importFile({ name, archive: "", source });
  const records = await sampleRecords(file, new LineSink(() => undefined));
  const sample = records.map(({ value }) => recordOf(value)).filter((value) => value !== undefined);
  if (sample.length === 0) throw noRecords(traceFile.name);
  const guess = guessMapping(sample);
  const mapping = chosen ?? traceFile.generic?.mapping ?? guess;
  const events: EventRecord[] = [];
  const writer = new RecordWriter(file, mapping, new LineSink((line) => events.push(JSON.parse(line) as EventRecord)));
  for (const record of records.slice(0, ROWS)) writer.add(record);
  const fields = fieldsOf(sample).map(({ path, example }) => ({ path, example: textOf(example).slice(0, LONGEST_EXAMPLE) }));
  return { shape: fieldShape(sample), fields, mapping, guess, rows: events.map(rowOf) };
}

function rowOf(event: EventRecord): MappedRow {
  const isDerived = event.derived?.includes("time_unix_us") === true;
  return {
    kind: event.kind,
    agent: event.agent ?? "",
    run: event.session,
    timeUnixUs: isDerived ? null : (event.time_unix_us ?? null),
    preview: preview(event.kind, event, event.payload),
  };
}

function noRecords(place: string): TraceError {
  return new TraceError({ code: "not_a_trace", cause: "no records whose fields could be mapped are in this file", place, next: "Only files that were imported, and whose records are objects or rows, have fields." });
}
