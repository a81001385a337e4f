import { subscribe } from "node:diagnostics_channel";
import { enterRequest } from "../kit/scopes.ts";
import { quietly } from "../kit/notice.ts";

/** As much of what Node.js says of a request as is used. */
interface Served {
  readonly request: { readonly method?: string; readonly url?: string };
  readonly response: { readonly statusCode: number; once(event: "close", listener: () => void): unknown };
}

/** Makes every HTTP request that is served a run of its own, if something is recorded in it. */
export function attachRequests(): void {
  subscribe("http.server.request.start", (message) => {
    quietly("http", () => {
      const { request, response } = message as Served;
      const end = enterRequest(`${request.method ?? "GET"} ${(request.url ?? "/").split("?", 1)[0]}`);
      response.once("close", () => quietly("http", () => end(response.statusCode >= 500)));
    });
  });
}
