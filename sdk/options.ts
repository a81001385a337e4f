import { PriceBook, type PriceOverrides } from "../format/prices/cost.ts";
import type { AlertOptions } from "./alerts.ts";
import { SystemClock } from "./clock.ts";
import { RandomIds } from "./ids.ts";
import type { Clock, Ids, OnError, Sink } from "./ports.ts";
import { ProblemReporter } from "./problem.ts";
import { redactionOf, type RedactOptions, type Redaction } from "./redaction.ts";
import type { ValueLimits } from "./value.ts";

/** How to record. Everything is optional; the environment may set what is marked so, options win over it. */
export interface InitOptions {
  /** Folder for the traces, one file a run. `PEAKY_PEEK_DIR`; default `traces`. */
  readonly dir?: string | undefined;
  /** One file for all runs instead, appended to if it exists. Not for use by two processes at a time. */
  readonly file?: string | undefined;
  /** False switches recording off: calls still return handles, nothing is written. `PEAKY_PEEK_ENABLED` (0, false, off, no). */
  readonly enabled?: boolean | undefined;
  /**
   * `append` (default): each event is handed to the system before its call returns, and survives the death of the
   * process. `batched`: cheaper calls; what was recorded in the current turn of the event loop is lost if the process is
   * killed, but not if it exits or dies of an exception.
   */
  readonly durability?: "append" | "batched" | undefined;
  /** `sha256` chains the lines, so that a missing or changed one is found. */
  readonly chain?: "sha256" | undefined;
  /** Hears of problems with recording, each kind once. Default: a process warning. */
  readonly onError?: OnError | undefined;
  /** False leaves out what was said: prompts, answers, arguments, results, states. `PEAKY_PEEK_CONTENT` (0, false, off, no). */
  readonly content?: boolean | undefined;
  /**
   * What is replaced by placeholders before it reaches the disk. Default: secrets (keys, tokens, passwords). `true` adds
   * personal data, `false` leaves everything as it is; an object chooses rules and adds hooks. `PEAKY_PEEK_REDACT`
   * (`secrets`, `all`, `off`) and `PEAKY_PEEK_REDACT_KEY`.
   */
  readonly redact?: boolean | RedactOptions | undefined;
  /** Watches how agents behave while they run and records what is odd as `behavior_alert`; default false. */
  readonly alerts?: boolean | AlertOptions | undefined;
  /** Prices of your own, by model, in dollars for a million tokens; false leaves costs out that nobody gave. */
  readonly prices?: PriceOverrides | false | undefined;
  /** Characters of one payload; default 4 Mi. What is over is left out and marked. */
  readonly maxPayload?: number | undefined;
  /** Characters of a text, or bytes of binary, kept inside the line; default 256 Ki. Longer ones go beside the trace. */
  readonly blobThreshold?: number | undefined;
  /** Characters or bytes of one blob; default 16 Mi. Longer ones leave their beginning, size and hash. */
  readonly maxBlob?: number | undefined;
  /** Levels of nesting in a payload; default 64. */
  readonly maxDepth?: number | undefined;
  /** Entries of one object or array in a payload; default 10,000. */
  readonly maxEntries?: number | undefined;
  /** Characters of lines that may wait for space on the disk; default 16 Mi. */
  readonly maxQueue?: number | undefined;
  /** Takes the lines instead of a file. */
  readonly sink?: Sink | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: Ids | undefined;
}

/** `InitOptions` with everything decided. */
export interface Settings {
  readonly dir: string;
  readonly file: string | undefined;
  readonly enabled: boolean;
  readonly content: boolean;
  readonly durability: "append" | "batched";
  readonly chain: "sha256" | undefined;
  readonly redact: Redaction | undefined;
  readonly alerts: AlertOptions | undefined;
  readonly prices: PriceBook | undefined;
  readonly limits: ValueLimits;
  readonly maxQueue: number;
  readonly sink: Sink | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onError: OnError;
}

const MEBI = 1024 * 1024;
const OFF: ReadonlySet<string> = new Set(["0", "false", "off", "no"]);

/** Decides what is left open. `environment` is `process.env`, or a stand-in for it. */
export function resolve(options: InitOptions, environment: Readonly<Record<string, string | undefined>>): Settings {
  const onError = new ProblemReporter(options.onError).report;
  return {
    dir: options.dir ?? (environment["PEAKY_PEEK_DIR"] || "traces"),
    file: options.file,
    enabled: options.enabled ?? !OFF.has((environment["PEAKY_PEEK_ENABLED"] ?? "").toLowerCase()),
    content: options.content ?? !OFF.has((environment["PEAKY_PEEK_CONTENT"] ?? "").toLowerCase()),
    durability: options.durability === "batched" ? "batched" : "append",
    chain: options.chain === "sha256" ? "sha256" : undefined,
    redact: redactionOf(options.redact, environment, onError),
    alerts: typeof options.alerts === "object" && options.alerts !== null ? options.alerts : options.alerts === true ? {} : undefined,
    prices: options.prices === false ? undefined : new PriceBook(options.prices),
    limits: {
      maxDepth: bound(options.maxDepth, 64, 1000),
      maxEntries: bound(options.maxEntries, 10_000, 1_000_000),
      maxPayload: bound(options.maxPayload, 4 * MEBI, 64 * MEBI),
      blobThreshold: bound(options.blobThreshold, 256 * 1024, 64 * MEBI),
      maxBlob: bound(options.maxBlob, 16 * MEBI, 256 * MEBI),
    },
    maxQueue: bound(options.maxQueue, 16 * MEBI, 256 * MEBI),
    sink: options.sink,
    clock: options.clock ?? new SystemClock(),
    ids: options.ids ?? new RandomIds(),
    onError,
  };
}

function bound(given: number | undefined, normal: number, most: number): number {
  return given !== undefined && given >= 0 ? Math.min(Math.floor(given), most) : normal;
}
