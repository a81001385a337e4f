import { AsyncLocalStorage } from "node:async_hooks";
import nodeCrypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

/** What a program draws from that differs from run to run: Date, performance.now; Math.random; randomUUID. */
export type Source = "clock" | "random" | "ids";

/** Gives what is drawn. `real` draws from the source itself. */
export interface Draws {
  readonly sources: ReadonlySet<Source>;
  /** Milliseconds since 1970. */
  unixMs(real: () => number): number;
  /** Milliseconds of the monotonic clock. */
  monoMs(real: () => number): number;
  random(real: () => number): number;
  id(real: () => string): string;
}

const storage = new AsyncLocalStorage<Draws>();
/** The globals are the process's, so who replaces them is counted here. What they give depends on the flow alone. */
const patched: { users: number; undo: (() => void)[] } = { users: 0, undo: [] };

/** Runs the function, and all its asynchronous branches, with other draws. Other code of the process draws as ever. */
export async function drawing<T>(draws: Draws, body: () => Promise<T>): Promise<T> {
  if (patched.users++ === 0) patched.undo = install();
  try {
    return await storage.run(draws, body);
  } finally {
    if (--patched.users === 0) for (const undo of patched.undo) undo();
  }
}

function drawsOf(source: Source): Draws | undefined {
  const draws = storage.getStore();
  return draws?.sources.has(source) === true ? draws : undefined;
}

function install(): (() => void)[] {
  const now = Date.now;
  const unixMs = (): number => drawsOf("clock")?.unixMs(now) ?? now();
  const undo = [
    replace(globalThis, "Date", () => dateOf(unixMs)),
    replace(performance, "now", (real) => () => drawsOf("clock")?.monoMs(() => real.call(performance) as number) ?? real.call(performance)),
    replace(Math, "random", (real) => () => drawsOf("random")?.random(real as () => number) ?? real()),
    replace(globalThis.crypto, "randomUUID", (real) => () => drawsOf("ids")?.id(() => real.call(globalThis.crypto) as string) ?? real.call(globalThis.crypto)),
    replace(nodeCrypto, "randomUUID", (real) => (options: unknown) => drawsOf("ids")?.id(() => real(options) as string) ?? real(options)),
  ];
  syncBuiltinESMExports();
  return [...undo, syncBuiltinESMExports];
}

type Callable = (...given: unknown[]) => unknown;

/** Puts something else in the place of a member, and returns what puts it back. */
function replace(owner: object, key: string, make: (real: Callable) => unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, key);
  const real = (owner as Record<string, unknown>)[key] as Callable;
  Object.defineProperty(owner, key, { value: make(real), configurable: true, writable: true, enumerable: before?.enumerable ?? true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, key);
    else Object.defineProperty(owner, key, before);
  };
}

/** Date, whose "now" is another. */
function dateOf(unixMs: () => number): DateConstructor {
  const real = Date;
  return new Proxy(real, {
    construct: (target, given: unknown[], newTarget) => Reflect.construct(target, given.length === 0 ? [unixMs()] : given, newTarget) as object,
    apply: () => new real(unixMs()).toString(),
    get: (target, key): unknown => (key === "now" ? unixMs : Reflect.get(target, key)),
  });
}
