import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { EngineApi, FileState, OpenSource } from "../../viewer/engine/api.ts";
import { unwrap } from "../support/engine.ts";

/** The folder of the samples. */
export const SAMPLES = new URL("../../samples/", import.meta.url);

/** Bytes of a sample; `path` is under `samples/`. */
export function sampleBytes(path: string): Buffer<ArrayBuffer> {
  return readFileSync(new URL(path, SAMPLES));
}

/** A sample as a dropped file. */
export function sampleFile(path: string): OpenSource {
  return { name: basename(path), blob: new Blob([sampleBytes(path)]) };
}

/** Names of the files of a folder under `samples/` that end in one of these ways, sorted. */
export function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(new URL(folder, SAMPLES))
    .filter((name) => name.endsWith(ending))
    .toSorted();
}

/** What a person is told about an opened file, as the `.expected.json` of the broken samples has it. */
export interface Told {
  readonly status: string;
  readonly failure?: FileState["failure"];
  readonly canAcceptNewer?: boolean;
  readonly events: number;
  readonly runs: number;
  readonly skipped: number;
  readonly notices: number;
  /** Code, line and words of each entry of the report. */
  readonly report: readonly (readonly [code: string, line: number, message: string])[];
}

/** Collects what a person is told about an opened file. */
export async function told(engine: EngineApi, file: FileState): Promise<Told> {
  const { entries } = unwrap(await engine.report(file.file));
  const { status, failure, canAcceptNewer, events, runs, skipped, notices } = file;
  const report = entries.map(({ code, line, message }) => [code, line, message] as const);
  return { status, ...(failure && { failure }), ...(canAcceptNewer && { canAcceptNewer }), events, runs, skipped, notices, report };
}
