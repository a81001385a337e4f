import { types } from "node:util";

/** What a value JSON has no form for is written as: a marker member and its content. */
export type Marked =
  | { readonly form: "text"; readonly marker: string; readonly text: string | null }
  | { readonly form: "list"; readonly marker: string; readonly items: readonly unknown[]; readonly size: number }
  | { readonly form: "members"; readonly marker: string; readonly members: object }
  | { readonly form: "bytes"; readonly bytes: Uint8Array; readonly type: string }
  | { readonly form: "same"; readonly value: unknown };

interface Marker {
  is(value: object): boolean;
  mark(value: object): Marked;
}

const MOST_ITEMS = 100_000;

/** In order: the first that fits wins. The tests see through realms and never run the value's own code. */
const MARKERS: readonly Marker[] = [
  { is: types.isNativeError, mark: (value) => ({ form: "members", marker: "$error", members: errorMembers(value as Error) }) },
  { is: types.isMap, mark: (value) => listed("$map", value as Map<unknown, unknown>) },
  { is: types.isSet, mark: (value) => listed("$set", value as Set<unknown>) },
  { is: types.isDate, mark: (value) => dated(value as Date) },
  { is: types.isRegExp, mark: (value) => ({ form: "text", marker: "$regexp", text: RegExp.prototype.toString.call(value) }) },
  { is: (value) => ArrayBuffer.isView(value), mark: (value) => viewed(value as ArrayBufferView) },
  { is: types.isAnyArrayBuffer, mark: (value) => ({ form: "bytes", bytes: new Uint8Array(value as ArrayBuffer), type: "ArrayBuffer" }) },
  { is: types.isBoxedPrimitive, mark: (value) => ({ form: "same", value: value.valueOf() }) },
];

/** The marked form of an object, or undefined if JSON can say it, or only its members can. */
export function markedForm(value: object): Marked | undefined {
  return MARKERS.find((marker) => marker.is(value))?.mark(value);
}

function listed(marker: string, collection: Map<unknown, unknown> | Set<unknown>): Marked {
  const items: unknown[] = [];
  for (const item of collection) {
    if (items.length >= MOST_ITEMS) break;
    items.push(item);
  }
  return { form: "list", marker, items, size: collection.size };
}

function dated(date: Date): Marked {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? { form: "text", marker: "$date", text: null } : { form: "same", value: new Date(time).toISOString() };
}

function viewed(view: ArrayBufferView): Marked {
  const type = Buffer.isBuffer(view) ? "Buffer" : Object.prototype.toString.call(view).slice("[object ".length, -1);
  return { form: "bytes", bytes: new Uint8Array(view.buffer, view.byteOffset, view.byteLength), type };
}

/** Name, message, stack and cause, which are not enumerable, before the error's own members. */
function errorMembers(error: Error): object {
  const members: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of ["name", "message", "stack", "cause", "errors", ...Object.keys(error)]) {
    Object.defineProperty(members, key, { enumerable: true, configurable: true, get: () => (error as unknown as Record<string, unknown>)[key] });
  }
  return members;
}
