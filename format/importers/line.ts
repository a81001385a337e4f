import { COLUMNS } from "../arrow/columns.ts";
import type { EventRecord } from "../event.ts";
import { FORMAT_VERSION } from "../version.ts";

const ENVELOPE: ReadonlySet<string> = new Set<string>([...COLUMNS.map(({ key }) => key), "payload"]);

/** One event as a line without its newline: envelope in the order of the columns, unknown members, payload last. */
export function writeEvent(event: EventRecord): string {
  const ordered: Record<string, unknown> = {};
  for (const { key } of COLUMNS) if (event[key] !== undefined) ordered[key] = event[key];
  for (const key of Object.keys(event)) if (!ENVELOPE.has(key)) ordered[key] = event[key];
  if (event.payload !== undefined) ordered["payload"] = event.payload;
  return JSON.stringify(ordered);
}

/** The header line of an imported file, without its newline. */
export function writeHeader(imported: { readonly format: string; readonly name: string }): string {
  return JSON.stringify({ peek: FORMAT_VERSION, recorder: { name: `import:${imported.format}` }, imported_from: imported.name });
}
