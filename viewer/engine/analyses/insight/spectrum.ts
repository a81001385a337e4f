import type { EventRef, SpectrumInfo } from "../../contracts/insight.ts";
import { runQuery } from "../../queries/run-query.ts";
import { actsOf, type ActRow } from "../../queries/spectrum.ts";
import { runRows } from "../../run-rows.ts";
import { rankActs, type RunActs } from "../cause/spectrum.ts";
import type { AnalysisContext } from "../index.ts";

/** Runs of one task compared at most. */
const MOST_RUNS = 500;
const MOST_ACTS = 8;
const FAILED: ReadonlySet<string> = new Set(["failed", "error"]);
const PASSED: ReadonlySet<string> = new Set(["passed", "ok"]);

/** What this run does that failing runs of its task do more often than passing ones; with a note that says on what it rests, or why it cannot be told. */
export async function spectrumOf({ workspace, database }: AnalysisContext, run: number, ref: (row: number) => EventRef | undefined): Promise<{ readonly acts: readonly SpectrumInfo[]; readonly note: string }> {
  const rows = await runRows(workspace, database);
  const task = rows.find((row) => row.run === run)?.task ?? "";
  if (task === "") return { acts: [], note: "This run names no task, so there are no others to set it against." };
  const judged = rows.filter((row) => row.task === task && (FAILED.has(row.outcome) || PASSED.has(row.outcome))).slice(0, MOST_RUNS);
  const [failed, passed] = [judged.filter((row) => FAILED.has(row.outcome)).length, judged.filter((row) => PASSED.has(row.outcome)).length];
  if (failed === 0 || passed === 0) return { acts: [], note: `Open runs of task ${task}: ${failed} failed, ${passed} passed. Both are needed to tell what goes with failing; open more runs of it.` };
  const acts = await runQuery(database, actsOf(judged.map((row) => row.run)));
  const byRun = new Map<number, Set<string>>(judged.map((row) => [row.run, new Set<string>()]));
  for (const act of acts) byRun.get(act.run)?.add(nameOf(act));
  const runs = judged.map((row): RunActs => ({ failed: FAILED.has(row.outcome), acts: byRun.get(row.run) ?? new Set<string>() }));
  const firstRow = new Map(acts.filter((act) => act.run === run).map((act) => [nameOf(act), act.first_row]));
  const ranked = rankActs(firstRow.keys(), runs).slice(0, MOST_ACTS);
  const infos = ranked.flatMap(({ act, value, failedWith, passedWith }): SpectrumInfo[] => {
    const event = ref(firstRow.get(act) ?? -1);
    return event === undefined ? [] : [{ act, event, suspicion: value, failedWith, failed, passedWith, passed }];
  });
  return { acts: infos, note: `${judged.length} runs of task ${task} are open: ${failed} failed, ${passed} passed.` };
}

function nameOf({ agent, tool, kind, error_class: errorClass, failing }: ActRow): string {
  const what = kind === "tool_call" ? `calls ${tool}` : `${tool} ${failing ? `fails${errorClass === null ? "" : ` (${errorClass})`}` : "answers"}`;
  return agent === null ? what : `${agent}: ${what}`;
}
