import type { Database } from "../database.ts";
import type { Query } from "../sql/sql.ts";

/** Runs a query and gives its rows as plain objects of the declared type. Throws what the database says. */
export async function runQuery<Row>(database: Database, query: Query<Row>): Promise<Row[]> {
  const table = await database.query(query.text);
  const names = table.schema.fields.map((field) => field.name);
  return table.toArray().map((row) => Object.fromEntries(names.map((name) => [name, (row as Record<string, unknown>)[name]])) as Row);
}

/** The numbers of a one-column query. */
export async function numbersOf(database: Database, query: Query<{ readonly row: number }>): Promise<Set<number>> {
  const column = (await database.query(query.text)).getChildAt(0);
  return new Set(column === null ? [] : (column.toArray() as Int32Array));
}
