import type { ColumnType } from "../../../format/arrow/columns.ts";
import { ADDED_COLUMNS, STORED_COLUMNS, type StoredColumn } from "../schema.ts";
import { identifier, join, sql } from "../sql/sql.ts";

const TYPES: Readonly<Record<ColumnType, string>> = { text: "VARCHAR", int: "INTEGER", number: "DOUBLE", list: "VARCHAR[]" };

/** The table events are stored in, and the view over it that has every column. */
export interface EventsNames {
  readonly table: string;
  readonly view: string;
}

/** Makes the stored table with the added columns alone. */
export function createTable({ table }: EventsNames): string {
  const added = ADDED_COLUMNS.map((name) => sql`${identifier(name)} INTEGER`);
  return sql`CREATE OR REPLACE TABLE ${identifier(table)} (${join(added, ", ")})`.text;
}

/** The view: every column, those never set as nulls. */
export function createView(stored: readonly StoredColumn[], { table, view }: EventsNames): string {
  const columns = STORED_COLUMNS.map((column) =>
    stored.includes(column) ? identifier(column.key) : sql`NULL::${{ text: TYPES[column.type] }} AS ${identifier(column.key)}`,
  );
  const added = ADDED_COLUMNS.map((name) => identifier(name));
  return sql`CREATE OR REPLACE VIEW ${identifier(view)} AS SELECT ${join([...added, ...columns], ", ")} FROM ${identifier(table)}`.text;
}

/** Adds a column of nulls to the stored table. */
export function addColumn(column: StoredColumn, { table }: EventsNames): string {
  return sql`ALTER TABLE ${identifier(table)} ADD COLUMN ${identifier(column.key)} ${{ text: TYPES[column.type] }}`.text;
}

/** Removes the view and its table. */
export function dropEvents({ table, view }: EventsNames): readonly string[] {
  return [sql`DROP VIEW IF EXISTS ${identifier(view)}`.text, sql`DROP TABLE IF EXISTS ${identifier(table)}`.text];
}

/** The table of links between events. */
export const CREATE_LINKS = "CREATE OR REPLACE TABLE links (type VARCHAR, from_row INTEGER, to_row INTEGER)";

/** Removes the events of a file. */
export function deleteEvents(file: number, { table }: EventsNames): string {
  return sql`DELETE FROM ${identifier(table)} WHERE file = ${file}`.text;
}

/** Removes the links of rows [first, end). */
export function deleteLinks(first: number, end: number): string {
  return sql`DELETE FROM links WHERE from_row >= ${first} AND from_row < ${end}`.text;
}
