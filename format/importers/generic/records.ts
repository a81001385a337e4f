import type { Json } from "../../event.ts";
import { itemsOf, placeWithin, readJson, type JsonRecord } from "../kit/documents.ts";
import { delimiterOf } from "../kit/csv.ts";
import { asList, asObject, present, type JsonObject } from "../kit/read.ts";
import { readTable } from "../kit/records.ts";
import type { ImportFile, ImportSink } from "../types.ts";

/** The records of a file: its lines, the rows of its table, or the items of its list. */
export function readRecords(file: ImportFile, sink: ImportSink): AsyncGenerator<JsonRecord> {
  const delimiter = delimiterOf(file.head);
  return delimiter === undefined ? readJsonRecords(file, sink) : readTable(file, delimiter);
}

/** A record as an object; logs of calls write pairs of a name and an object, whose name becomes the member `call`. */
export function recordOf(value: Json): JsonObject | undefined {
  const [name, inner, ...others] = asList(value);
  const object = typeof name === "string" && others.length === 0 ? asObject(inner) : undefined;
  return object === undefined ? asObject(value) : { call: name, ...object };
}

/** Records of a document: the items of a list, else of the longest list of objects in it, else the document itself. A file of one line is a document. */
async function* readJsonRecords(file: ImportFile, sink: ImportSink): AsyncGenerator<JsonRecord> {
  let first: JsonRecord | undefined;
  let count = 0;
  for await (const record of readJson(file, sink)) {
    if (count++ === 0) {
      first = record;
      continue;
    }
    if (first !== undefined) yield first;
    first = undefined;
    yield record;
  }
  if (first === undefined) return;
  yield* Array.isArray(first.value) ? itemsOf(first) : documentRecords(first);
}

function* documentRecords(record: JsonRecord): Generator<JsonRecord> {
  const document = asObject(record.value) ?? {};
  const lists = Object.entries(document).filter(([, value]) => asObject(asList(value)[0]) !== undefined);
  const [longest] = lists.sort(([, a], [, b]) => asList(b).length - asList(a).length);
  if (longest === undefined) return yield record;
  const [key, list] = longest;
  const others = present(Object.fromEntries(Object.entries(document).filter(([name]) => name !== key)));
  if (others !== undefined) yield { value: others as Json, source: record.source };
  for (const [index, item] of asList(list).entries()) yield { value: item, source: placeWithin(record.source, key, index) };
}
