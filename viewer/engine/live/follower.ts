import { EventBatch } from "../../../format/arrow/batch.ts";
import type { EventsTable } from "../events-table.ts";
import { insertBatch, type IngestEnd } from "../ingest.ts";
import { GROWING_MS, type TraceFile } from "../trace-file.ts";
import type { Workspace } from "../workspace.ts";
import type { HandleSource } from "./handle-source.ts";
import type { AlertWatch } from "./alert-watch.ts";

/** Pauses between two looks: while the file grows, and after it has been still for a while. */
const BUSY_MS = 60;
const IDLE_MS = 250;
const STILL_AFTER_MS = 30_000;
const PIECE = 8 * 1024 * 1024;
/** A last line without its end is taken for cut, or for whole if it is one, once the file has been still for so long. */
const TAIL_WAIT_MS = 2000;
/** The reading order costs as much as the file is long: it is made anew at most this share of the time. */
const ORDER_SHARE = 5;
const NEWLINE = 0x0a;
/** Batches the database may be behind. */
const MOST_STORING = 32;
/** Bytes of the beginning by which a file is known again, and the pause between two looks at them. */
const HEAD_BYTES = 256;
const HEAD_PAUSE_MS = 1000;

interface FollowerParts {
  readonly file: TraceFile;
  readonly source: HandleSource;
  readonly table: EventsTable;
  readonly workspace: Workspace;
  readonly alerts: AlertWatch;
}

/** Reads what is appended to a trace, as `tail -f` does: only whole lines, only new bytes. Ends when the file is closed, replaced or lost. */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #end: IngestEnd;
  #consumed: number;
  #head: Uint8Array | undefined;
  #headDueMs = 0;
  #isUnordered = false;
  #wasGrowing = false;
  #orderDueMs = 0;
  #links: number;
  /** Batches the database is still writing, and why it could not write one. */
  #storing = 0;
  #failure: unknown;
  /** Where a last line without its end stands and when it was first seen; it is judged once. */
  #tail = { at: -1, sinceMs: 0, isJudged: false };

  constructor(parts: FollowerParts, end: IngestEnd) {
    this.#parts = parts;
    this.#end = end;
    this.#consumed = end.consumed;
    this.#links = parts.file.columns.linkFrom.length;
  }

  /** Follows until there is nothing more to follow. */
  async run(): Promise<void> {
    const { file, source, workspace, alerts } = this.#parts;
    file.live = "following";
    workspace.changed();
    await alerts.readEarlier(file, source).catch(() => undefined);
    while (this.#goesOn) {
      await new Promise((resolve) => setTimeout(resolve, this.#pauseMs()));
      if (!this.#goesOn || this.#isPaused) continue;
      try {
        await this.look();
      } catch (error) {
        this.#stop("lost", `The file can no longer be read (${error instanceof Error ? error.name : String(error)}). What was read of it stays.`);
      }
    }
  }

  get #goesOn(): boolean {
    const { cancelled, live } = this.#parts.file;
    return !cancelled && (live === "following" || live === "paused");
  }

  get #isPaused(): boolean {
    return this.#parts.file.live === "paused";
  }

  /** Looks once: reads whole lines that were appended. */
  async look(): Promise<void> {
    const { file, source } = this.#parts;
    if (this.#failure !== undefined) throw this.#failure;
    await source.refresh();
    if (source.size < this.#consumed || !(await this.#isSameFile())) {
      this.#stop("replaced", "The file was truncated, or another one was put in its place. What was read of it stays; read it again to see what is there now.");
      return;
    }
    file.progress.bytes = source.size;
    while (this.#consumed < source.size && !file.cancelled && (await this.#readPiece()));
    await this.#judgeTail();
    this.#order();
  }

  /** A recorder that was killed leaves a line without its end: that is said, and the line is read on if it goes on after all. */
  async #judgeTail(): Promise<void> {
    const { file, source, workspace } = this.#parts;
    if (this.#consumed >= source.size) return;
    if (this.#tail.at !== source.size) this.#tail = { at: source.size, sinceMs: performance.now(), isJudged: false };
    if (this.#tail.isJudged || performance.now() - this.#tail.sinceMs < TAIL_WAIT_MS) return;
    this.#tail.isJudged = true;
    const bytes = await source.slice(this.#consumed, source.size);
    if (isWholeJson(bytes)) {
      await this.#take(bytes, true);
      return;
    }
    file.report.skip({ line: this.#end.scanner.lines + 1, byteOffset: this.#consumed, byteLength: bytes.length, code: "torn_tail", message: "The last line is cut off: the recorder was stopped while it wrote, or is still writing it. If it goes on, the line is read." });
    workspace.changed();
  }

  /** True if anything was read. A line without its end is held back. */
  async #readPiece(): Promise<boolean> {
    const { source } = this.#parts;
    const bytes = await source.slice(this.#consumed, this.#consumed + PIECE);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) return false;
    await this.#take(bytes.subarray(0, end), false);
    return true;
  }

  async #take(bytes: Uint8Array, isLast: boolean): Promise<void> {
    const { file } = this.#parts;
    const batch = new EventBatch();
    const first = file.columns.rows;
    this.#end.scanner.use(batch);
    this.#end.scanner.scan(bytes, this.#consumed, isLast);
    batch.finish();
    await this.#store(batch);
    this.#parts.source.keep(this.#consumed, bytes);
    this.#parts.alerts.read(file, first, bytes, this.#consumed);
    this.#consumed += bytes.length;
    file.progress.bytesRead = this.#consumed;
    file.grownMs = performance.now();
    this.#isUnordered = true;
    this.#wasGrowing = true;
  }

  /** What is on screen needs no database: rows are shown while it still writes, unless it falls far behind. */
  async #store(batch: EventBatch): Promise<void> {
    const { file, table } = this.#parts;
    const links = this.#links;
    const stored = [insertBatch(batch, file, table), table.addLinks(file, links)];
    this.#links = file.columns.linkFrom.length;
    this.#storing++;
    const done = Promise.all(stored).then(
      () => void this.#storing--,
      (error: unknown) => void (this.#failure ??= error),
    );
    if (this.#storing >= MOST_STORING) await done;
  }

  #order(): void {
    const { file, workspace } = this.#parts;
    const begun = performance.now();
    if (!this.#isUnordered && this.#wasGrowing && begun - file.grownMs > GROWING_MS) {
      this.#wasGrowing = false;
      workspace.changed();
    }
    if (!this.#isUnordered || begun < this.#orderDueMs) return;
    file.reorder(true);
    this.#isUnordered = false;
    const ended = performance.now();
    this.#orderDueMs = ended + (ended - begun) * ORDER_SHARE;
    workspace.changed();
  }

  /** A file that was rotated is longer again soon: it is told by how it begins. */
  async #isSameFile(): Promise<boolean> {
    const { source } = this.#parts;
    if (performance.now() < this.#headDueMs) return true;
    this.#headDueMs = performance.now() + HEAD_PAUSE_MS;
    const head = await source.slice(0, Math.min(HEAD_BYTES, this.#consumed));
    this.#head ??= head;
    const known = this.#head;
    return head.length >= known.length && known.every((byte, index) => head[index] === byte);
  }

  #pauseMs(): number {
    if (this.#isUnordered) return Math.max(BUSY_MS / 2, Math.min(BUSY_MS, this.#orderDueMs - performance.now()));
    return performance.now() - this.#parts.file.grownMs < STILL_AFTER_MS ? BUSY_MS : IDLE_MS;
  }

  #stop(state: "lost" | "replaced", message: string): void {
    const { file, workspace } = this.#parts;
    file.live = state;
    file.report.notice({ line: this.#end.scanner.lines, byteOffset: this.#consumed, byteLength: 0, code: state === "lost" ? "file_lost" : "file_replaced", message });
    workspace.changed();
  }
}

function isWholeJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
}
