import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bytesSource } from "../../../format/containers/source.ts";
import type { EventRecord } from "../../../format/event.ts";
import { expand } from "../../../format/containers/expand.ts";
import { importFile } from "../../../format/importers/file.ts";
import { planImports } from "../../../format/importers/plan.ts";
import { runImport, type ImportReport } from "../../../format/importers/run.ts";
import type { ImportFile } from "../../../format/importers/types.ts";
import { DATA } from "./data.ts";

/** A file of the real runs, taken apart as a drop is. */
export async function openReal(path: string): Promise<ImportFile[]> {
  return openBytes(path, readFileSync(join(DATA, path)));
}

export async function openBytes(name: string, bytes: Uint8Array): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for await (const item of expand(bytesSource(name, bytes))) if (item.type === "file") files.push(await importFile(item));
  return files;
}

export async function openText(name: string, text: string): Promise<ImportFile> {
  return importFile({ name, archive: "", source: bytesSource(name, new TextEncoder().encode(text)) });
}

export interface Imported {
  readonly events: readonly EventRecord[];
  readonly report: ImportReport;
  readonly importer: string;
}

/** Imports files as a drop does; one result a plan. */
export async function importAll(files: readonly ImportFile[]): Promise<Imported[]> {
  const results: Imported[] = [];
  for (const plan of planImports(files).plans) {
    const lines: string[] = [];
    const report = await runImport(plan, (line) => lines.push(line));
    const events = lines.slice(1).map((line) => JSON.parse(line) as EventRecord);
    results.push({ events, report, importer: plan.importer.id });
  }
  return results;
}

/** The single result of importing files of one format. */
export async function importOne(files: readonly ImportFile[]): Promise<Imported> {
  const [only, ...others] = await importAll(files);
  if (only === undefined || others.length > 0) throw new Error(`one import expected, not ${others.length + (only === undefined ? 0 : 1)}`);
  return only;
}

/** A payload as a plain object. */
export function payloadOf(event: EventRecord | undefined): Record<string, unknown> {
  return (event?.payload ?? {}) as Record<string, unknown>;
}
