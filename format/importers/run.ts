import { TraceError, type TraceFailure } from "../errors.ts";
import { writeHeader } from "../jsonl/write.ts";
import { FORMAT_VERSION } from "../version.ts";
import { LineSink, type ImportCount, type ImportEntry } from "./sink.ts";
import type { ImportPlan } from "./plan.ts";

/** What an import did. `became + merged + skipped` is the number of source records. */
export interface ImportReport {
  readonly importer: string;
  readonly title: string;
  readonly files: number;
  readonly events: number;
  readonly became: number;
  readonly merged: number;
  readonly skipped: number;
  /** Remarks and skipped records by code, most frequent first. */
  readonly counts: readonly ImportCount[];
  /** Why records were joined into others. */
  readonly joined: readonly ImportCount[];
  /** The first 1,000 remarks and skipped records. */
  readonly entries: readonly ImportEntry[];
  /** One sentence each, for a person. */
  readonly summary: readonly string[];
  /** Set if reading stopped before its end; what was read until then is kept. */
  readonly failure?: TraceFailure;
}

/**
 * Reads the files of a plan and writes them as lines of a trace file (header first, no newlines). Never throws for what
 * is in the files: a failure stands in the report.
 */
export async function runImport(plan: ImportPlan, write: (line: string) => void): Promise<ImportReport> {
  const { importer, files, name } = plan;
  write(writeHeader({ peek: FORMAT_VERSION, recorder: { name: `import:${importer.id}` }, imported_from: name }));
  const sink = new LineSink(write);
  let failure: TraceFailure | undefined;
  try {
    await importer.read(files, sink);
  } catch (error) {
    failure = failureOf(error, name);
  }
  const { events, recordsBecame: became, recordsMerged: merged, recordsSkipped: skipped } = sink;
  const numbers = { events, became, merged, skipped };
  const report = { importer: importer.id, title: importer.title, files: files.length, ...numbers, counts: sink.counts(), joined: sink.joined(), entries: sink.entries };
  const summary = summarise(importer.title, numbers, sink.recordsCalled, failure);
  return failure === undefined ? { ...report, summary } : { ...report, summary, failure };
}

interface Numbers {
  readonly events: number;
  readonly became: number;
  readonly merged: number;
  readonly skipped: number;
}

function summarise(title: string, numbers: Numbers, called: ReadonlyMap<string, number>, failure: TraceFailure | undefined): string[] {
  const { became, merged, skipped } = numbers;
  const n = (value: number): string => value.toLocaleString("en");
  const sorts = [...called].map(([what, count]) => `${n(count)} ${what}`).join(", ");
  const records = `${n(became + merged + skipped)} records: ${n(became)} became events, ${n(merged)} joined into others, ${n(skipped)} listed.`;
  const summary = [`Read as ${title}.`, records, `${sorts === "" ? "" : `${sorts}; `}${n(numbers.events)} events in all.`];
  if (failure !== undefined) summary.push(`Reading stopped early: ${failure.cause}.`);
  return summary;
}

function failureOf(error: unknown, place: string): TraceFailure {
  if (error instanceof TraceError) return error.failure;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : "unknown failure";
  return { code: "unreadable", cause: `the reader failed (${what})`, place, next: "Please report this with the file, if you may share it." };
}
