import { COLUMNS } from "../arrow/columns.ts";
import type { EventRecord, Header } from "../event.ts";

const ENVELOPE: ReadonlySet<string> = new Set<string>([...COLUMNS.map(({ key }) => key), "payload"]);

const startOf = (key: string): string => `,${JSON.stringify(key)}:`;
const STARTS = COLUMNS.map(({ key }) => ({ key, start: startOf(key) }));
const PAYLOAD = startOf("payload");

/**
 * One event as its line, without the newline: envelope members in the order of `COLUMNS`, then members this version does
 * not know in the order they stand in, then the payload. Members that are `undefined` are left out. Throws TypeError if
 * a member is not a JSON value (a BigInt, a cycle).
 */
export function writeEvent(event: EventRecord): string {
  let line = "";
  for (const { key, start } of STARTS) line += member(start, event[key]);
  for (const key of Object.keys(event)) if (!ENVELOPE.has(key)) line += member(startOf(key), event[key]);
  line += member(PAYLOAD, event.payload);
  return `{${line.slice(1)}}`;
}

/** A header as its line, without the newline; `peek` stands first, as readers expect. */
export function writeHeader(header: Header): string {
  const { peek, ...others } = header;
  return JSON.stringify({ peek, ...others });
}

function member(start: string, value: unknown): string {
  const json: string | undefined = value === undefined ? undefined : JSON.stringify(value);
  return json === undefined ? "" : start + json;
}
