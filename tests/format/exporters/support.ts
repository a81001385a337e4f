import { readFileSync } from "node:fs";
import type { EventRecord } from "../../../format/event.ts";
import { EXPORTERS } from "../../../format/exporters/index.ts";

/** Everything an exporter writes. */
export async function exported(id: string, events: Iterable<EventRecord>): Promise<string> {
  const exporter = EXPORTERS.find((each) => each.id === id);
  if (exporter === undefined) throw new Error(`no exporter ${id}`);
  const pieces: string[] = [];
  await exporter.write(events, (text) => pieces.push(text));
  return pieces.join("");
}

/** The events of a trace file of ours; lines that are none are left out. */
export function eventsOf(path: string | URL): EventRecord[] {
  return readFileSync(path, "utf8").split("\n").flatMap(readLine);
}

function readLine(line: string): EventRecord[] {
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return typeof value["kind"] === "string" ? [value as EventRecord] : [];
  } catch {
    return [];
  }
}

/** Events without the place they were imported from, by run, in order. */
export function withoutSource(events: readonly EventRecord[]): Map<string, unknown[]> {
  const runs = new Map<string, unknown[]>();
  for (const { source: _source, ...event } of events) runs.set(event.session, [...(runs.get(event.session) ?? []), event]);
  return runs;
}
