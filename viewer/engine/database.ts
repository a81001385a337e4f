import type { Table } from "apache-arrow";

/** The SQL engine behind a port: Arrow in, Arrow out. */
export interface Database {
  /** Name and version, for people. */
  readonly title: string;
  /** Appends a whole Arrow IPC stream to a table; makes the table first if `create`. The bytes are handed over. */
  insert(table: string, ipc: Uint8Array, create: boolean): Promise<void>;
  /** Runs one statement. Throws an Error with the database's message. */
  query(sql: string): Promise<Table>;
  /** The same for a statement of a person's: beside the others, and stopped after `ms`. Throws what the database says, or that it took too long. */
  queryWithin(sql: string, ms: number): Promise<Table>;
  /** Frees everything. */
  close(): Promise<void>;
}

/** Statements every connection runs first: nothing may be fetched at run time, and no table may be a file or an address (`FROM 'https://…'`). */
export const OFFLINE_SETTINGS: readonly string[] = ["SET autoinstall_known_extensions=false", "SET autoload_known_extensions=false", "SET enable_external_access=false"];
