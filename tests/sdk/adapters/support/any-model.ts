import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openaiChat } from "../../../../sdk/adapters/http/protocols/openai-chat.ts";
import { openaiResponses } from "../../../../sdk/adapters/http/protocols/openai-responses.ts";
import { anthropicMessages } from "../../../../sdk/adapters/http/protocols/anthropic.ts";
import type { Protocol } from "../../../../sdk/adapters/http/protocol.ts";
import type { JsonObject } from "../../../../format/importers/kit/read.ts";
import { callItem, chatCall, chatText, message, messageItem, responseOf } from "./scripts.ts";

interface Speaks {
  readonly protocol: Protocol;
  /** What it answers, with a call of the tool `weather` first if it is offered. */
  answer(body: string, callsTool: boolean): unknown;
}

const SAID = "It rains in Oslo.";

const KNOWN: readonly Speaks[] = [
  { protocol: openaiChat, answer: (_, callsTool) => (callsTool ? chatCall("weather", { city: "Oslo" }) : chatText(SAID)).json },
  { protocol: openaiResponses, answer: (_, callsTool) => responseOf([callsTool ? callItem("weather", { city: "Oslo" }) : messageItem(SAID)]) },
  { protocol: anthropicMessages, answer: () => message([{ type: "text", text: SAID }]).json },
];

/** A loopback model for programs of the docs: speaks the known protocols, whole and streamed. */
export async function anyModel(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const speaks = KNOWN.find(({ protocol }) => protocol.path.test((request.url ?? "").split("?")[0] ?? ""));
  if (speaks === undefined) return void response.writeHead(404).end();
  const asked = JSON.parse(body) as { readonly stream?: boolean; readonly tools?: readonly unknown[] };
  const whole = speaks.answer(body, (asked.tools?.length ?? 0) > 0 && !body.includes("call_1"));
  response.writeHead(200, { "content-type": asked.stream === true ? "text/event-stream" : "application/json" });
  if (asked.stream !== true) return void response.end(JSON.stringify(whole));
  const { protocol } = speaks;
  for (const { name, data } of protocol.stream(whole as JsonObject)) response.write(`${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`);
  response.end(protocol.endOfStream === undefined ? "" : `data: ${protocol.endOfStream}\n\n`);
}
