import { canonical } from "./canonical.ts";

const MOST_DIFFERENCES = 20;
const MOST_DEPTH = 100;
const AROUND_UNITS = 30;
const MOST_SHOWN_UNITS = 120;

/** One place where two values differ. */
export interface Difference {
  /** e.g. `messages[1].content`. */
  readonly field: string;
  /** As recorded; undefined if the recording has nothing there. */
  readonly expected: unknown;
  /** As it is now; undefined if there is nothing there now. */
  readonly actual: unknown;
}

/** Where two JSON values differ, in reading order; at most twenty places. */
export function differences(expected: unknown, actual: unknown, ignored: ReadonlySet<string>): readonly Difference[] {
  const found: Difference[] = [];
  compare({ field: "", expected, actual }, ignored, found, 0);
  return found;
}

function compare(at: Difference, ignored: ReadonlySet<string>, found: Difference[], depth: number): void {
  if (found.length >= MOST_DIFFERENCES || canonical(at.expected, ignored) === canonical(at.actual, ignored)) return;
  const { field, expected, actual } = at;
  if (depth > MOST_DEPTH || !isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    found.push(at);
    return;
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const key of keys) {
    if (ignored.has(key)) continue;
    const step = Array.isArray(expected) ? `[${key}]` : field === "" ? key : `.${key}`;
    compare({ field: field + step, expected: expected[key], actual: actual[key] }, ignored, found, depth + 1);
  }
}

/** The differences for a person: of long texts, what is around the first character that differs. */
export function differenceText(list: readonly Difference[]): string {
  return list.map(({ field, expected, actual }) => `${field === "" ? "" : `${field}\n`}${sides(expected, actual)}`).join("\n");
}

function sides(expected: unknown, actual: unknown): string {
  const from = typeof expected === "string" && typeof actual === "string" ? firstDifference(expected, actual) : 0;
  return `  recorded: ${shown(expected, from)}\n  now:      ${shown(actual, from)}`;
}

function shown(value: unknown, from: number): string {
  if (value === undefined) return "(nothing)";
  if (typeof value !== "string") return cut(JSON.stringify(value));
  const start = Math.max(0, from - AROUND_UNITS);
  return `${start > 0 ? "…" : ""}${cut(JSON.stringify(value.slice(start, start + MOST_SHOWN_UNITS * 2)))}`;
}

function cut(text: string): string {
  return text.length <= MOST_SHOWN_UNITS ? text : `${text.slice(0, MOST_SHOWN_UNITS)}…`;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
