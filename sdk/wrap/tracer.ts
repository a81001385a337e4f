import { types } from "node:util";

/** Any function. */
export type AnyFunction = (this: never, ...args: never[]) => unknown;

/** What a tracer makes of a function, knowing the name it goes by. */
type Wrap<Options> = (body: AnyFunction, options: Options, name: string) => AnyFunction;

/** Wraps a function, or decorates a method or a field that holds a function; standard and legacy decorators alike. */
export interface Wrapper {
  <F extends AnyFunction>(body: F, context?: DecoratorContext): F;
  (target: undefined, context: ClassFieldDecoratorContext): (initial: unknown) => unknown;
  (target: object, key: string | symbol, descriptor: PropertyDescriptor): PropertyDescriptor;
}

/** Wraps a function; with options only, or as a decorator, does so later. */
export interface Tracer<Options> extends Wrapper {
  <F extends AnyFunction>(body: F, options?: Options): F;
  (options?: Options): Wrapper;
}

/** Makes a tracer of a way to wrap a function: every form of call ends there. */
export function tracer<Options extends object>(wrap: Wrap<Options>): Tracer<Options> {
  const trace = (first?: unknown, second?: unknown, third?: unknown): unknown => {
    if (isDescriptor(third)) return ofDescriptor(third, (body) => wrap(body, {} as Options, nameOf(second)));
    if (isContext(second)) return decorated(first, second, (body, name) => wrap(body, {} as Options, name));
    if (typeof first === "function") return wrap(first as AnyFunction, asOptions(second) as Options, first.name);
    return withOptions(wrap, asOptions(first) as Options);
  };
  return trace as Tracer<Options>;
}

function withOptions<Options>(wrap: Wrap<Options>, options: Options): Wrapper {
  const wrapper = (target: unknown, second?: unknown, third?: unknown): unknown => {
    if (isDescriptor(third)) return ofDescriptor(third, (body) => wrap(body, options, nameOf(second)));
    if (isContext(second)) return decorated(target, second, (body, name) => wrap(body, options, name));
    return typeof target === "function" ? wrap(target as AnyFunction, options, target.name) : target;
  };
  return wrapper as Wrapper;
}

/**
 * The same function to all appearances (name, length, properties, `new`), whose calls go another way. `call` gets the
 * body bound to its `this` and arguments.
 */
export function intercepted(body: AnyFunction, call: (args: readonly unknown[], run: () => unknown) => unknown): AnyFunction {
  return new Proxy(body, { apply: (target, self, args: unknown[]) => call(args, () => Reflect.apply(target as (...given: unknown[]) => unknown, self, args)) });
}

/** What the source text of a function says of how it hands out its result; undefined if it says nothing. */
export function waitsOf(body: AnyFunction): "promise" | "async_iterator" | undefined {
  if (types.isAsyncFunction(body)) return types.isGeneratorFunction(body) ? "async_iterator" : "promise";
  return undefined;
}

function decorated(target: unknown, context: DecoratorContext, wrap: (body: AnyFunction, name: string) => AnyFunction): unknown {
  const name = nameOf(context.name);
  if (typeof target === "function") return wrap(target as AnyFunction, name);
  return (initial: unknown) => (typeof initial === "function" ? wrap(initial as AnyFunction, name) : initial);
}

function ofDescriptor(descriptor: PropertyDescriptor, wrap: (body: AnyFunction) => AnyFunction): PropertyDescriptor {
  const value: unknown = descriptor.value;
  return typeof value === "function" ? { ...descriptor, value: wrap(value as AnyFunction) } : descriptor;
}

function isContext(value: unknown): value is DecoratorContext {
  return typeof value === "object" && value !== null && "kind" in value && "metadata" in value && "name" in value;
}

function isDescriptor(value: unknown): value is PropertyDescriptor {
  return typeof value === "object" && value !== null && ("value" in value || "get" in value);
}

function asOptions(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function nameOf(key: unknown): string {
  return typeof key === "symbol" ? (key.description ?? "") : typeof key === "string" ? key : "";
}
