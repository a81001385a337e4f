const MOST_DEPTH = 1000;

/** A recorded value that is not all there: cut by a limit, unreadable when it was recorded, or its blob is gone. */
export class IncompleteError extends Error {
  override readonly name = "IncompleteError";
  /** Where in the value. */
  readonly path: string;

  constructor(path: string, why: string) {
    super(`${path} was not recorded whole: ${why}`);
    this.path = path;
  }
}

/** Finds bytes kept beside the trace. */
export type BlobReader = (sha256: string) => Buffer | undefined;

/** One level of the value around the one being read. */
interface Level {
  readonly path: string;
  readonly value: unknown;
  readonly outer: Level | undefined;
  readonly depth: number;
}

type Marked = Readonly<Record<string, unknown>>;
type Reviver = (marked: Marked, level: Level, blobs: BlobReader) => unknown;

/** By marker member; see `ValueWriter` for what each stands for. */
const REVIVERS: ReadonlyMap<string, Reviver> = new Map<string, Reviver>([
  ["$bigint", ({ $bigint }) => BigInt(textOf($bigint))],
  ["$number", ({ $number }) => Number(textOf($number))],
  ["$undefined", () => undefined],
  ["$symbol", ({ $symbol }) => Symbol(textOf($symbol).slice("Symbol(".length, -1))],
  ["$function", () => undefined],
  ["$date", () => new Date(Number.NaN)],
  ["$regexp", ({ $regexp }) => regexpOf(textOf($regexp))],
  ["$error", ({ $error }, level, blobs) => errorOf($error, level, blobs)],
  ["$map", ({ $map }, level, blobs) => new Map(itemsOf($map, level, blobs) as [unknown, unknown][])],
  ["$set", ({ $set }, level, blobs) => new Set(itemsOf($set, level, blobs))],
  ["$bytes", ({ $bytes }) => Buffer.from(textOf($bytes), "base64")],
  ["$blob", (marked, level, blobs) => blobOf(marked, level, blobs)],
  ["$circular", ({ $circular }, level) => outerOf(textOf($circular), level)],
  ["$truncated", ({ $truncated }, { path }) => fail(path, `cut at a limit of the recorder (${textOf($truncated)})`)],
  ["$unreadable", ({ $unreadable }, { path }) => fail(path, textOf($unreadable))],
]);

/**
 * The value a recorded one stands for: markers become Maps, Sets, bytes, BigInts, Errors again, and a cycle is closed
 * again. Instances of classes come back as plain objects, functions as undefined, dates as the texts they were
 * recorded as. Throws IncompleteError where something is missing.
 */
export function revive(recorded: unknown, blobs: BlobReader = () => undefined): unknown {
  return revived(recorded, { path: "$", value: undefined, outer: undefined, depth: 0 }, blobs);
}

function revived(recorded: unknown, level: Level, blobs: BlobReader): unknown {
  if (typeof recorded !== "object" || recorded === null) return recorded;
  if (level.depth > MOST_DEPTH) return fail(level.path, "nested too deep");
  if (Array.isArray(recorded)) return itemsOf(recorded, level, blobs);
  const keys = Object.keys(recorded);
  if (!keys.some((key) => key.startsWith("$"))) return membersOf(recorded, keys, level, blobs);
  for (const key of keys) {
    const reviver = REVIVERS.get(key);
    if (reviver !== undefined) return reviver(recorded as Marked, level, blobs);
  }
  return membersOf(recorded, keys.filter((key) => key !== "$class"), level, blobs);
}

function membersOf(recorded: object, keys: readonly string[], level: Level, blobs: BlobReader): object {
  const value: Record<string, unknown> = {};
  const here: Level = { ...level, value };
  for (const key of keys) Object.defineProperty(value, key, { value: revived((recorded as Marked)[key], inside(here, `.${key}`), blobs), enumerable: true, configurable: true, writable: true });
  return value;
}

function itemsOf(recorded: unknown, level: Level, blobs: BlobReader): unknown[] {
  const value: unknown[] = [];
  const here: Level = { ...level, value };
  if (Array.isArray(recorded)) recorded.forEach((item, index) => value.push(revived(item, inside(here, `[${index}]`), blobs)));
  return value;
}

function inside(outer: Level, step: string): Level {
  return { path: outer.path + step, value: undefined, outer, depth: outer.depth + 1 };
}

function errorOf(recorded: unknown, level: Level, blobs: BlobReader): Error {
  const { name, message, stack, ...others } = membersOf(Object(recorded) as object, Object.keys(Object(recorded) as object), level, blobs) as Record<string, unknown>;
  const error = Object.assign(new Error(textOf(message)), others);
  Object.defineProperty(error, "name", { value: textOf(name), configurable: true, writable: true });
  if (typeof stack === "string") Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return error;
}

function blobOf({ $blob, media_type: mediaType }: Marked, { path }: Level, blobs: BlobReader): unknown {
  const bytes = blobs(textOf($blob));
  if (bytes === undefined) return fail(path, `its bytes (${textOf($blob).slice(0, 12)}…) are not in the folder beside the trace`);
  return textOf(mediaType).startsWith("text/") ? bytes.toString() : bytes;
}

/** The enclosing value a cycle leads back to. */
function outerOf(path: string, level: Level): unknown {
  for (let at: Level | undefined = level; at !== undefined; at = at.outer) if (at.path === path && at.value !== undefined) return at.value;
  return fail(level.path, `it led back to ${path}`);
}

function regexpOf(text: string): RegExp {
  const end = text.lastIndexOf("/");
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fail(path: string, why: string): never {
  throw new IncompleteError(path, why);
}
