import { COLUMNS, type ColumnType } from "../arrow/columns.ts";
import type { EventRecord } from "../event.ts";
import { jsonText } from "./json-text.ts";
import type { EventStream, Exporter } from "./types.ts";

/** A table for spreadsheets: a row an event, a column an envelope member, then other members and the payload as JSON. */
export const csv: Exporter = { id: "csv", title: "CSV table", extension: "csv", mediaType: "text/csv", write };

const COLUMN_KEYS: ReadonlySet<string> = new Set(COLUMNS.map(({ key }) => key));

async function write(events: EventStream, emit: (text: string) => void): Promise<void> {
  emit(`${[...COLUMN_KEYS, "other", "payload"].join(",")}\r\n`);
  for await (const event of events) emit(`${row(event)}\r\n`);
}

function row(event: EventRecord): string {
  const cells = COLUMNS.map(({ key, type }) => cell(event[key], type));
  const others = Object.entries(event).filter(([key, value]) => !COLUMN_KEYS.has(key) && key !== "payload" && value !== undefined);
  cells.push(others.length > 0 ? quoted(jsonText(Object.fromEntries(others))) : "");
  cells.push(event.payload === undefined ? "" : quoted(jsonText(event.payload)));
  return cells.join(",");
}

/** What spreadsheets take for a formula: a text that begins so gets an apostrophe in front, since traces may be hostile. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: unknown, type: ColumnType): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number" && type !== "text") return String(value);
  const text = typeof value === "string" ? value : jsonText(value);
  return quoted(FORMULA.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
