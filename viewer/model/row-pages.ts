import type { EventRow } from "../engine/api.ts";

/** Asks for rows [start, start + count) of one view; `null` if they could not be had. */
type LoadRows = (start: number, count: number) => Promise<readonly EventRow[] | null>;

const PAGE_ROWS = 128;
const KEPT_PAGES = 48;
const REQUESTS_AT_ONCE = 2;

/**
 * The rows of one view, fetched page by page as they come into sight and forgotten again when out of it, so memory
 * does not grow with the view. A page asked for while others are on their way waits; only the newest wish is kept, so
 * that flying over a million rows asks for few of them.
 */
export class RowPages {
  readonly rowCount: number;
  readonly #load: LoadRows;
  readonly #pages = new Map<number, readonly EventRow[]>();
  readonly #loading = new Map<number, Promise<void>>();
  #wanted: readonly number[] = [];
  #listener: (() => void) | null = null;

  constructor(rowCount: number, load: LoadRows) {
    this.rowCount = rowCount;
    this.#load = load;
  }

  /** Called after each page that arrives. One listener at a time. */
  listen(listener: (() => void) | null): void {
    this.#listener = listener;
  }

  /** The row at `index`, if its page is here. */
  at(index: number): EventRow | undefined {
    const page = Math.floor(index / PAGE_ROWS);
    return this.#pages.get(page)?.[index - page * PAGE_ROWS];
  }

  /** Rows [first, end) are in sight: fetches what is missing, middle first, and one page beyond either end. */
  show(first: number, end: number): void {
    const last = Math.max(first, end - 1);
    const from = Math.floor(first / PAGE_ROWS);
    const to = Math.floor(last / PAGE_ROWS);
    const pages: number[] = [];
    for (let page = from; page <= to; page++) pages.push(page);
    pages.push(to + 1, from - 1);
    for (const page of pages) this.#touch(page);
    this.#wanted = pages.filter((page) => this.#isMissing(page));
    this.#pump();
  }

  /** Resolves when rows [first, end) are here or could not be had. */
  async ready(first: number, end: number): Promise<void> {
    this.show(first, end);
    const from = Math.floor(first / PAGE_ROWS);
    const to = Math.floor(Math.max(first, end - 1) / PAGE_ROWS);
    const waits: Promise<void>[] = [];
    for (let page = from; page <= to; page++) if (this.#isMissing(page) || this.#loading.has(page)) waits.push(this.#fetch(page));
    await Promise.all(waits);
  }

  #isMissing(page: number): boolean {
    return page >= 0 && page * PAGE_ROWS < this.rowCount && !this.#pages.has(page) && !this.#loading.has(page);
  }

  #touch(page: number): void {
    const rows = this.#pages.get(page);
    if (rows === undefined) return;
    this.#pages.delete(page);
    this.#pages.set(page, rows);
  }

  #pump(): void {
    while (this.#loading.size < REQUESTS_AT_ONCE) {
      const next = this.#wanted.find((page) => this.#isMissing(page));
      if (next === undefined) return;
      void this.#fetch(next);
    }
  }

  #fetch(page: number): Promise<void> {
    const running = this.#loading.get(page);
    if (running !== undefined) return running;
    const start = page * PAGE_ROWS;
    const request = this.#load(start, Math.min(PAGE_ROWS, this.rowCount - start)).then(
      (rows) => this.#arrived(page, rows),
      () => this.#arrived(page, null),
    );
    this.#loading.set(page, request);
    return request;
  }

  #arrived(page: number, rows: readonly EventRow[] | null): void {
    this.#loading.delete(page);
    if (rows === null) {
      this.#wanted = this.#wanted.filter((wanted) => wanted !== page);
    } else {
      this.#pages.set(page, rows);
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= KEPT_PAGES) break;
        this.#pages.delete(oldest);
      }
      this.#listener?.();
    }
    this.#pump();
  }
}
