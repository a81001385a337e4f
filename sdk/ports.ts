import type { MonoMicros, UnixMicros } from "../format/units.ts";

/** Tells the time of an event. Both are whole microseconds. */
export interface Clock {
  /** Monotonic time; the zero is the clock's own. */
  monoUs(): MonoMicros;
  /** Wall time at the moment `monoUs` was read. */
  unixUs(monoUs: MonoMicros): UnixMicros;
}

/** Makes names. They need to be unique, not secret. */
export interface Ids {
  /** 16 lower-case hex digits. */
  event(): string;
  /** 32 lower-case hex digits, for sessions, traces and files. */
  run(): string;
}

/** Where lines go. No method throws; what goes wrong is reported and, where possible, made good later. */
export interface Sink {
  /** The file written to, if it is one and open. */
  readonly path?: string;
  /** Called once before the first line. `header` makes the header line, newline included, of every file that is begun. */
  begin(header: () => string): void;
  /** Takes one line, newline included. False if it had to be dropped. */
  write(line: string): boolean;
  /** Hands everything that is queued to the system, as far as the system takes it. */
  flush(): void;
  /** Flushes and releases the file. A later `write` opens it again. */
  close(): void;
  /** Lines dropped since the last call; 0 while lines are still waiting, so that the count can be written after them. */
  takeDropped(): number;
  /** Keeps bytes under their content hash. False if they could not be kept. Absent where there is no place for them. */
  putBlob?(sha256: string, bytes: Uint8Array): boolean;
}

/** What `init` accepts to keep secrets off the disk. If a hook throws, the content it was to clean is left out. */
export interface Redactor {
  /** Sees each payload before it is serialised and returns what to record instead. Must not change the payload in place. */
  payload?(payload: unknown, kind: string): unknown;
  /**
   * Sees each finished line, and each text kept as a blob, and returns it with patterns replaced. Replacements must not
   * contain `"`, `\` or control characters, so that the line stays JSON.
   */
  text?(text: string): string;
}

/** What went wrong with recording. `code` is the system's (ENOSPC, EBADF, …) or one of ours. */
export interface RecorderProblem {
  readonly code: string;
  /** What was being done: open, write, close, blob, redact, record. */
  readonly during: string;
  /** The file concerned, if any. */
  readonly file?: string;
  /** The error as thrown. */
  readonly error: unknown;
}

/** Takes problems. What it throws is swallowed. */
export type OnError = (problem: RecorderProblem) => void;
