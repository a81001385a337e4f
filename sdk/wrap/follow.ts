import { isPromise } from "node:util/types";
import { tapAsyncIterator, tapIterator } from "./iterators.ts";
import { tapNodeStream, tapWebStream } from "./streams.ts";
import type { Watch } from "./watch.ts";

/** One way a function hands out what it makes piece by piece. */
interface Tap {
  readonly returned: string;
  fits(result: object): boolean;
  /** Gives what to hand out instead; it behaves as the original does. */
  tap(result: object, watch: Watch, returned: string): unknown;
}

/** In order: the first that fits wins. */
const TAPS: readonly Tap[] = [
  { returned: "node_stream", fits: (result) => has(result, "pipe", "read", "on", "emit"), tap: tapNodeStream },
  { returned: "stream", fits: (result) => result instanceof ReadableStream && !result.locked, tap: tapWebStream },
  { returned: "async_iterator", fits: (result) => has(result, Symbol.asyncIterator), tap: tapAsyncIterator },
  { returned: "iterator", fits: (result) => has(result, Symbol.iterator, "next"), tap: tapIterator },
];

/**
 * Watches what a function returned until it is complete: a value, a promise, a generator, a stream, or a promise of
 * those. Gives what to return instead. Adds nothing to what the program sees, and never throws of its own.
 */
export function follow(result: unknown, watch: Watch): unknown {
  if (typeof result !== "object" || result === null) return ended(result, watch, "value");
  if (isPromise(result) && Object.getPrototypeOf(result) === Promise.prototype) return followPromise(result, watch);
  if (isThenable(result)) return followThenable(result, watch);
  return followObject(result, watch, { returned: "value", prefix: "" });
}

function followObject(result: object, watch: Watch, { returned, prefix }: { readonly returned: string; readonly prefix: string }): unknown {
  try {
    const tap = TAPS.find((entry) => entry.fits(result));
    if (tap !== undefined) return tap.tap(result, watch, prefix + tap.returned);
  } catch {
    // It cannot even be looked at: it is passed on as it is.
  }
  return ended(result, watch, returned);
}

function followPromise(result: Promise<unknown>, watch: Watch): Promise<unknown> {
  return result.then((value) => followSettled(value, watch), (error: unknown) => rejected(error, watch));
}

/**
 * Promises with more to them (lazy ones, those of API clients): the same object to all appearances, except that its
 * `then` is watched. It is never called by us, since for some that is what starts the work.
 */
function followThenable(result: object, watch: Watch): unknown {
  let seen: Promise<unknown> | undefined;
  const settled = (): Promise<unknown> => {
    seen ??= new Promise((resolve, reject) => (result as PromiseLike<unknown>).then(resolve, reject)).then((value) => followSettled(value, watch), (error: unknown) => rejected(error, watch));
    return seen;
  };
  const own = new Map<string | symbol, unknown>([
    ["then", (resolve: undefined, reject: undefined) => settled().then(resolve, reject)],
    ["catch", (reject: undefined) => settled().catch(reject)],
    ["finally", (done: undefined) => settled().finally(done)],
  ]);
  return new Proxy(result, {
    get(target, key) {
      if (own.has(key) && Reflect.has(target, key)) return own.get(key);
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function followSettled(value: unknown, watch: Watch): unknown {
  if (typeof value !== "object" || value === null) return ended(value, watch, "promise");
  return followObject(value, watch, { returned: "promise", prefix: "promise_of_" });
}

function rejected(error: unknown, watch: Watch): never {
  watch.fail("promise", error);
  throw error;
}

function ended(result: unknown, watch: Watch, returned: string): unknown {
  watch.end(returned, result);
  return result;
}

function has(value: object, ...methods: readonly (string | symbol)[]): boolean {
  return methods.every((method) => typeof (value as Record<string | symbol, unknown>)[method] === "function");
}

function isThenable(value: object): boolean {
  try {
    return typeof (value as { readonly then?: unknown }).then === "function";
  } catch {
    return false;
  }
}
