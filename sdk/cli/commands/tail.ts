import { open, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { EventRecord } from "../../../format/event.ts";
import type { Args, Command } from "../command.ts";
import { EXIT, usage } from "../failure.ts";
import { filterOf, FILTERS, isFailure } from "../filters.ts";
import { traceEvents } from "../input.ts";
import { json, paint, type Io } from "../io.ts";
import { previewOf } from "../preview.ts";
import { duration, oneLine } from "../table.ts";

const LAST = 10;
const EVERY_MS = 200;
const MOST_BYTES = 4 << 20;
const NEWLINE = 0x0a;

export const tail: Command = {
  name: "tail",
  operands: "<trace>",
  summary: "the last events of a trace, and with -f each new one as it is recorded",
  about: "Shows the last events. With --follow it stays and shows each event when its line is whole, until you press Ctrl+C; a file that is cut or begun anew is read from its start.",
  options: {
    ...FILTERS,
    follow: { type: "boolean", short: "f", help: "Stay, and show new events" },
    lines: { type: "string", short: "n", value: "count", help: `Events to begin with; default ${LAST}` },
  },
  examples: [
    ["peek tail -f traces/run.peek.jsonl", "watch an agent work"],
    ["peek tail -f run.peek.jsonl --errors", "only what fails"],
  ],
  run,
};

async function run(args: Args, io: Io): Promise<number> {
  const [path, ...more] = args.paths;
  if (path === undefined || more.length > 0) throw usage("tail takes one trace", "peek tail -f run.peek.jsonl");
  const passes = filterOf(args);
  const count = args.count("lines", LAST);
  const last: EventRecord[] = [];
  const { size } = await stat(path);
  for await (const event of traceEvents([path], io)) {
    if (!passes(event)) continue;
    last.push(event);
    if (last.length > count) last.shift();
  }
  for (const event of last) print(io, event);
  if (args.flag("follow")) await follow(path, size, (event) => passes(event) && print(io, event));
  return EXIT.ok;
}

/** Reads what is appended from `start` on, for ever. */
async function follow(path: string, start: number, take: (event: EventRecord) => void): Promise<never> {
  let rest = Buffer.alloc(0);
  for (let at = start; ; await wait(EVERY_MS)) {
    const { size } = await stat(path);
    if (size < at) {
      at = 0;
      rest = Buffer.alloc(0);
    }
    while (at < size) {
      const bytes = await readRange(path, at, Math.min(size, at + MOST_BYTES));
      if (bytes.length === 0) break;
      at += bytes.length;
      rest = takeLines(Buffer.concat([rest, bytes]), take);
    }
  }
}

async function readRange(path: string, start: number, end: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const bytes = Buffer.allocUnsafe(end - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Hands on the events of whole lines and gives back what is not whole yet. */
function takeLines(bytes: Buffer, take: (event: EventRecord) => void): Buffer<ArrayBuffer> {
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    const event = eventOf(bytes.toString("utf8", start, end));
    if (event !== undefined) take(event);
    start = end + 1;
  }
  return Buffer.from(bytes.subarray(start));
}

function eventOf(line: string): EventRecord | undefined {
  try {
    const value = JSON.parse(line) as Partial<EventRecord> | null;
    return typeof value === "object" && value !== null && typeof value.kind === "string" && typeof value.id === "string" && typeof value.session === "string" ? (value as EventRecord) : undefined;
  } catch {
    return undefined;
  }
}

function print(io: Io, event: EventRecord): void {
  if (!io.isHuman) return json(io, event);
  const time = event.time_unix_us === undefined ? "" : new Date(event.time_unix_us / 1000).toISOString().slice(11, 23);
  const kind = isFailure(event) ? paint(io, "red", event.kind) : event.kind;
  const parts = [paint(io, "dim", time), kind, event.agent, event.tool ?? event.model ?? event.name, isFailure(event) ? (event.error_class ?? event.outcome) : event.outcome, duration(event.duration_ms), previewOf(event)];
  io.out(`${oneLineKeepingColors(parts)}\n`);
}

function oneLineKeepingColors([time = "", kind = "", ...rest]: readonly (string | undefined)[]): string {
  return [time, kind, ...rest.filter((part) => part !== undefined && part !== "").map((part) => oneLine(part))].join("  ");
}
