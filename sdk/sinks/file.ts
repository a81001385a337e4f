import { closeSync, existsSync, fstatSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OnError, Sink } from "../ports.ts";
import { errorCode } from "../problem.ts";
import { makeFolder } from "./folder.ts";

const NEWLINE = 0x0a;
const SCRATCH_BYTES = 64 * 1024;
/** A UTF-16 code unit is at most three bytes of UTF-8. */
const MOST_BYTES_PER_UNIT = 3;
const BATCH_UNITS = 1 << 20;
const CHECK_EVERY_MS = 1000;
const REOPEN_EVERY_MS = 100;
/** How often, and how far apart, a line without its end is looked at again: another process may be writing it. */
const TORN_LOOKS = 5;
const TORN_PAUSE_MS = 20;
const MOST_NAMES = 20;
/** The real clock: a replay may serve another to the program. */
const { now: nowUnixMs } = Date;

/** How a file sink writes. */
export interface FileSinkOptions {
  /** Where to. A function is asked for another name as long as the one it gave exists: two processes never share it. */
  readonly path: string | (() => string);
  /** `append`: one write per line, nothing is lost when the process is killed. `batched`: one write per turn of the event loop. */
  readonly durability: "append" | "batched";
  /** Characters of lines that may wait, for the event loop or for space on the disk; more are dropped and counted. */
  readonly maxQueue: number;
  readonly onError: OnError;
}

/**
 * Appends lines to a file. Every line goes out whole or is finished later: the count of each write is checked, what is
 * missing is written before anything else, and a fragment left by somebody's crash is ended with a newline, so that two
 * lines are never glued. A full disk, a closed descriptor or a vanished folder make lines wait; when the cause is gone
 * they are written in order. A header stands at the start of every new file and before what is appended to an old one.
 */
export class FileSink implements Sink {
  readonly #options: FileSinkOptions;
  readonly #scratch = Buffer.allocUnsafe(SCRATCH_BYTES);
  #header: () => string = () => "";
  #path = "";
  #fd = -1;
  #lost = false;
  #wasOpened = false;
  #checkedMs = 0;
  #failedMs = 0;
  #queue: string[] = [];
  #queued = 0;
  #pending: Buffer | undefined;
  #done = 0;
  #dropped = 0;
  #scheduled: NodeJS.Immediate | undefined;

  constructor(options: FileSinkOptions) {
    this.#options = options;
  }

  /** The file's name; empty until it is first opened. */
  get path(): string {
    return this.#path;
  }

  begin(header: () => string): void {
    this.#header = header;
    this.#ready();
  }

  write(line: string): boolean {
    if (this.#options.durability === "batched") return this.#writeLater(line);
    if (this.#ready() && this.#pending === undefined && this.#queue.length === 0) return this.#writeNow(line);
    const taken = this.#enqueue(line);
    this.#drain();
    return taken;
  }

  flush(): void {
    if (this.#scheduled !== undefined) {
      clearImmediate(this.#scheduled);
      this.#scheduled = undefined;
    }
    this.#failedMs = 0;
    this.#drain();
  }

  close(): void {
    this.flush();
    this.#release();
  }

  takeDropped(): number {
    if (this.#dropped === 0 || this.#pending !== undefined || this.#queue.length > 0) return 0;
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  putBlob(sha256: string, bytes: Uint8Array): boolean {
    if (!this.#ready()) return false;
    const folder = `${this.#path}.blobs`;
    const file = join(folder, sha256);
    try {
      if (existsSync(file)) return true;
      makeFolder(folder);
      writeFileSync(file, bytes);
      return true;
    } catch (error) {
      this.#report("blob", error);
      return false;
    }
  }

  #writeLater(line: string): boolean {
    const taken = this.#enqueue(line);
    if (this.#queued > BATCH_UNITS) this.#drain();
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.#drain();
    });
    return taken;
  }

  #enqueue(line: string): boolean {
    if (this.#queued + line.length > this.#options.maxQueue && this.#queue.length > 0) {
      this.#dropped++;
      return false;
    }
    this.#queue.push(line);
    this.#queued += line.length;
    return true;
  }

  #writeNow(line: string): boolean {
    const fits = line.length * MOST_BYTES_PER_UNIT <= SCRATCH_BYTES;
    const bytes = fits ? this.#scratch : Buffer.from(line);
    const end = fits ? bytes.write(line, 0, "utf8") : bytes.length;
    const done = this.#put(bytes, 0, end);
    if (done < end) {
      this.#pending = fits ? Buffer.from(bytes.subarray(0, end)) : bytes;
      this.#done = done;
    }
    return true;
  }

  #drain(): void {
    if (this.#pending === undefined && this.#queue.length === 0) return;
    if (!this.#ready()) return;
    while (this.#pending !== undefined || this.#queue.length > 0) {
      const bytes = (this.#pending ??= this.#takeBatch());
      this.#done = this.#put(bytes, this.#done, bytes.length);
      if (this.#done < bytes.length) return;
      this.#pending = undefined;
      this.#done = 0;
    }
  }

  #takeBatch(): Buffer {
    let units = 0;
    let count = 0;
    while (count < this.#queue.length && units < BATCH_UNITS) units += this.#queue[count++]?.length ?? 0;
    const text = (count === this.#queue.length ? this.#queue : this.#queue.slice(0, count)).join("");
    this.#queue = count === this.#queue.length ? [] : this.#queue.slice(count);
    this.#queued -= units;
    return Buffer.from(text);
  }

  /** Writes bytes[start, end) and returns how far it came. */
  #put(bytes: Buffer, start: number, end: number): number {
    let done = start;
    try {
      while (done < end) done += writeSync(this.#fd, bytes, done, end - done);
    } catch (error) {
      this.#report("write", error);
      if (errorCode(error) === "EBADF") this.#lost = true;
    }
    return done;
  }

  /** True if there is a file to write to; opens it, again if it went away. */
  #ready(): boolean {
    const nowMs = nowUnixMs();
    if (this.#fd >= 0 && !this.#lost && Math.abs(nowMs - this.#checkedMs) < CHECK_EVERY_MS) return true;
    if (this.#fd >= 0) {
      this.#checkedMs = nowMs;
      if (!this.#lost && this.#isLinked()) return true;
      this.#release();
    }
    if (Math.abs(nowMs - this.#failedMs) < REOPEN_EVERY_MS) return false;
    const opened = this.#open();
    this.#failedMs = opened ? 0 : nowMs;
    this.#checkedMs = nowMs;
    return opened;
  }

  #isLinked(): boolean {
    try {
      if (fstatSync(this.#fd).nlink > 0) return true;
      this.#report("write", new Error(`${this.#path} was deleted while it was written; going on in a new file`));
    } catch (error) {
      this.#report("write", error);
    }
    return false;
  }

  #open(): boolean {
    try {
      this.#fd = this.#openFile();
      this.#begin();
      this.#wasOpened = true;
      return true;
    } catch (error) {
      this.#report("open", error);
      this.#release();
      return false;
    }
  }

  #openFile(): number {
    const { path } = this.#options;
    const fixed = typeof path === "string" ? path : this.#wasOpened ? this.#path : undefined;
    if (fixed !== undefined) {
      this.#path = fixed;
      makeFolder(dirname(fixed));
      return openSync(fixed, "a+");
    }
    for (let attempt = 0; ; attempt++) {
      this.#path = (path as () => string)();
      makeFolder(dirname(this.#path));
      try {
        return openSync(this.#path, "ax+");
      } catch (error) {
        if (errorCode(error) !== "EEXIST" || attempt >= MOST_NAMES) throw error;
      }
    }
  }

  /** Puts what must come before the next line in front of it: an end to a fragment, a header, the line that was cut. */
  #begin(): void {
    const size = fstatSync(this.#fd).size;
    const mend = this.#isTorn() ? "\n" : "";
    const header = size === 0 || !this.#wasOpened ? this.#header() : "";
    const rest = this.#pending;
    const restStart = rest === undefined || this.#done === 0 ? 0 : rest.lastIndexOf(NEWLINE, this.#done - 1) + 1;
    this.#done = 0;
    this.#pending = undefined;
    const front = Buffer.from(mend + header);
    const bytes = rest === undefined ? front : Buffer.concat([front, rest.subarray(restStart)]);
    const done = this.#put(bytes, 0, bytes.length);
    if (done === bytes.length) return;
    this.#pending = bytes;
    this.#done = done;
  }

  /** True if the file ends within a line that nobody is writing any more. */
  #isTorn(): boolean {
    for (let look = 0; this.#endsWithinLine(); look++) {
      if (look === TORN_LOOKS) return true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TORN_PAUSE_MS);
    }
    return false;
  }

  #endsWithinLine(): boolean {
    const { size } = fstatSync(this.#fd);
    return size > 0 && !(readSync(this.#fd, this.#scratch, 0, 1, size - 1) === 1 && this.#scratch[0] === NEWLINE);
  }

  #release(): void {
    const fd = this.#fd;
    this.#fd = -1;
    if (fd < 0) return;
    const wasLost = this.#lost;
    this.#lost = false;
    if (wasLost) return; // The number may be somebody else's file by now.
    try {
      closeSync(fd);
    } catch (error) {
      this.#report("close", error);
    }
  }

  #report(during: string, error: unknown): void {
    this.#options.onError({ code: errorCode(error), during, file: this.#path, error });
  }
}
