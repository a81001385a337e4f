import type { Json } from "../../../../format/event.ts";
import type { JsonChange } from "../../contracts/replay.ts";

const SHOWN = 400;

interface Pair {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export interface JsonDiff {
  /** In the order of the newer value, at most `most`. */
  readonly changes: readonly JsonChange[];
  readonly total: number;
}

/**
 * What differs between two JSON values, member by member and exactly: ids and times count here, other than where two
 * runs are compared. Of lists the equal beginning and end are passed over, so that an item put in does not change all
 * that follow. Keeps its own stack: any depth is safe.
 */
export function diffJson(before: Json | undefined, after: Json | undefined, most: number): JsonDiff {
  const changes: JsonChange[] = [];
  let total = 0;
  const stack: Pair[] = [{ path: "", before, after }];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    if (pair.before === pair.after) continue;
    const inner = innerPairs(pair);
    if (inner !== undefined) {
      for (let at = inner.length - 1; at >= 0; at--) stack.push(inner[at] as Pair);
      continue;
    }
    total++;
    if (changes.length < most) changes.push(changeOf(pair));
  }
  return { changes, total };
}

/** Pairs of members to hold against each other; undefined if the values are not two objects or two lists. */
function innerPairs({ path, before, after }: Pair): Pair[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return itemPairs(path, before as readonly Json[], after as readonly Json[]);
  if (!isObject(before) || !isObject(after)) return undefined;
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...keys].map((key) => ({ path: memberPath(path, key), before: own(before, key), after: own(after, key) }));
}

function itemPairs(path: string, before: readonly Json[], after: readonly Json[]): Pair[] {
  let start = 0;
  while (start < before.length && start < after.length && isSame(before[start], after[start])) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && isSame(before.at(-1 - end), after.at(-1 - end))) end++;
  const [left, right] = [before.length - start - end, after.length - start - end];
  const pairs: Pair[] = [];
  for (let at = 0; at < Math.max(left, right); at++) {
    pairs.push({ path: `${path}[${start + at}]`, before: at < left ? before[start + at] : undefined, after: at < right ? after[start + at] : undefined });
  }
  return pairs;
}

/** Two values are the same JSON; members may stand in another order. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  const stack: (readonly [Json | undefined, Json | undefined])[] = [[one, other]];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
    const [left, right] = [a as { readonly [key: string]: Json | undefined }, b as { readonly [key: string]: Json | undefined }];
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(right, key)) return false;
      stack.push([left[key], right[key]]);
    }
  }
  return true;
}

function changeOf({ path, before, after }: Pair): JsonChange {
  const type = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return { type, path, before: shown(before), after: shown(after) };
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "";
  // A value this deep would overflow the writer's stack; its size says enough.
  try {
    const text = JSON.stringify(value);
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  } catch {
    return "(nested too deep to write)";
  }
}

function memberPath(path: string, key: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function own(object: { readonly [key: string]: Json | undefined }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
