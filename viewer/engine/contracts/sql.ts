/** A value of a result as the page shows it. */
export type SqlValue = string | number | boolean | null;

export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** True if there are more rows than are given. */
  readonly cut: boolean;
  readonly elapsedMs: number;
}

/** What a person may ask about: tables with their columns, and questions ready to ask. */
export interface SqlSchema {
  readonly tables: readonly { readonly name: string; readonly doc: string; readonly columns: readonly { readonly name: string; readonly type: string; readonly doc: string }[] }[];
  readonly ready: readonly { readonly title: string; readonly text: string }[];
}

export interface SqlAnalyses {
  /** Runs one reading statement; a failure's `cause` is what the database says. */
  readonly sql: { readonly params: { readonly text: string }; readonly result: SqlResult };
  readonly "sql-schema": { readonly params: { readonly run: number | null }; readonly result: SqlSchema };
}
