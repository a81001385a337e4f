import type { Table } from "apache-arrow";
import { TraceError } from "../../../../format/errors.ts";
import type { SqlAnalyses, SqlResult, SqlValue } from "../../contracts/sql.ts";
import { ADDED_COLUMNS, STORED_COLUMNS } from "../../schema.ts";
import { READY_QUERIES } from "../../queries/ready.ts";
import { whyNotReadOnly } from "../../sql/read-only.ts";
import type { Analysis } from "../index.ts";

const MOST_ROWS = 1000;
const MOST_MS = 20_000;
const LONGEST_TEXT = 2000;
/** Statements that stand alone and cannot be asked for a part of their answer. */
const WHOLE = /^\s*(?:describe|summarize|explain|show)\b/i;

/** Runs a statement of a person's: reading only, a bounded time, a bounded number of rows. Throws TraceError with what the database says. */
export const runSql: Analysis<SqlAnalyses["sql"]> = async ({ workspace, database, payloads }, { text }) => {
  const statement = text.replace(/[\s;]+$/, "");
  const why = whyNotReadOnly(statement);
  if (why !== "") throw refused(why);
  if (/\bpayloads\b/i.test(statement)) await payloads.ensure(workspace, database);
  const begun = performance.now();
  const table = await attempt(() => database.queryWithin(WHOLE.test(statement) ? statement : `SELECT * FROM (${statement}\n) LIMIT ${MOST_ROWS + 1}`, MOST_MS));
  return resultOf(table, performance.now() - begun);
};

async function attempt(run: () => Promise<Table>): Promise<Table> {
  try {
    return await run();
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

function refused(cause: string): TraceError {
  return new TraceError({ code: "unreadable", cause, place: "the statement", next: "Change the statement and run it again; the names of tables and columns stand beside it." });
}

function resultOf(table: Table, elapsedMs: number): SqlResult {
  const rows: (readonly SqlValue[])[] = [];
  for (let index = 0; index < Math.min(table.numRows, MOST_ROWS); index++) rows.push(table.schema.fields.map((_, column) => valueOf(table.getChildAt(column)?.get(index))));
  return { columns: table.schema.fields.map(({ name, type }) => ({ name, type: String(type) })), rows, cut: table.numRows > MOST_ROWS, elapsedMs };
}

function valueOf(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number(value);
  const text = typeof value === "string" ? value : Symbol.iterator in Object(value) ? `[${[...(value as Iterable<unknown>)].map(String).join(", ")}]` : JSON.stringify(value);
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

const ADDED_DOCS: Readonly<Record<(typeof ADDED_COLUMNS)[number], string>> = {
  row: "Number of the event on this page; press it in a result to go there.",
  file: "Number of the file.",
  run: "Number of the run.",
  parent_row: "Row of the enclosing event; -1 for none, -2 if it is missing.",
  flag: "1 failing, 2 stopped, 0 neither.",
};
const LINK_COLUMNS = [
  { name: "type", type: "text", doc: "upstream, evidence, related or reply_to." },
  { name: "from_row", type: "int", doc: "The event that names the other." },
  { name: "to_row", type: "int", doc: "The event named; -1 if it does not exist." },
];
const PAYLOAD_COLUMNS = [
  { name: "row", type: "int", doc: "Number of the event." },
  { name: "payload", type: "text", doc: "JSON text of its payload. Copied into the database when first asked for." },
];

/** What may be asked about. */
export const sqlSchema: Analysis<SqlAnalyses["sql-schema"]> = async (_context, { run }) => ({
  tables: [
    { name: "events", doc: "Every event of everything open, without payloads.", columns: [...ADDED_COLUMNS.map((name) => ({ name, type: "int", doc: ADDED_DOCS[name] })), ...STORED_COLUMNS.map(({ key, type, doc }) => ({ name: key, type, doc }))] },
    { name: "links", doc: "How events point at one another.", columns: LINK_COLUMNS },
    { name: "payloads", doc: "The payloads as text.", columns: PAYLOAD_COLUMNS },
  ],
  ready: READY_QUERIES.map(({ title, text }) => ({ title, text: text.replaceAll("$run", String(run ?? 0)) })),
});
