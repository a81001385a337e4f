import type { Exchange } from "./exchange.ts";

/** Statuses whose responses must not have a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/**
 * The same response, whose body is read at the program's own pace and heard on the way. Nothing is read ahead, copied or
 * held back; giving it up gives up the original.
 */
export function tap(response: Response, exchange: Exchange): Response {
  exchange.begin(response);
  if (response.body === null || response.bodyUsed || BODILESS.has(response.status)) {
    exchange.end();
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            exchange.end();
            controller.close();
          } else {
            exchange.take(value);
            controller.enqueue(value);
          }
        } catch (error) {
          exchange.fail(error);
          controller.error(error);
        }
      },
      async cancel(reason) {
        exchange.cancel();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const tapped = new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  for (const key of ["url", "redirected", "type"] as const) Object.defineProperty(tapped, key, { value: response[key], configurable: true });
  return tapped;
}
