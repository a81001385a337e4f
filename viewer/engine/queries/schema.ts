import type { ColumnType } from "../../../format/arrow/columns.ts";
import { ADDED_COLUMNS, STORED_COLUMNS, TABLE, type StoredColumn } from "../schema.ts";
import { identifier, join, sql } from "../sql/sql.ts";

const TYPES: Readonly<Record<ColumnType, string>> = { text: "VARCHAR", int: "INTEGER", number: "DOUBLE", list: "VARCHAR[]" };

/** Makes the stored table with the added columns and these members. */
export function createTable(columns: readonly StoredColumn[]): string {
  const added = ADDED_COLUMNS.map((name) => sql`${identifier(name)} INTEGER`);
  const stored = columns.map((column) => sql`${identifier(column.key)} ${{ text: TYPES[column.type] }}`);
  return sql`CREATE OR REPLACE TABLE ${identifier(TABLE)} (${join([...added, ...stored], ", ")})`.text;
}

/** The view `events`: every column, those never set as nulls. */
export function createView(stored: readonly StoredColumn[]): string {
  const columns = STORED_COLUMNS.map((column) =>
    stored.includes(column) ? identifier(column.key) : sql`NULL::${{ text: TYPES[column.type] }} AS ${identifier(column.key)}`,
  );
  const added = ADDED_COLUMNS.map((name) => identifier(name));
  return sql`CREATE OR REPLACE VIEW events AS SELECT ${join([...added, ...columns], ", ")} FROM ${identifier(TABLE)}`.text;
}

/** Adds a column of nulls to the stored table. */
export function addColumn(column: StoredColumn): string {
  return sql`ALTER TABLE ${identifier(TABLE)} ADD COLUMN ${identifier(column.key)} ${{ text: TYPES[column.type] }}`.text;
}

/** The table of links between events. */
export const CREATE_LINKS = "CREATE OR REPLACE TABLE links (type VARCHAR, from_row INTEGER, to_row INTEGER)";

/** Removes the events of a file. */
export function deleteEvents(file: number): string {
  return sql`DELETE FROM ${identifier(TABLE)} WHERE file = ${file}`.text;
}

/** Removes the links of rows [first, end). */
export function deleteLinks(first: number, end: number): string {
  return sql`DELETE FROM links WHERE from_row >= ${first} AND from_row < ${end}`.text;
}
