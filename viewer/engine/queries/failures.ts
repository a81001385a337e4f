import { sql, type Query } from "../sql/sql.ts";

/** Tokens of every model answer that has any, by row. */
export const TOKENS_OF_ANSWERS: Query<{ readonly row: number; readonly run: number; readonly tokens: number }> = sql`
SELECT row, run, (coalesce(tokens_in, 0) + coalesce(tokens_out, 0))::DOUBLE AS tokens
FROM events WHERE tokens_in IS NOT NULL OR tokens_out IS NOT NULL ORDER BY row LIMIT 500000`;

/** The last row at which a tool worked, by run and tool. */
export const LAST_SUCCESS: Query<{ readonly run: number; readonly tool: string; readonly row: number }> = sql`
SELECT run, tool, max(row) AS row FROM events WHERE kind = 'tool_result' AND flag = 0 AND tool IS NOT NULL GROUP BY run, tool`;
