import type { ColumnKey } from "../../../format/arrow/columns.ts";
import type { ViewSpec } from "../api.ts";
import { identifier, join, sql, type Query, type Sql } from "../sql/sql.ts";

const FILTERS: readonly { readonly member: "agents" | "tools" | "models" | "outcomes"; readonly column: ColumnKey }[] = [
  { member: "agents", column: "agent" },
  { member: "tools", column: "tool" },
  { member: "models", column: "model" },
  { member: "outcomes", column: "outcome" },
];

/** Rows that pass the filters of a view on envelope columns; undefined if there are none. */
export function filterRows(spec: ViewSpec): Query<{ readonly row: number }> | undefined {
  const conditions: Sql[] = [];
  for (const { member, column } of FILTERS) {
    const values = spec[member];
    if (values !== undefined && values.length > 0) conditions.push(sql`coalesce(${identifier(column)}, '') IN (${values})`);
  }
  if (conditions.length === 0) return undefined;
  if (spec.run !== null) conditions.push(sql`run = ${spec.run}`);
  return sql`SELECT row FROM events WHERE ${join(conditions, " AND ")}`;
}

/** Distinct values of a column with their counts, most frequent first. */
export function facetCounts(run: number | null, column: ColumnKey, limit: number): Query<{ readonly value: string; readonly count: number }> {
  const scope = run === null ? sql`true` : sql`run = ${run}`;
  return sql`SELECT ${identifier(column)}::VARCHAR AS value, count(*)::INTEGER AS count FROM events
WHERE ${scope} AND ${identifier(column)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit}`;
}

/** Sessions of a file whose sequence numbers do not run from 0 without gaps. */
export function sequenceGaps(file: number): Query<{ readonly run: number; readonly events: number; readonly distinct_seq: number; readonly last: number; readonly first_row: number }> {
  return sql`SELECT run, count(seq)::INTEGER AS events, count(DISTINCT seq)::INTEGER AS distinct_seq, max(seq) AS last, min(row) AS first_row
FROM events WHERE file = ${file} GROUP BY run HAVING count(seq) > 0 AND (count(DISTINCT seq) < count(seq) OR max(seq) + 1 <> count(DISTINCT seq) OR count(seq) < count(*))`;
}
