import type { EventBatch } from "../../format/arrow/batch.ts";
import type { TextBuilder } from "../../format/arrow/builders.ts";
import { ENDS_AT_ITS_TIME, FAILING_OUTCOMES, STOPPED_OUTCOMES } from "../../format/kinds.ts";
import { Growing } from "./growing.ts";
import { IdMap } from "./id-map.ts";
import { Interner } from "./interner.ts";

/** Parent of an event that names none. */
export const NO_PARENT = -1;
/** Parent of an event whose parent id does not exist in the file. */
export const MISSING_PARENT = -2;

/** How an event is marked: neither, failing, stopped. */
export const FLAG_NONE = 0;
export const FLAG_FAILING = 1;
export const FLAG_STOPPED = 2;

/** How one event names another, as stored; the reverse directions are found by lookup. */
export const STORED_LINKS = ["upstream", "evidence", "related", "reply_to"] as const;
export type StoredLink = (typeof STORED_LINKS)[number];

const STOPPING_KINDS: ReadonlySet<string> = new Set(["refusal", "policy_violation"]);

/** Texts of a file that many events share, by number. */
export interface SharedTexts {
  readonly kinds: Interner;
  readonly agents: Interner;
  readonly outcomes: Interner;
}

/** A parent or link whose target had not been read yet. */
interface Pending {
  readonly from: number;
  readonly link: number;
  readonly low: number;
  readonly high: number;
}

const PARENT_LINK = -1;
/** Events room is made for before they are there. */
const MOST_RESERVED = 2_000_000;

/**
 * What the engine keeps of every event of one file in typed arrays (about 60 bytes an event): where its line stands,
 * its run, parent, kind, agent, mark, time and links. Rows are counted from 0 in the file.
 */
export class TraceColumns {
  readonly lineOffset = new Growing<Float64Array>((size) => new Float64Array(size));
  readonly lineLength = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly lineNumber = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly payloadOffset = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly payloadLength = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly run = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly parent = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly kind = new Growing<Uint16Array>((size) => new Uint16Array(size));
  readonly agent = new Growing<Uint16Array>((size) => new Uint16Array(size));
  readonly flag = new Growing<Uint8Array>((size) => new Uint8Array(size));
  readonly timeUs = new Growing<Float64Array>((size) => new Float64Array(size));
  readonly durationMs = new Growing<Float32Array>((size) => new Float32Array(size));
  /** Links as parallel arrays: index into STORED_LINKS, from row, to row (-1 if the id does not exist). */
  readonly linkType = new Growing<Uint8Array>((size) => new Uint8Array(size));
  readonly linkFrom = new Growing<Int32Array>((size) => new Int32Array(size));
  readonly linkTo = new Growing<Int32Array>((size) => new Int32Array(size));
  /** Sessions of the file in order of appearance; `run` indexes it. */
  readonly sessions = new Interner();
  readonly ids = new IdMap();
  readonly shared: SharedTexts;
  readonly duplicates: number[] = [];
  duplicateCount = 0;
  /** Rows without an id, a kind, a session or a time. */
  readonly incomplete: number[] = [];
  incompleteCount = 0;
  /** True as long as each run counts its events from 0 in the order of the file. */
  isInSequence = true;
  /** The first row whose parent was found only after the reading order was made; Infinity for none. Set by whoever makes it. */
  reparentedFrom = Number.POSITIVE_INFINITY;
  readonly #eventsOfRun: number[] = [];
  #pending: Pending[] = [];
  readonly #flagOfOutcome: number[] = [];
  readonly #endsAtTime: boolean[] = [];

  constructor(shared: SharedTexts) {
    this.shared = shared;
  }

  get rows(): number {
    return this.lineOffset.length;
  }

  /** True if the event's duration ends at its time rather than begins there. */
  endsAtItsTime(row: number): boolean {
    const kind = this.kind.get(row);
    return (this.#endsAtTime[kind] ??= ENDS_AT_ITS_TIME.has(this.shared.kinds.texts[kind] as string));
  }

  /** Makes room for so many events, as far as is sensible for a guess: growing by doubling touches twice the memory. */
  reserve(rows: number): void {
    const most = Math.min(rows, MOST_RESERVED);
    for (const column of [this.lineOffset, this.lineLength, this.lineNumber, this.payloadOffset, this.payloadLength, this.run, this.parent, this.kind, this.agent, this.flag, this.timeUs, this.durationMs]) column.reserve(most);
    this.ids.reserve(most);
  }

  /** Takes over a finished batch. */
  add(batch: EventBatch): void {
    const first = this.#copyPlaces(batch);
    this.#addNames(batch, first);
    if (this.isInSequence) this.isInSequence = this.#countsOn(batch, first);
    this.#addLinks(batch, first);
    this.#noteIncomplete(batch, first);
    this.resolve();
  }

  /** Tries again to find the targets that were not read yet; call with `final` once the file has ended. */
  resolve(final = false): void {
    const open: Pending[] = [];
    for (const pending of this.#pending) {
      const target = this.ids.findHash(pending.low, pending.high);
      if (target < 0 && !final) open.push(pending);
      else if (pending.link === PARENT_LINK) this.#foundParent(pending.from, target);
      else this.linkTo.array[pending.link] = target;
    }
    this.#pending = open;
  }

  #foundParent(row: number, target: number): void {
    this.parent.array[row] = target < 0 ? MISSING_PARENT : target;
    if (target >= 0) this.reparentedFrom = Math.min(this.reparentedFrom, row);
  }

  #noteIncomplete(batch: EventBatch, first: number): void {
    const needed = [batch.text("id"), batch.text("kind"), batch.text("session"), batch.numeric("time_unix_us")];
    if (needed.every((column) => column.valid.count === batch.rows)) return;
    for (let i = 0; i < batch.rows; i++) {
      if (needed.every((column) => column.valid.has(i))) continue;
      this.incompleteCount++;
      if (this.incomplete.length < 1000) this.incomplete.push(first + i);
    }
  }

  #copyPlaces(batch: EventBatch): number {
    const rows = batch.rows;
    const first = this.lineOffset.append(batch.lineOffset.subarray(0, rows));
    for (const [target, source] of [
      [this.lineLength, batch.lineLength],
      [this.lineNumber, batch.lineNumber],
      [this.payloadOffset, batch.payloadOffset],
      [this.payloadLength, batch.payloadLength],
    ] as const) {
      target.append(source.subarray(0, rows));
    }
    const times = batch.numeric("time_unix_us");
    this.timeUs.append(times.values.subarray(0, rows) as Float64Array);
    const durations = batch.numeric("duration_ms");
    this.durationMs.extend(rows);
    for (let row = 0; row < rows; row++) {
      this.durationMs.array[first + row] = durations.valid.has(row) ? (durations.values[row] as number) : Number.NaN;
      if (!times.valid.has(row)) this.timeUs.array[first + row] = first + row > 0 ? this.timeUs.get(first + row - 1) : 0;
    }
    return first;
  }

  #addNames(batch: EventBatch, first: number): void {
    const { kinds, agents, outcomes } = this.shared;
    const [session, kind, agent] = [batch.text("session"), batch.text("kind"), batch.text("agent")];
    const [outcome, id] = [batch.text("outcome"), batch.text("id")];
    for (const column of [this.run, this.kind, this.agent, this.flag]) column.extend(batch.rows);
    for (let i = 0; i < batch.rows; i++) {
      const row = first + i;
      this.run.array[row] = codeOf(this.sessions, session, i);
      const kindCode = codeOf(kinds, kind, i);
      this.kind.array[row] = kindCode;
      this.agent.array[row] = codeOf(agents, agent, i);
      this.flag.array[row] = this.#flagOf(kindCode, outcome.valid.has(i) ? codeOf(outcomes, outcome, i) : -1);
      if (id.valid.has(i) && this.ids.add(id.data.bytes, id.offsets[i] as number, id.offsets[i + 1] as number, row) >= 0) {
        this.duplicateCount++;
        if (this.duplicates.length < 1000) this.duplicates.push(row);
      }
    }
  }

  /** True if the events of a batch go on counting where those of their runs before it stopped. */
  #countsOn(batch: EventBatch, first: number): boolean {
    const seq = batch.numeric("seq");
    if (seq.valid.count < batch.rows) return false;
    for (let i = 0; i < batch.rows; i++) {
      const run = this.run.get(first + i);
      const due = this.#eventsOfRun[run] ?? 0;
      if (seq.values[i] !== due) return false;
      this.#eventsOfRun[run] = due + 1;
    }
    return true;
  }

  #flagOf(kind: number, outcome: number): number {
    if (outcome < 0) {
      const name = this.shared.kinds.texts[kind] as string;
      return name === "error" ? FLAG_FAILING : STOPPING_KINDS.has(name) ? FLAG_STOPPED : FLAG_NONE;
    }
    const known = this.#flagOfOutcome[outcome];
    if (known !== undefined) return known;
    const name = this.shared.outcomes.texts[outcome] as never;
    const flag = FAILING_OUTCOMES.includes(name) ? FLAG_FAILING : STOPPED_OUTCOMES.includes(name) ? FLAG_STOPPED : FLAG_NONE;
    this.#flagOfOutcome[outcome] = flag;
    return flag;
  }

  #addLinks(batch: EventBatch, first: number): void {
    const parent = batch.text("parent");
    const reply = batch.text("reply_to");
    const lists = [batch.list("upstream"), batch.list("evidence"), batch.list("related")];
    this.parent.extend(batch.rows);
    for (let i = 0; i < batch.rows; i++) {
      const row = first + i;
      this.parent.array[row] = NO_PARENT;
      if (parent.valid.has(i)) this.#point(row, PARENT_LINK, parent.data.bytes, [parent.offsets[i] as number, parent.offsets[i + 1] as number]);
      if (reply.valid.has(i)) this.#link(row, 3, reply.data.bytes, [reply.offsets[i] as number, reply.offsets[i + 1] as number]);
      for (const [type, list] of lists.entries()) {
        if (!list.valid.has(i)) continue;
        for (let item = list.offsets[i] as number; item < (list.offsets[i + 1] as number); item++)
          this.#link(row, type, list.data.bytes, [list.items[item] as number, list.items[item + 1] as number]);
      }
    }
  }

  #link(row: number, type: number, bytes: Uint8Array, range: readonly [number, number]): void {
    const at = this.linkType.length;
    this.linkType.push(type);
    this.linkFrom.push(row);
    this.linkTo.push(-1);
    this.#point(row, at, bytes, range);
  }

  #point(from: number, link: number, bytes: Uint8Array, [start, end]: readonly [number, number]): void {
    const target = this.ids.find(bytes, start, end);
    if (target < 0) {
      this.#pending.push({ from, link, low: this.ids.low, high: this.ids.high });
      if (link === PARENT_LINK) this.parent.array[from] = MISSING_PARENT;
    } else if (link === PARENT_LINK) this.parent.array[from] = target;
    else this.linkTo.array[link] = target;
  }
}

function codeOf(interner: Interner, text: TextBuilder, row: number): number {
  return interner.code(text.data.bytes, text.offsets[row] as number, text.offsets[row + 1] as number);
}
