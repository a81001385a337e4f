import { COLUMNS, type Column, type ColumnKey } from "../../format/arrow/columns.ts";

/** Members the table has in another form (as `run` and `parent_row`, as rows of `links`) or not at all. */
const NOT_STORED: ReadonlySet<ColumnKey> = new Set(["session", "trace", "parent", "reply_to", "span", "upstream", "evidence", "related", "derived", "prev"]);

/** An envelope member that is a column of `events`. */
export type StoredColumn = Column;

/** Envelope members that are columns of `events`, in order. */
export const STORED_COLUMNS: readonly StoredColumn[] = COLUMNS.filter((column) => !NOT_STORED.has(column.key));

/** Columns the engine adds: numbers of row, file and run, row of the parent (-1 none, -2 missing), mark (1 failing, 2 stopped). */
export const ADDED_COLUMNS = ["row", "file", "run", "parent_row", "flag"] as const;

/** The view all queries read, and the table behind it. */
export const EVENTS_VIEW = "events";
export const TABLE = "events_stored";
