import { Blobs } from "./blobs.ts";
import type { InnerSideFile } from "./contracts/notes.ts";
import { Interner } from "./interner.ts";
import type { SharedTexts } from "./trace-columns.ts";
import type { TraceFile } from "./trace-file.ts";

/** Deepest chain of ancestors that is followed. */
const MOST_ANCESTORS = 20_000;

/** Numbers of rows and runs kept free behind a file that is followed, and how many may be: rows are 32-bit numbers. */
const ROWS_KEPT_FREE = 60_000_000;
const RUNS_KEPT_FREE = 1_000_000;
export const MOST_FOLLOWED = 24;

/** A row with the file it stands in; `local` is its number there. */
export interface Located {
  readonly file: TraceFile;
  readonly local: number;
}

/** Everything that is open. Global rows and runs are those of the files laid end to end, in the order they were read. */
export class Workspace {
  readonly shared: SharedTexts = { kinds: new Interner(), agents: new Interner(), outcomes: new Interner() };
  /** What payloads name and lies beside traces. */
  readonly blobs = new Blobs();
  /** Notes found inside archives. */
  readonly sideFiles: InnerSideFile[] = [];
  /** True once rows of anything that is open were shown. */
  isLookedAt = false;
  readonly #files: TraceFile[] = [];
  #version = 0;
  #waiting: (() => void)[] = [];

  get files(): readonly TraceFile[] {
    return this.#files;
  }

  get version(): number {
    return this.#version;
  }

  /** Files that hold rows, in row order. */
  get read(): readonly TraceFile[] {
    return this.#files.filter((file) => file.rows > 0).toSorted((a, b) => a.rowBase - b.rowBase);
  }

  /** True while any file is being read, or waits to be. */
  get isReading(): boolean {
    return this.#files.some(({ progress }) => progress.status === "reading" || progress.status === "waiting");
  }

  add(file: TraceFile): void {
    this.#files.push(file);
    this.changed();
  }

  remove(file: TraceFile): void {
    const at = this.#files.indexOf(file);
    if (at >= 0) this.#files.splice(at, 1);
    if (this.#files.length === 0) this.isLookedAt = false;
    this.changed();
  }

  file(number: number): TraceFile | undefined {
    return this.#files.find((file) => file.file === number);
  }

  /** Gives a file the next free rows and runs. Files are read one after another, so all others are complete, or have room to grow. */
  place(file: TraceFile): void {
    for (const other of this.#files) {
      if (other === file) continue;
      file.rowBase = Math.max(file.rowBase, other.rowBase + (other.isGrowing ? ROWS_KEPT_FREE : other.rows));
      file.runBase = Math.max(file.runBase, other.runBase + (other.isGrowing ? RUNS_KEPT_FREE : other.runs));
    }
  }

  /** Finds a global row; undefined if its file is closed. */
  locate(row: number): Located | undefined {
    const file = this.#files.find((candidate) => row >= candidate.rowBase && row < candidate.rowBase + candidate.rows);
    return file === undefined ? undefined : { file, local: row - file.rowBase };
  }

  /** The file a global run is in; undefined if it is closed. */
  fileOfRun(run: number): TraceFile | undefined {
    return this.#files.find((file) => run >= file.runBase && run < file.runBase + file.runs);
  }

  /** Place of a row in the reading order of everything open; -1 if it is closed or not yet ordered. */
  position(row: number): number {
    const found = this.locate(row);
    if (found === undefined) return -1;
    const position = found.file.order.positionOf[found.local];
    return position === undefined ? -1 : found.file.rowBase + position;
  }

  /** The row at a place of the reading order (see `position`). */
  rowAt(position: number): number {
    const found = this.locate(position);
    return found === undefined ? -1 : found.file.rowBase + (found.file.order.rowAt[found.local] ?? 0);
  }

  /** A row and its ancestors, nearest first. */
  lineage(row: number): number[] {
    const found = this.locate(row);
    if (found === undefined) return [];
    const { file } = found;
    const lineage: number[] = [];
    for (let local = found.local; local >= 0 && lineage.length <= MOST_ANCESTORS; local = file.columns.parent.get(local)) {
      if (file.columns.run.get(local) !== file.columns.run.get(found.local)) break;
      lineage.push(file.rowBase + local);
    }
    return lineage;
  }

  /** Says that something changed: everybody waiting in `after` goes on. */
  changed(): void {
    this.#version++;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves once the version is above `since`. */
  async after(since: number): Promise<void> {
    if (this.#version > since) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
