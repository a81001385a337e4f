import type { RunOutcome, RunRow } from "./api.ts";
import type { Database } from "./database.ts";
import { runQuery } from "./queries/run-query.ts";
import { runTotals, type RunTotals } from "./queries/runs.ts";
import { EVENTS_VIEW } from "./schema.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Workspace } from "./workspace.ts";

const CLOSING: ReadonlySet<string> = new Set<RunOutcome>(["passed", "failed", "ok", "error", "cancelled"]);

/** Every run that is open, summed up, in the order of the files. */
export async function runRows(workspace: Workspace, database: Database, view = EVENTS_VIEW): Promise<RunRow[]> {
  const totals = await runQuery(database, runTotals(view));
  return totals.flatMap((total) => {
    const file = workspace.fileOfRun(total.run);
    return file === undefined ? [] : [runRow(file, total)];
  });
}

function runRow(file: TraceFile, total: RunTotals): RunRow {
  const session = file.columns.sessions.texts[total.run - file.runBase] ?? "";
  return {
    run: total.run,
    file: file.file,
    session,
    title: total.title ?? "",
    agent: total.agent ?? "",
    framework: total.framework ?? "",
    model: total.model ?? "",
    task: total.task ?? "",
    attempt: total.attempt,
    score: total.score,
    outcome: outcomeOf(total),
    startUnixUs: total.start_us,
    durationMs: (total.end_us - total.start_us) / 1000,
    events: total.events,
    errors: total.errors,
    stopped: total.stopped,
    toolCalls: total.tool_calls,
    llmCalls: total.llm_calls,
    tokensIn: total.tokens_in,
    tokensOut: total.tokens_out,
    costUsd: total.cost_usd,
    timesDerived: total.start_us < EARLIEST_REAL_US,
    focusRow: total.first_error ?? total.first_stopped ?? total.first_failing ?? total.first_row,
  };
}

/** Importers without times count from 1970; no agent ran before 2000. */
export const EARLIEST_REAL_US = Date.UTC(2000, 0) * 1000;

function outcomeOf(total: RunTotals): RunOutcome {
  if (total.end_outcome !== null && CLOSING.has(total.end_outcome)) return total.end_outcome as RunOutcome;
  if (total.ended) return total.errors > 0 ? "error" : "ok";
  return "unfinished";
}
