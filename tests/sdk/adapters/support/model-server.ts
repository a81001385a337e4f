import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server answers one request with; the last one is repeated. */
export interface Scripted {
  readonly status?: number;
  readonly json?: unknown;
  /** Data of an event stream, one after another. With a name, `event:` goes before. */
  readonly events?: readonly (string | { readonly name?: string; readonly data: unknown })[];
  /** Stays silent after what it has sent. */
  readonly hangs?: boolean;
  /** Cuts the connection after what it has sent. */
  readonly breaks?: boolean;
}

/** A loopback server that speaks whatever it is told to. */
export interface ModelServer {
  readonly url: string;
  /** Bodies of the requests so far. */
  readonly requests: unknown[];
  close(): Promise<void>;
}

/** Starts a server that answers with the script's entries in turn. */
export async function modelServer(script: readonly Scripted[]): Promise<ModelServer> {
  const requests: unknown[] = [];
  const server = createServer((request, response) => void answer(request, response, { script, requests }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, { script, requests }: { script: readonly Scripted[]; requests: unknown[] }): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const next = script[Math.min(requests.length, script.length - 1)] ?? {};
  requests.push(body === "" ? undefined : JSON.parse(body));
  if (next.hangs === true && next.events === undefined) return;
  response.writeHead(next.status ?? 200, { "content-type": next.events === undefined ? "application/json" : "text/event-stream" });
  if (next.json !== undefined) response.write(JSON.stringify(next.json));
  for (const event of next.events ?? []) {
    const { name, data } = typeof event === "string" ? { name: undefined, data: event } : event;
    response.write(`${name === undefined ? "" : `event: ${name}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  if (next.breaks === true) response.destroy();
  else if (next.hangs !== true) response.end();
}
