import type { EventRecord } from "../../../../format/event.ts";
import { runQuery } from "../../queries/run-query.ts";
import { LAST_SUCCESS, TOKENS_AFTER_FAILURES } from "../../queries/failures.ts";
import { readLines, parsePayload } from "../../line-reader.ts";
import { FLAG_FAILING, FLAG_NONE, FLAG_STOPPED, STORED_LINKS } from "../../trace-columns.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { AnalysisContext } from "../index.ts";
import type { Failure } from "./clusters.ts";
import { failureMessage } from "./message.ts";

/** Failures read at most; more are counted only. */
const MOST_FAILURES = 200_000;
/** Lines longer than this are read apart, their payload cut. */
const LONG_LINE = 64 * 1024;
const READ_ALONG = 16 * 1024;
const LARGEST_READ = 4 * 1024 * 1024;

/** Failing and stopped events of everything that is open, in order of their rows. Verdicts on whole runs are left out. */
export async function readFailures(context: AnalysisContext): Promise<{ readonly failures: readonly Failure[]; readonly total: number }> {
  const failures: Failure[] = [];
  let total = 0;
  const waste = await wasteOf(context);
  for (const file of context.workspace.read) {
    const rows = failingRows(file);
    total += rows.length;
    const taken = rows.slice(0, Math.max(0, MOST_FAILURES - failures.length));
    const lookUp = new FileFacts(file);
    await eachRecord(file, taken, (local, record) => failures.push(failureOf(file, local, { record, facts: lookUp, waste })));
  }
  return { failures, total };
}

function failingRows(file: TraceFile): number[] {
  const { columns } = file;
  const closing = columns.shared.kinds.texts.indexOf("agent_end");
  const rows: number[] = [];
  for (let local = 0; local < file.rows; local++) if (columns.flag.get(local) !== FLAG_NONE && columns.kind.get(local) !== closing) rows.push(local);
  return rows;
}

interface Read {
  readonly record: Partial<EventRecord>;
  readonly facts: FileFacts;
  readonly waste: Waste;
}

function failureOf(file: TraceFile, local: number, { record, facts, waste }: Read): Failure {
  const { columns } = file;
  const [run, row] = [file.runBase + columns.run.get(local), file.rowBase + local];
  const parent = columns.parent.get(local);
  const tool = record.tool ?? "";
  const kind = record.kind ?? "";
  return {
    row,
    run,
    file: file.file,
    kind,
    tool,
    errorClass: record.error_class ?? record.policy ?? "",
    message: failureMessage(record.payload),
    inside: parent < 0 ? "" : (columns.shared.kinds.texts[columns.kind.get(parent)] ?? ""),
    timeUs: columns.timeUs.get(local),
    wastedMs: facts.spentMs(local),
    wastedTokens: waste.tokensAfter(row),
    signs: {
      runFailed: facts.runFailed(local),
      unrecovered: tool !== "" && waste.worksAfter(run, tool, row) ? 0 : 1,
      guarded: columns.flag.get(local) === FLAG_STOPPED || kind === "safety_check" ? 1 : 0,
      early: 1 - facts.placeInRun(local),
    },
  };
}

/** What the columns of a file say about its runs and calls. */
class FileFacts {
  readonly #file: TraceFile;
  readonly #callOf = new Map<number, number>();
  readonly #failed: Uint8Array;

  constructor(file: TraceFile) {
    this.#file = file;
    const { columns } = file;
    const reply = STORED_LINKS.indexOf("reply_to");
    for (let link = 0; link < columns.linkFrom.length; link++) {
      const from = columns.linkFrom.get(link);
      if (columns.linkType.get(link) === reply && columns.flag.get(from) !== FLAG_NONE) this.#callOf.set(from, columns.linkTo.get(link));
    }
    this.#failed = new Uint8Array(file.runs);
    const closing = columns.shared.kinds.texts.indexOf("agent_end");
    for (let local = 0; local < file.rows; local++) if (columns.kind.get(local) === closing && columns.flag.get(local) === FLAG_FAILING) this.#failed[columns.run.get(local)] = 1;
  }

  runFailed(local: number): number {
    return this.#failed[this.#file.columns.run.get(local)] ?? 0;
  }

  /** Milliseconds from the call it answers to the failure, else its own duration. */
  spentMs(local: number): number {
    const [startUs, endUs] = this.#file.extent(local);
    const call = this.#callOf.get(local) ?? -1;
    const beganUs = call < 0 ? startUs : Math.min(startUs, this.#file.extent(call)[0]);
    return Math.max(0, endUs - beganUs) / 1000;
  }

  /** 0 at the beginning of its run, 1 at the end, by reading order. */
  placeInRun(local: number): number {
    const { runStart, positionOf } = this.#file.order;
    const run = this.#file.columns.run.get(local);
    const [start, end] = [runStart[run] ?? 0, runStart[run + 1] ?? 0];
    return end - start < 2 ? 1 : ((positionOf[local] ?? start) - start) / (end - start - 1);
  }
}

/** What came after a failure. */
interface Waste {
  tokensAfter(row: number): number;
  worksAfter(run: number, tool: string, row: number): boolean;
}

async function wasteOf({ database }: AnalysisContext): Promise<Waste> {
  const [answers, successes] = [await runQuery(database, TOKENS_AFTER_FAILURES), await runQuery(database, LAST_SUCCESS)];
  const next = new Map(answers.map(({ row, tokens }) => [row, tokens]));
  const last = new Map(successes.map(({ run, tool, row }) => [`${run} ${tool}`, row]));
  return { tokensAfter: (row) => next.get(row) ?? 0, worksAfter: (run, tool, row) => (last.get(`${run} ${tool}`) ?? -1) > row };
}

/** Reads the lines of ascending rows in few large pieces and hands each over parsed. */
async function eachRecord(file: TraceFile, rows: readonly number[], take: (local: number, record: Partial<EventRecord>) => void): Promise<void> {
  const decoder = new TextDecoder();
  const { lineOffset, lineLength } = file.columns;
  for (let i = 0; i < rows.length; ) {
    const start = lineOffset.get(rows[i] as number);
    let [next, end] = [i, start];
    while (next < rows.length) {
      const row = rows[next] as number;
      const lineEnd = lineOffset.get(row) + lineLength.get(row);
      if (lineLength.get(row) > LONG_LINE || (next > i && (lineOffset.get(row) - end > READ_ALONG || lineEnd - start > LARGEST_READ))) break;
      end = lineEnd;
      next++;
    }
    if (next === i) take(rows[i] as number, await longRecord(file, rows[i++] as number));
    else {
      const bytes = await file.source?.slice(start, end);
      const text = decoder.decode(bytes);
      // Where every character is one byte, places in the bytes are places in the text, and one decoding does for all.
      const isPlain = text.length === bytes?.length;
      for (; i < next; i++) {
        const from = lineOffset.get(rows[i] as number) - start;
        const to = from + lineLength.get(rows[i] as number);
        take(rows[i] as number, parsed(isPlain ? text.slice(from, to) : decoder.decode(bytes?.subarray(from, to))));
      }
    }
  }
}

async function longRecord(file: TraceFile, row: number): Promise<Partial<EventRecord>> {
  const [line] = await readLines(file, [row], LONG_LINE);
  if (line === undefined) return {};
  return { ...(line.envelope as Partial<EventRecord>), payload: line.payloadCut ? line.payload : (parsePayload(line) ?? null) };
}

function parsed(text: string): Partial<EventRecord> {
  try {
    return JSON.parse(text) as Partial<EventRecord>;
  } catch {
    return {};
  }
}
