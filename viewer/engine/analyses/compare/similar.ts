import { TraceError } from "../../../../format/errors.ts";
import type { CompareAnalyses, SimilarFailure } from "../../contracts/compare.ts";
import { kindOf } from "../../event-rows.ts";
import { parsePayload, readLines, type EventLine } from "../../line-reader.ts";
import { FLAG_FAILING } from "../../trace-columns.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Located } from "../../workspace.ts";
import type { Analysis } from "../index.ts";
import { TermIndex } from "./term-index.ts";
import { failureTerms } from "./failure-terms.ts";

const MOST_FAILURES = 20_000;
const PAYLOAD_BYTES = 8 * 1024;
const MOST_SHOWN = 12;
const MOST_FIXES = 4;
/** Likeness below which two failures have only common words together. */
const LEAST_LIKENESS = 0.15;
/** Events after a failure that are looked through for what mended it. */
const LOOK_AHEAD = 400;

interface Failure extends Located {
  readonly terms: readonly string[];
  readonly message: string;
}

/** The failures of other runs most like one, and what came after them that worked. */
export const similar: Analysis<CompareAnalyses["similar"]> = async ({ workspace }, { row }) => {
  const at = workspace.locate(row);
  if (at === undefined) throw new TraceError({ code: "cancelled", cause: "the event is no longer open", place: "engine", next: "Open its file again." });
  const [self] = await readFailures(at.file, [at.local]);
  const found: Failure[] = [];
  for (const file of workspace.read) found.push(...(await readFailures(file, failingRows(file, MOST_FAILURES - found.length))));
  const run = at.file.columns.run.get(at.local);
  const others = found.filter((failure) => failure.file !== at.file || failure.file.columns.run.get(failure.local) !== run);
  if (self === undefined || others.length === 0) return { message: self?.message ?? "", considered: 0, found: [], missing: "No other run that is open has a failure." };
  const index = new TermIndex(others.map(({ terms }) => terms));
  const nearest = index.nearest(self.terms, MOST_SHOWN).filter(({ likeness }) => likeness >= LEAST_LIKENESS);
  const shown = await Promise.all(nearest.map(({ index: place, likeness }) => describe(others[place] as Failure, likeness)));
  return { message: self.message, considered: others.length, found: shown, missing: shown.length > 0 ? "" : "No failure of another run is like this one." };
};

function failingRows(file: TraceFile, most: number): number[] {
  const rows: number[] = [];
  const { flag } = file.columns;
  for (let local = 0; local < file.rows && rows.length < most; local++) if (flag.get(local) === FLAG_FAILING && kindOf(file, local) !== "agent_end") rows.push(local);
  return rows;
}

async function readFailures(file: TraceFile, rows: readonly number[]): Promise<Failure[]> {
  const lines = await readLines(file, rows, PAYLOAD_BYTES);
  return rows.map((local, index) => {
    const line = lines[index] as EventLine;
    return { file, local, ...failureTerms(kindOf(file, local), line.envelope, parsePayload(line) ?? line.payload) };
  });
}

async function describe(failure: Failure, likeness: number): Promise<SimilarFailure> {
  const { file, local } = failure;
  const run = file.columns.run.get(local);
  const [own] = await readLines(file, [local], 0);
  const fixes = await fixesAfter(file, local, own?.envelope.tool);
  const notes = file.links.of(local).filter(({ type, to }) => type === "related_by" && to >= 0 && kindOf(file, to) === "annotation");
  return {
    row: file.rowBase + local,
    run: file.runBase + run,
    file: file.file,
    session: file.columns.sessions.texts[run] ?? "",
    likeness,
    message: failure.message,
    fixes: fixes.map((fix) => ({ ...fix, row: file.rowBase + fix.local })),
    notes: notes.map(({ to }) => file.rowBase + to),
  };
}

interface Fix {
  readonly local: number;
  readonly how: SimilarFailure["fixes"][number]["how"];
}

/** What came after a failure in its run and worked: repairs that held, and the first good result of the same tool. */
async function fixesAfter(file: TraceFile, local: number, tool: string | undefined): Promise<Fix[]> {
  const { columns } = file;
  const run = columns.run.get(local);
  const later: number[] = [];
  for (let next = local + 1; next < file.rows && later.length < LOOK_AHEAD; next++) {
    const kind = kindOf(file, next);
    if (columns.run.get(next) === run && (kind === "repair_attempt" || kind === "tool_result")) later.push(next);
  }
  const lines = await readLines(file, later, 0);
  const fixes: Fix[] = [];
  let again = false;
  for (const [index, next] of later.entries()) {
    const { envelope } = lines[index] as EventLine;
    if (fixes.length >= MOST_FIXES) break;
    if (kindOf(file, next) === "repair_attempt") fixes.push({ local: next, how: envelope.outcome === "ok" || envelope.outcome === "passed" ? "repair that held" : "repair that failed" });
    else if (!again && tool !== undefined && envelope.tool === tool && columns.flag.get(next) === 0) {
      again = true;
      fixes.push({ local: next, how: "same tool, worked" });
    }
  }
  return fixes;
}
