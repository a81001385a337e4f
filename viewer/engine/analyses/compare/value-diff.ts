import type { Json } from "../../../../format/event.ts";
import type { ValueChange } from "../../contracts/compare.ts";
import { hashContent } from "./hash.ts";
import { jsonText } from "./json-text.ts";
import { shortestEdit } from "./myers.ts";
import { sideBySide } from "./side-by-side.ts";
import { diffWords } from "./words.ts";

const MOST_CHANGES = 300;
const MOST_SHOWN = 4000;
const MOST_EDITS = 400;

interface Task {
  readonly pointer: string;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
}

/** Where two values differ, down to the member, the item and the word, in the order of the left one. Bounded, not recursive. */
export function diffValues(left: Json | undefined, right: Json | undefined): { readonly changes: readonly ValueChange[]; readonly total: number } {
  const changes: ValueChange[] = [];
  let total = 0;
  const tasks: Task[] = [{ pointer: "", left, right }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (task.left === task.right) continue;
    const inner = innerTasks(task);
    if (inner !== undefined) tasks.push(...inner.toReversed());
    else if (total++ < MOST_CHANGES) changes.push(changeOf(task));
  }
  return { changes, total };
}

function innerTasks({ pointer, left, right }: Task): Task[] | undefined {
  if (Array.isArray(left) && Array.isArray(right)) return itemTasks(pointer, left as readonly Json[], right as readonly Json[]);
  if (!isObject(left) || !isObject(right)) return undefined;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].map((key) => ({ pointer: `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, left: left[key], right: right[key] }));
}

/** Items of two lists: equal ones go together, and what stands between them by place. */
function itemTasks(pointer: string, left: readonly Json[], right: readonly Json[]): Task[] {
  const [a, b] = [Int32Array.from(left, hashContent), Int32Array.from(right, hashContent)];
  const pairs = shortestEdit(a, b, { a0: 0, a1: left.length, b0: 0, b1: right.length }, MOST_EDITS) ?? [];
  const tasks: Task[] = [];
  for (const { i, j, isEqual } of sideBySide(left.length, right.length, pairs)) if (!isEqual) tasks.push({ pointer: `${pointer}/${i < 0 ? j : i}`, left: left[i], right: right[j] });
  return tasks;
}

function changeOf({ pointer, left, right }: Task): ValueChange {
  const areTexts = typeof left === "string" && typeof right === "string";
  return { pointer, left: shown(left), right: shown(right), words: areTexts ? diffWords(left.slice(0, MOST_SHOWN), right.slice(0, MOST_SHOWN)) : [] };
}

function shown(value: Json | undefined): string | null {
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : jsonText(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
