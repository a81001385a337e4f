import type { Watch } from "./watch.ts";

/**
 * A stream of the web: what passes is watched on its way through. Reading ahead stays what it was, errors and
 * cancelling reach the source.
 */
export function tapWebStream(stream: object, watch: Watch, returned: string): unknown {
  const reader = (stream as ReadableStream<unknown>).getReader();
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        try {
          const { done, value } = await watch.within(() => reader.read());
          if (!done) {
            watch.piece(value);
            controller.enqueue(value);
            return;
          }
          watch.end(returned, undefined);
          controller.close();
        } catch (error) {
          watch.fail(returned, error);
          controller.error(error);
        }
      },
      cancel(reason) {
        watch.cancel(returned);
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

interface Emitter {
  emit(event: string | symbol, ...given: unknown[]): boolean;
}

/** A stream of Node, watched in place: every piece it hands out is emitted as `data`, whichever way it is read. */
export function tapNodeStream(stream: object, watch: Watch, returned: string): unknown {
  const emitter = stream as Emitter;
  const emit = emitter.emit;
  const heard: Readonly<Record<string, (given: unknown) => void>> = {
    data: (piece) => watch.piece(piece),
    end: () => watch.end(returned, undefined),
    error: (error) => watch.fail(returned, error),
    close: () => watch.cancel(returned),
  };
  const tapped = function (this: unknown, event: string | symbol, ...given: unknown[]): boolean {
    if (typeof event === "string" && Object.hasOwn(heard, event)) heard[event]?.(given[0]);
    return emit.call(this, event, ...given) as boolean;
  };
  Object.defineProperty(stream, "emit", { value: tapped, configurable: true, writable: true, enumerable: false });
  return stream;
}
