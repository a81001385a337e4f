import { sql, type Query } from "../sql/sql.ts";

/** One kind of act in one run, and how often it was made there. */
export interface ActRow {
  readonly run: number;
  readonly agent: string | null;
  readonly tool: string;
  readonly kind: string;
  readonly error_class: string | null;
  readonly failing: boolean;
  readonly first_row: number;
  readonly made: number;
}

/** Acts with tools of some runs, by agent, tool and how they ended. */
export function actsOf(runs: readonly number[]): Query<ActRow> {
  return sql`
SELECT run, agent, tool, kind, error_class, flag > 0 AS failing, min(row) AS first_row, count(*)::INTEGER AS made
FROM events WHERE run IN (${runs}) AND tool IS NOT NULL AND kind IN ('tool_call', 'tool_result')
GROUP BY run, agent, tool, kind, error_class, failing ORDER BY run, first_row`;
}
