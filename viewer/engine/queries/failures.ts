import { sql, type Query } from "../sql/sql.ts";

/** Tokens of the model answer that came next after each failing or stopped event of the same run. */
export const TOKENS_AFTER_FAILURES: Query<{ readonly row: number; readonly tokens: number }> = sql`
SELECT failure.row AS row, answer.tokens AS tokens
FROM (SELECT row, run FROM events WHERE flag <> 0) AS failure
ASOF JOIN (SELECT row, run, (coalesce(tokens_in, 0) + coalesce(tokens_out, 0))::DOUBLE AS tokens FROM events WHERE tokens_in IS NOT NULL OR tokens_out IS NOT NULL) AS answer
ON failure.run = answer.run AND failure.row < answer.row`;

/** The last row at which a tool worked, by run and tool. */
export const LAST_SUCCESS: Query<{ readonly run: number; readonly tool: string; readonly row: number }> = sql`
SELECT run, tool, max(row) AS row FROM events WHERE kind = 'tool_result' AND flag = 0 AND tool IS NOT NULL GROUP BY run, tool`;
