import type { SqlResult, SqlSchema, SqlValue } from "../engine/contracts/sql.ts";

const KEYWORDS = ["select", "from", "where", "group by", "order by", "limit", "count(*)", "filter", "join", "using", "distinct", "having", "case when", "coalesce", "contains", "round", "quantile_cont", "regexp_extract", "lower"];
const MOST_OFFERED = 8;
const WORD = /[a-z_][a-z0-9_]*$/i;

/** Something that may stand at the cursor. */
export interface Completion {
  readonly text: string;
  readonly doc: string;
}

/** What begins as the word before the cursor does: columns first, then tables, then words of the language. */
export function completionsAt(text: string, cursor: number, schema: SqlSchema | null): readonly Completion[] {
  const begun = WORD.exec(text.slice(0, cursor))?.[0].toLowerCase() ?? "";
  if (begun.length === 0) return [];
  const tables = schema?.tables ?? [];
  const columns = new Map(tables.flatMap((table) => table.columns.map(({ name, type, doc }) => [name, `${type} · ${doc}`] as const)));
  const all: readonly Completion[] = [
    ...[...columns].map(([name, doc]) => ({ text: name, doc })),
    ...tables.map(({ name, doc }) => ({ text: name, doc: `table · ${doc}` })),
    ...KEYWORDS.map((keyword) => ({ text: keyword, doc: "" })),
  ];
  return all.filter((item) => item.text.toLowerCase().startsWith(begun) && item.text.toLowerCase() !== begun).slice(0, MOST_OFFERED);
}

/** The text with the word before the cursor completed, and where the cursor then stands. */
export function complete(text: string, cursor: number, completion: string): { readonly text: string; readonly cursor: number } {
  const before = text.slice(0, cursor).replace(WORD, "");
  return { text: `${before}${completion}${text.slice(cursor)}`, cursor: before.length + completion.length };
}

/** Which columns of a result make a bar chart: the first of texts and the first of numbers; null if there is no such pair. */
export function chartOf(result: SqlResult): { readonly label: number; readonly value: number; readonly most: number } | null {
  const isNumber = (column: number): boolean => result.rows.length > 0 && result.rows.every((row) => row[column] === null || typeof row[column] === "number") && result.rows.some((row) => row[column] !== null);
  const label = result.columns.findIndex((_, column) => result.rows.some((row) => typeof row[column] === "string"));
  const value = result.columns.findIndex(({ name }, column) => column !== label && name !== "row" && name !== "run" && isNumber(column));
  if (label < 0 || value < 0) return null;
  const most = result.rows.reduce((high, row) => Math.max(high, Number(row[value] ?? 0)), 0);
  return most > 0 ? { label, value, most } : null;
}

/** A result as tab-separated text, for spreadsheets. */
export function toTsv({ columns, rows }: SqlResult): string {
  const cell = (value: SqlValue): string => String(value ?? "").replaceAll(/[\t\r\n]+/g, " ");
  return [columns.map(({ name }) => name), ...rows].map((row) => row.map(cell).join("\t")).join("\n");
}
