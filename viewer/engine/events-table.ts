import { COLUMN_INDEX, type EventBatch } from "../../format/arrow/batch.ts";
import { TextBuilder, type Builder } from "../../format/arrow/builders.ts";
import { builderData, int32Data, ipcStream, recordBatch, type ArrowColumn } from "../../format/arrow/encode.ts";
import type { Database } from "./database.ts";
import { addColumn, CREATE_LINKS, createTable, createView, deleteEvents, deleteLinks, dropEvents, type EventsNames } from "./queries/schema.ts";
import { ADDED_COLUMNS, EVENTS_VIEW, STORED_COLUMNS, TABLE, type StoredColumn } from "./schema.ts";
import { STORED_LINKS, type TraceColumns } from "./trace-columns.ts";
import type { TraceFile } from "./trace-file.ts";

/** Where a batch stands among all that is open. */
export interface BatchPlace {
  readonly file: number;
  /** Global row of the file's first event. */
  readonly rowBase: number;
  /** Global number of the file's first run. */
  readonly runBase: number;
  /** Row of the batch's first event, in the file. */
  readonly first: number;
}

/** What of a database is needed. */
type Store = Pick<Database, "insert" | "query">;

/**
 * Writes batches into the table behind the view `events`. Inserting a column costs the same whether it holds anything or
 * not, so the table only has the columns that were ever set; the view adds the others as nulls.
 */
export class EventsTable {
  readonly #database: Store;
  readonly #names: EventsNames;
  #columns: readonly StoredColumn[] | undefined;
  /** Batches of several files may come at once; columns are added by one at a time. */
  #turn: Promise<void> = Promise.resolve();

  /** Over a table and view of these names; those that all queries read, unless others are given. */
  constructor(database: Store, names: EventsNames = { table: TABLE, view: EVENTS_VIEW }) {
    this.#database = database;
    this.#names = names;
  }

  /** Makes an empty table and view, so that every query works before anything is open. */
  async create(): Promise<void> {
    this.#columns = [];
    await this.#database.query(createTable(this.#names));
    await this.#database.query(createView([], this.#names));
  }

  /** Makes the empty table of links between events. */
  async createLinks(): Promise<void> {
    await this.#database.query(CREATE_LINKS);
  }

  /** Resolves once every batch added so far is written. */
  settled(): Promise<void> {
    return this.#turn;
  }

  /** Appends a finished batch. */
  add(batch: EventBatch, columns: TraceColumns, place: BatchPlace): Promise<void> {
    const added = this.#turn.then(() => this.#add(batch, columns, place));
    this.#turn = added.catch(() => undefined);
    return added;
  }

  async #add(batch: EventBatch, columns: TraceColumns, place: BatchPlace): Promise<void> {
    const have = this.#columns ?? [];
    const isNew = (column: StoredColumn): boolean => !have.includes(column) && batch.builders[COLUMN_INDEX[column.key]]?.valid.count !== 0;
    const added = STORED_COLUMNS.filter(isNew);
    if (added.length > 0) await this.#addColumns(have, added);
    await this.#database.insert(this.#names.table, eventsIpc(batch, columns, place, this.#columns ?? []), false);
  }

  /** Writes the links of a file from the `first` on, once it is read, and again as it grows. Returns how many there are then. */
  async addLinks(file: TraceFile, first = 0): Promise<number> {
    const { linkType, linkFrom, linkTo } = file.columns;
    const rows = linkFrom.length - first;
    if (rows === 0) return first;
    const type = new TextBuilder();
    const names = STORED_LINKS.map((name) => new TextEncoder().encode(name));
    const [from, to] = [new Int32Array(rows), new Int32Array(rows)];
    for (let i = 0; i < rows; i++) {
      const link = first + i;
      const name = names[linkType.get(link)] as Uint8Array;
      type.set(i, name, 0, name.length);
      from[i] = file.rowBase + linkFrom.get(link);
      to[i] = linkTo.get(link) < 0 ? -1 : file.rowBase + linkTo.get(link);
    }
    type.finish(rows);
    const columns = [{ name: "type", data: builderData(type, rows) }, { name: "from_row", data: int32Data(from) }, { name: "to_row", data: int32Data(to) }];
    await this.#database.insert("links", ipcStream(recordBatch(columns, rows)), false);
    return first + rows;
  }

  /** Takes table and view away. */
  async drop(): Promise<void> {
    for (const statement of dropEvents(this.#names)) await this.#database.query(statement);
  }

  /** Takes the events and links of a file out. */
  async remove(file: number, rows: readonly [first: number, end: number]): Promise<void> {
    await this.#database.query(deleteEvents(file, this.#names));
    await this.#database.query(deleteLinks(...rows));
  }

  async #addColumns(have: readonly StoredColumn[], added: readonly StoredColumn[]): Promise<void> {
    for (const column of added) await this.#database.query(addColumn(column, this.#names));
    this.#columns = [...have, ...added];
    await this.#database.query(createView(this.#columns, this.#names));
  }
}

function eventsIpc(batch: EventBatch, columns: TraceColumns, place: BatchPlace, stored: readonly StoredColumn[]): Uint8Array {
  const own: ArrowColumn[] = stored.map((column) => ({
    name: column.key,
    data: builderData(batch.builders[COLUMN_INDEX[column.key]] as Builder, batch.rows),
  }));
  return ipcStream(recordBatch([...addedColumns(batch.rows, columns, place), ...own], batch.rows));
}

function addedColumns(rows: number, columns: TraceColumns, place: BatchPlace): ArrowColumn[] {
  const { rowBase, runBase, first } = place;
  const made = { row: new Int32Array(rows), file: new Int32Array(rows).fill(place.file), run: new Int32Array(rows), parent_row: new Int32Array(rows), flag: new Int32Array(rows) };
  for (let i = 0; i < rows; i++) {
    const parent = columns.parent.get(first + i);
    made.row[i] = rowBase + first + i;
    made.run[i] = runBase + columns.run.get(first + i);
    made.parent_row[i] = parent < 0 ? parent : rowBase + parent;
    made.flag[i] = columns.flag.get(first + i);
  }
  return ADDED_COLUMNS.map((name) => ({ name, data: int32Data(made[name]) }));
}
