import type { ImportFile, ImportSink } from "../types.ts";
import { csvRows, delimiterOf } from "./csv.ts";
import { readJson, type JsonRecord } from "./documents.ts";
import { unpackJson } from "./read.ts";

/** The rows of a table as objects, or the JSON of a file: a value a line, or one document. */
export function readRows(file: ImportFile, sink: ImportSink): AsyncGenerator<JsonRecord> {
  const delimiter = delimiterOf(file.head);
  return delimiter === undefined ? readJson(file, sink) : readTable(file, delimiter);
}

/** The rows of a table as objects by the names in its first row, empty cells left out. Cells that hold JSON are opened. */
export async function* readTable(file: ImportFile, delimiter: string): AsyncGenerator<JsonRecord> {
  let names: readonly string[] | undefined;
  let index = 0;
  for (const row of csvRows(await file.text(), delimiter)) {
    if (names === undefined) {
      names = row;
      continue;
    }
    const cells = row.map((cell, column) => [names?.[column] ?? `column ${column + 1}`, unpackJson(cell) ?? null] as const).filter(([, cell]) => cell !== "");
    yield { value: Object.fromEntries(cells), source: { file: file.name, pointer: `/${index++}` } };
  }
}
