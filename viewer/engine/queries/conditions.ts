import type { Comparison, Condition } from "../analyses/replay/condition.ts";
import { identifier, join, sql, type Query, type Sql } from "../sql/sql.ts";

const MARKS = { failing: 1, stopped: 2 } as const;
/** Signs that mean the same in SQL; `~` and texts are written out below. */
const SIGNS: Readonly<Record<Exclude<Comparison, "~">, string>> = { "=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" };

/** Rows of a run at which a condition holds, in order. `rowsWithText` gives the rows that hold a text. */
export function rowsWhere(run: number, condition: Condition, rowsWithText: ReadonlyMap<string, Int32Array>, limit: number): Query<{ readonly row: number }> {
  return sql`SELECT row FROM events WHERE run = ${run} AND coalesce(${conditionSql(condition, rowsWithText)}, false) ORDER BY row LIMIT ${limit}`;
}

function conditionSql(condition: Condition, rowsWithText: ReadonlyMap<string, Int32Array>): Sql {
  switch (condition.type) {
    case "and":
    case "or":
      return sql`(${join(condition.of.map((inner) => conditionSql(inner, rowsWithText)), condition.type === "and" ? " AND " : " OR ")})`;
    case "not":
      return sql`NOT coalesce(${conditionSql(condition.of, rowsWithText)}, false)`;
    case "mark":
      return sql`flag = ${MARKS[condition.mark]}`;
    case "has":
      return sql`${identifier(condition.member)} IS NOT NULL`;
    case "text": {
      const rows = rowsWithText.get(condition.text) ?? new Int32Array(0);
      return rows.length === 0 ? sql`false` : sql`row IN (${[...rows]})`;
    }
    case "compare":
      return typeof condition.value === "number" ? numberSql(condition.member, condition.how, condition.value) : textSql(condition.member, condition.how, condition.value);
  }
}

function numberSql(member: string, how: Comparison, value: number): Sql {
  return sql`${identifier(member)} ${{ text: how === "~" ? "=" : SIGNS[how] }} ${value}`;
}

/** `=` takes `*` for anything; `~` means: stands somewhere in it. Letter case is folded. */
function textSql(member: string, how: Comparison, value: string): Sql {
  const column = sql`lower(${identifier(member)})`;
  const wanted = value.toLowerCase();
  if (how === "~") return sql`contains(${column}, ${wanted})`;
  if (!wanted.includes("*")) return sql`${column} ${{ text: how === "!=" ? "<>" : "=" }} ${wanted}`;
  const pattern = wanted.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll(/\*+/g, "%");
  return how === "!=" ? sql`${column} NOT LIKE ${pattern} ESCAPE '\\'` : sql`${column} LIKE ${pattern} ESCAPE '\\'`;
}
