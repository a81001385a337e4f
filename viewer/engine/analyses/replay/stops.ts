import type { ConditionFault, ReplayAnalyses } from "../../contracts/replay.ts";
import { rowsWhere } from "../../queries/conditions.ts";
import { numbersOf } from "../../queries/run-query.ts";
import type { Analysis, AnalysisContext } from "../index.ts";
import { parseCondition, type Condition } from "./condition.ts";

const MOST_STOPS = 100_000;
/** More hits of a text make no useful place to stop at. */
const MOST_HITS = 20_000;

/** Where any of the conditions holds. A condition with a fault stops nothing and says why; the others go on. */
export const replayStops: Analysis<ReplayAnalyses["replay-stops"]> = async (context, { run, conditions }) => {
  const which = new Map<number, number>();
  const told: { readonly count: number; readonly fault: ConditionFault | null }[] = [];
  let cut = false;
  for (const [at, source] of conditions.entries()) {
    const answer = await holdsAt(context, run, source);
    told.push({ count: answer.rows.size, fault: answer.fault });
    cut ||= answer.rows.size > MOST_STOPS;
    for (const row of answer.rows) if (!which.has(row)) which.set(row, at);
  }
  const rows = Int32Array.from(which.keys()).sort().subarray(0, MOST_STOPS);
  return { rows: rows.slice(), which: Uint16Array.from(rows, (row) => which.get(row) ?? 0), conditions: told, cut: cut || which.size > MOST_STOPS };
};

async function holdsAt(context: AnalysisContext, run: number, source: string): Promise<{ readonly rows: ReadonlySet<number>; readonly fault: ConditionFault | null }> {
  const parsed = parseCondition(source);
  if (!parsed.ok) return { rows: new Set(), fault: parsed.fault };
  const hits = new Map<string, Int32Array>();
  for (const text of textsOf(parsed.condition)) {
    const { rows, cut } = await context.searcher.search({ text, run });
    if (rows.length > MOST_HITS || cut) return { rows: new Set(), fault: { at: source.indexOf(text), message: `“${text}” stands in too many events; write more of it` } };
    hits.set(text, rows);
  }
  return { rows: await numbersOf(context.database, rowsWhere(run, parsed.condition, hits, MOST_STOPS + 1)), fault: null };
}

function textsOf(condition: Condition): string[] {
  switch (condition.type) {
    case "and":
    case "or":
      return condition.of.flatMap(textsOf);
    case "not":
      return textsOf(condition.of);
    case "text":
      return [condition.text];
    case "mark":
    case "has":
    case "compare":
      return [];
  }
}
