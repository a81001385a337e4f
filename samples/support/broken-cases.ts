import { Buffer } from "node:buffer";
import { HEADER, id, textOf, weatherRun, weatherTrace } from "./weather-run.ts";

/** A damaged or strange file: where it goes, what it is, and its bytes. */
export interface BrokenCase {
  /** Path under `samples/`. */
  readonly file: string;
  readonly what: string;
  bytes(): Uint8Array;
}

const lines = (text: string): string[] => text.split("\n").slice(0, -1);
const whole = (): string => weatherTrace();
const newer = (version: number): string => whole().replace('"peek":1', `"peek":${version}`);

/** The whole run with line `at` (from 0, the header) replaced. */
function withLine(at: number, change: (line: string) => string): string {
  return lines(whole())
    .map((line, index) => `${index === at ? change(line) : line}\n`)
    .join("");
}

function text(make: () => string): () => Uint8Array {
  return () => Buffer.from(make(), "utf8");
}

/** One white pixel. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

const SCRIPT = `<script>document.title="owned"</script><img src=x onerror="alert(1)">`;

/** A draft of before 0.1.0: other names, times in milliseconds. */
function versionZero(): string {
  const events = weatherRun().map(({ kind, session, parent, upstream, payload, time_unix_us, ...rest }) => ({
    ...rest,
    type: kind,
    session_id: session,
    parent_id: parent,
    upstream_event_ids: upstream,
    timestamp_ms: (time_unix_us ?? 0) / 1000,
    data: payload,
  }));
  return [{ ...HEADER, peek: 0 }, ...events].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Bytes with a hole of zeros where a crash of the machine left one, and the tail of the run after it. */
function hole(): Uint8Array {
  const all = lines(whole());
  const before = Buffer.from(`${all.slice(0, 6).join("\n")}\n`);
  return Buffer.concat([before, Buffer.alloc(512), Buffer.from(`\n${all.slice(7).join("\n")}\n`)]);
}

/** Swaps one character for bytes that are not UTF-8. */
function wrongBytes(): Uint8Array {
  const [before = "", after = ""] = whole().replace("more than a drizzle", "more than a \u0001 drizzle").split("\u0001");
  return Buffer.concat([Buffer.from(before), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(after)]);
}

/** Every damaged or strange file that is kept beside the samples, made from one small run. */
export const BROKEN_CASES: readonly BrokenCase[] = [
  { file: "broken/empty.peek.jsonl", what: "A file of no bytes.", bytes: () => new Uint8Array(0) },
  { file: "broken/header-only.peek.jsonl", what: "A header and nothing after it.", bytes: text(() => textOf([HEADER])) },
  { file: "broken/cut-in-header.peek.jsonl", what: "Cut inside the first line.", bytes: text(() => whole().slice(0, 30)) },
  { file: "broken/empty-first-line.peek.jsonl", what: "The first line, where the header should be, is empty.", bytes: text(() => withLine(0, () => "")) },
  { file: "broken/no-header.peek.jsonl", what: "Events without a header.", bytes: text(() => textOf(weatherRun())) },
  { file: "broken/torn-tail.peek.jsonl", what: "Killed while it wrote: the last line is cut.", bytes: text(() => whole().slice(0, -90)) },
  { file: "broken/cut-in-half.peek.jsonl", what: "Half of the bytes are missing.", bytes: text(() => whole().slice(0, whole().length / 2)) },
  { file: "broken/no-last-newline.peek.jsonl", what: "All there, but the last line was not ended.", bytes: text(() => whole().slice(0, -1)) },
  { file: "broken/broken-line.peek.jsonl", what: "One line in the middle is not JSON.", bytes: text(() => withLine(4, (line) => line.slice(0, 80))) },
  { file: "broken/glued-lines.peek.jsonl", what: "Two events on one line, as after a short write on a full disk.", bytes: text(() => withLine(4, (line) => line.slice(0, 80)).replace(/(?<=[^}])\n/, "")) },
  { file: "broken/not-objects.peek.jsonl", what: "Lines that are JSON, but not objects.", bytes: text(() => withLine(2, (line) => `[1,2]\n"text"\nnull\n${line}`)) },
  { file: "broken/payload-not-json.peek.jsonl", what: "A payload with right brackets that is not JSON.", bytes: text(() => withLine(6, (line) => line.replace("4.2", "4.2mm"))) },
  { file: "broken/lost-lines.peek.jsonl", what: "Two lines are missing.", bytes: text(() => lines(whole()).toSpliced(5, 2).map((line) => `${line}\n`).join("")) },
  { file: "broken/nul-hole.peek.jsonl", what: "Zero bytes in the middle, as after a power cut.", bytes: hole },
  { file: "broken/nul-tail.peek.jsonl", what: "Zero bytes at the end, as after a power cut.", bytes: () => Buffer.concat([Buffer.from(whole()), Buffer.alloc(512)]) },
  { file: "broken/nul-only.peek.jsonl", what: "Nothing but zero bytes.", bytes: () => Buffer.alloc(512) },
  { file: "broken/picture.png", what: "A picture.", bytes: () => Buffer.from(PNG, "base64") },
  { file: "broken/picture.peek.jsonl", what: "A picture under the name of a trace.", bytes: () => Buffer.from(PNG, "base64") },
  { file: "broken/prose.peek.jsonl", what: "Plain text under the name of a trace.", bytes: text(() => "Dear all,\n\nplease find the trace attached.\n") },
  { file: "broken/utf-8-mark.peek.jsonl", what: "UTF-8 with a byte order mark.", bytes: text(() => `\uFEFF${whole()}`) },
  { file: "broken/utf-16-le.peek.jsonl", what: "UTF-16, little-endian, with its mark.", bytes: () => Buffer.from(`\uFEFF${whole()}`, "utf16le") },
  { file: "broken/utf-16-be.peek.jsonl", what: "UTF-16, big-endian, with its mark.", bytes: () => Buffer.from(`\uFEFF${whole()}`, "utf16le").swap16() },
  { file: "broken/invalid-utf-8.peek.jsonl", what: "Bytes that are not UTF-8 inside a text.", bytes: wrongBytes },
  { file: "broken/crlf.peek.jsonl", what: "Lines ended as Windows ends them.", bytes: text(() => whole().replaceAll("\n", "\r\n")) },
  { file: "broken/duplicate-ids.peek.jsonl", what: "Two events have an id that was used before.", bytes: text(() => weatherTrace((events) => events.map((event) => (event.seq === 4 || event.seq === 7 ? { ...event, id: id(2) } : event)))) },
  { file: "broken/missing-parents.peek.jsonl", what: "Events name parents that are not in the file.", bytes: text(() => weatherTrace((events) => events.map((event) => ((event.seq ?? 0) > 4 && event.parent ? { ...event, parent: "00000000000000ff" } : event)))) },
  { file: "broken/parent-cycle.peek.jsonl", what: "Three events are each other's parents, one its own.", bytes: text(() => weatherTrace((events) => events.map((event) => ({ ...event, ...parentInCycle(event.seq ?? 0) })))) },
  { file: "broken/clock-backwards.peek.jsonl", what: "The clock is set back by an hour in the middle.", bytes: text(() => weatherTrace((events) => events.map((event) => ((event.seq ?? 0) > 4 ? { ...event, time_unix_us: (event.time_unix_us ?? 0) - 3.6e9 } : event)))) },
  { file: "broken/wrong-types.peek.jsonl", what: "Members of the wrong type, beyond their range, or absent.", bytes: text(wrongTypes) },
  { file: "broken/hostile.peek.jsonl", what: "Every text of the run is markup that would run a script.", bytes: text(hostile) },
  { file: "broken/from-the-future.peek.jsonl", what: "Format version 99.", bytes: text(() => newer(99)) },
  { file: "broken/newer-part.peek.jsonl", what: "A part appended by a newer recorder.", bytes: text(() => withLine(6, (line) => `{"peek":2,"recorder":{"name":"later"}}\n${line}`)) },
  { file: "old/version-0.peek.jsonl", what: "The draft before version 1.", bytes: text(versionZero) },
];

const CYCLE: Readonly<Record<number, string>> = { 2: id(4), 3: id(2), 4: id(3), 6: id(6) };

function parentInCycle(seq: number): { readonly parent?: string } {
  const parent = CYCLE[seq];
  return parent === undefined ? {} : { parent };
}

function wrongTypes(): string {
  const odd = [
    { seq: "three", id: "odd-1", kind: "log", session: "weather-1", time_unix_us: "yesterday", agent: 7 },
    { seq: 2 ** 40, id: "odd-2", kind: "dance", session: "weather-1", time_unix_us: 1e300, confidence: 17, upstream: "not a list" },
    { id: "odd-3", kind: null, payload: [] },
    {},
  ];
  return whole() + odd.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function hostile(): string {
  const mark = (value: unknown): unknown => {
    if (typeof value === "string") return SCRIPT;
    if (Array.isArray(value)) return value.map(mark);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mark(item)]));
  };
  const shown = ["name", "agent", "model", "provider", "tool", "to", "task", "framework"] as const;
  return weatherTrace((events) =>
    events.map((event) => ({
      ...event,
      ...Object.fromEntries(shown.filter((key) => event[key] !== undefined).map((key) => [key, SCRIPT])),
      payload: mark(event.payload) as object as never,
    })),
  );
}
