import type { Watch } from "./watch.ts";

type AnyIterator = Partial<Record<"next" | "return" | "throw", (...given: unknown[]) => unknown>>;
type Step = "next" | "return" | "throw";
const STEPS: ReadonlySet<string | symbol> = new Set<Step>(["next", "return", "throw"]);

/** An asynchronous generator, or anything `for await` takes, whose pieces are watched. */
export function tapAsyncIterator(iterable: object, watch: Watch, returned: string): unknown {
  return tapped(iterable, Symbol.asyncIterator, (iterator, step, given) => asyncStep(iterator, step, given, { watch, returned }));
}

/** A generator whose pieces are watched. */
export function tapIterator(iterable: object, watch: Watch, returned: string): unknown {
  return tapped(iterable, Symbol.iterator, (iterator, step, given) => syncStep(iterator, step, given, { watch, returned }));
}

type StepTaker = (iterator: AnyIterator, step: Step, given: unknown[]) => unknown;

/** The same object, except that its own steps, and those of the iterators it gives, are taken by `take`. */
function tapped(iterable: object, symbol: symbol, take: StepTaker): object {
  const proxy: object = new Proxy(iterable, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      if (STEPS.has(key)) return (...given: unknown[]) => take(target as AnyIterator, key as Step, given);
      if (key !== symbol) return member.bind(target) as unknown;
      return () => {
        const iterator = member.call(target) as object;
        return iterator === target ? proxy : tapped(iterator, symbol, take);
      };
    },
  });
  return proxy;
}

interface Tapping {
  readonly watch: Watch;
  readonly returned: string;
}

function syncStep(iterator: AnyIterator, step: Step, given: unknown[], tapping: Tapping): unknown {
  try {
    const result = tapping.watch.within(() => iterator[step]?.(...given));
    observe(result, step, tapping);
    return result;
  } catch (error) {
    tapping.watch.fail(tapping.returned, error);
    throw error;
  }
}

async function asyncStep(iterator: AnyIterator, step: Step, given: unknown[], tapping: Tapping): Promise<unknown> {
  try {
    const result = await tapping.watch.within(() => iterator[step]?.(...given));
    observe(result, step, tapping);
    return result;
  } catch (error) {
    tapping.watch.fail(tapping.returned, error);
    throw error;
  }
}

/** A generator may answer `return` and `throw` by going on, so what counts is whether it is done. */
function observe(result: unknown, step: Step, { watch, returned }: Tapping): void {
  const { done, value } = (result ?? {}) as { readonly done?: unknown; readonly value?: unknown };
  if (done !== true) watch.piece(value);
  else if (step === "return") watch.cancel(returned);
  else watch.end(returned, value);
}
