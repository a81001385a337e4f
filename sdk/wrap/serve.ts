import { Readable } from "node:stream";
import type { Answer, Held } from "../intercept.ts";
import type { Watch } from "./watch.ts";

const PROMISE_OF = "promise_of_";

/** A recorded answer about to be handed out. */
interface Serving {
  readonly answer: Answer;
  readonly value: unknown;
  readonly watch: Watch;
  readonly returned: string;
}

/** What makes the thing a program gets, by the way the recorded call handed it out. */
const SERVERS: ReadonlyMap<string, (serving: Serving) => unknown> = new Map([
  ["value", serveValue],
  ["promise", servePromise],
  ["iterator", serveIterator],
  ["async_iterator", serveAsyncIterator],
  ["stream", serveStream],
  ["node_stream", serveNodeStream],
]);

/** Hands a recorded answer out as the call itself did: at once, as a promise, or piece by piece in the recorded pieces. */
export function serve(answer: Answer, value: unknown, watch: Watch): unknown {
  const recorded = answer.payload["returned"];
  const returned = typeof recorded === "string" ? recorded : "value";
  if (!returned.startsWith(PROMISE_OF)) return (SERVERS.get(returned) ?? serveValue)({ answer, value, watch, returned });
  const inner = SERVERS.get(returned.slice(PROMISE_OF.length)) ?? serveValue;
  return Promise.resolve().then(() => inner({ answer, value, watch, returned }));
}

/** Hands out, once it is decided, what `decided` makes of it: a recorded answer or the call itself. */
export function serveHeld({ returned, decided }: Held, make: (answer: Answer | undefined) => unknown, watch: Watch): unknown {
  const result = decided.then(make, (error: unknown) => {
    watch.fail(returned, error);
    throw error;
  });
  return returned === "async_iterator" || returned === "stream" || returned === "node_stream" ? later(returned, result) : result;
}

/** A stream whose source is yet to come. */
function later(returned: string, result: Promise<unknown>): unknown {
  const pieces = (async function* () {
    return yield* (await result) as AsyncIterable<unknown>;
  })();
  if (returned === "stream") return streamOf(pieces);
  return returned === "node_stream" ? Readable.from(pieces) : pieces;
}

function serveValue(serving: Serving): unknown {
  serving.answer.takeTurn();
  return settle(serving);
}

async function servePromise(serving: Serving): Promise<unknown> {
  await serving.answer.turn();
  return settle(serving);
}

function settle({ answer, value, watch, returned }: Serving): unknown {
  if (answer.failed) {
    watch.fail(returned, answer.thrown);
    throw answer.thrown;
  }
  watch.end(returned, value);
  return value;
}

function* serveIterator(serving: Serving): Generator<unknown, unknown> {
  let isDone = false;
  try {
    for (const piece of piecesOf(serving.answer)) {
      serving.watch.piece(piece);
      yield piece;
    }
    isDone = true;
    serving.answer.takeTurn();
    return settle(serving);
  } finally {
    if (!isDone) abandon(serving);
  }
}

async function* serveAsyncIterator(serving: Serving): AsyncGenerator<unknown, unknown> {
  let isDone = false;
  try {
    for (const piece of piecesOf(serving.answer)) {
      serving.watch.piece(piece);
      yield piece;
    }
    isDone = true;
    await serving.answer.turn();
    return settle(serving);
  } finally {
    if (!isDone) abandon(serving);
  }
}

function serveStream(serving: Serving): ReadableStream<unknown> {
  return streamOf(serveAsyncIterator(serving));
}

function streamOf(iterator: AsyncGenerator<unknown, unknown>): ReadableStream<unknown> {
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await iterator.return(undefined)),
    },
    { highWaterMark: 0 },
  );
}

function serveNodeStream(serving: Serving): Readable {
  const pieces = piecesOf(serving.answer);
  const areBytes = pieces.every((piece) => typeof piece === "string" || piece instanceof Uint8Array);
  return Readable.from(serveAsyncIterator(serving), { objectMode: !areBytes });
}

function abandon({ answer, watch, returned }: Serving): void {
  answer.takeTurn();
  watch.cancel(returned);
}

function piecesOf(answer: Answer): readonly unknown[] {
  const { chunks } = answer.payload;
  return Array.isArray(chunks) ? chunks : [];
}
