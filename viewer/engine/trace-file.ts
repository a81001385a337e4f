import type { ByteSource } from "../../format/containers/source.ts";
import type { Mapping } from "../../format/importers/generic/mapping.ts";
import type { EngineFailure, FileState, FileStatus } from "./api.ts";
import type { GenericReading } from "./contracts/intake.ts";
import type { LiveState } from "./contracts/live.ts";
import { LinkIndex } from "./links.ts";
import { ReportBuilder } from "./report.ts";
import { TraceColumns, type SharedTexts } from "./trace-columns.ts";
import { extendOrder } from "./order-growth.ts";
import { orderTree, type TreeOrder } from "./tree-order.ts";

/** Progress of one open file, as the page sees it. */
export class Progress {
  status: FileStatus = "waiting";
  format = "";
  bytes: number;
  bytesRead = 0;
  startedMs = 0;
  endedMs = 0;
  hash = "";
  failure: EngineFailure | undefined;
  canAcceptNewer = false;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  /** Megabytes (10^6 bytes) a second since reading began. */
  mbPerSecond(nowMs: number): number {
    const elapsed = (this.endedMs || nowMs) - this.startedMs;
    return this.startedMs === 0 || elapsed <= 0 ? 0 : this.bytesRead / 1000 / elapsed;
  }
}

/** A file is said to grow for so long after the last bytes came. */
export const GROWING_MS = 5000;

/** One open file: where its bytes are, its columns, its reading order. Rows and runs are counted from 0 in the file. */
export class TraceFile {
  readonly file: number;
  readonly name: string;
  readonly progress: Progress;
  readonly report = new ReportBuilder();
  readonly columns: TraceColumns;
  /** The JSONL the rows point into: the dropped file itself, or what an import or decompression made of it. */
  source: ByteSource | undefined;
  /** Dropped files an import was made from, by name, for "show the source record". */
  origins: ReadonlyMap<string, ByteSource> = new Map();
  /** Global row of the first event and global number of the first run. */
  rowBase = 0;
  runBase = 0;
  cancelled = false;
  /** Opened by a handle and read as it grows: numbers of rows are kept free for it. */
  isGrowing = false;
  live: LiveState = "none";
  /** When something was last appended (performance.now); -Infinity for never. */
  grownMs = Number.NEGATIVE_INFINITY;
  acceptNewer = false;
  /** Mappings of fields chosen earlier, by shape of the records. */
  mappings: Readonly<Record<string, Mapping>> = {};
  /** Set if the file is of no known format. */
  generic: GenericReading | undefined;
  /** Times the reading order was made anew; while it stays, an order differs from the one before it by rows at its end alone. */
  ordersMade = 0;
  #order: TreeOrder | undefined;
  #links: LinkIndex | undefined;

  constructor(file: number, name: string, bytes: number, shared: SharedTexts) {
    this.file = file;
    this.name = name;
    this.progress = new Progress(bytes);
    this.columns = new TraceColumns(shared);
  }

  /** The reading order of the events read so far, or of the part it was last made for. */
  get order(): TreeOrder {
    return (this.#order ??= this.#orderAnew());
  }

  /** The links of the events read so far. */
  get links(): LinkIndex {
    if (this.#links?.rows !== this.rows) this.#links = new LinkIndex(this.columns);
    return this.#links;
  }

  /** Makes the reading order anew if enough was read since, or if `always`. Amortised linear over a load. */
  reorder(always: boolean): void {
    const ordered = this.#order?.rowAt.length ?? 0;
    if (!always && this.columns.rows < ordered * 1.5) return;
    this.#order = (this.#order === undefined ? undefined : extendOrder(this.#order, this.columns)) ?? this.#orderAnew();
    this.columns.reparentedFrom = Number.POSITIVE_INFINITY;
  }

  #orderAnew(): TreeOrder {
    this.ordersMade++;
    return orderTree(this.columns);
  }

  /** When an event began and ended, in Unix microseconds. */
  extent(local: number): readonly [startUs: number, endUs: number] {
    const time = this.columns.timeUs.get(local);
    const duration = this.columns.durationMs.get(local);
    if (Number.isNaN(duration)) return [time, time];
    const endsThere = this.columns.endsAtItsTime(local);
    return endsThere ? [time - duration * 1000, time] : [time, time + duration * 1000];
  }

  /** When the earliest of some rows began and the latest ended, in Unix microseconds; Infinity and -Infinity where none has a time. */
  bounds(rows: Int32Array): readonly [number, number] {
    const [timesUs, durationsMs] = [this.columns.timeUs.array, this.columns.durationMs.array];
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < rows.length; at++) {
      const local = rows[at] as number;
      const time = timesUs[local] as number;
      const tookUs = (durationsMs[local] as number) * 1000;
      const endsThere = tookUs > 0 && this.columns.endsAtItsTime(local);
      const start = endsThere ? time - tookUs : time;
      const end = tookUs > 0 && !endsThere ? time + tookUs : time;
      if (start < low) low = start;
      if (end > high) high = end;
    }
    return [low, high];
  }

  get rows(): number {
    return this.columns.rows;
  }

  get runs(): number {
    return this.columns.sessions.texts.length;
  }

  /** What the page sees of the file. */
  state(nowMs: number): FileState {
    const { progress, report } = this;
    return {
      file: this.file,
      name: this.name,
      status: progress.status,
      format: progress.format,
      bytes: progress.bytes,
      bytesRead: progress.bytesRead,
      mbPerSecond: progress.mbPerSecond(nowMs),
      events: this.rows,
      runs: this.runs,
      skipped: report.skipped,
      notices: report.notices,
      hash: progress.hash,
      live: this.live,
      growing: nowMs - this.grownMs < GROWING_MS,
      ...(progress.canAcceptNewer ? { canAcceptNewer: true } : {}),
      ...(this.generic === undefined ? {} : { generic: this.generic }),
      ...(progress.failure === undefined ? {} : { failure: progress.failure }),
    };
  }
}
