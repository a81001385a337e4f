import { createHash } from "node:crypto";
import { asObject, asNumber, unpackJson, type JsonObject } from "../../../format/importers/kit/read.ts";
import type { RecordedEvent } from "../../event.ts";
import { answerTo } from "../../intercept.ts";
import { isInModelCall } from "../../scope.ts";
import { notice, quietly } from "../kit/notice.ts";
import { openCalls } from "../kit/open-calls.ts";
import { scopeOfCall } from "../kit/scopes.ts";
import { Exchange } from "./exchange.ts";
import type { Protocol } from "./protocol.ts";
import { mayBeModel, protocolOf, providerOf } from "./protocols/index.ts";
import { serve } from "./serve.ts";
import { tap } from "./tap.ts";
import { transportOf, writerOf } from "./writers.ts";

/** As much of `fetch` as there is to know. */
export type Fetch = typeof globalThis.fetch;

/** A request to a model, read. */
interface ModelRequest {
  readonly protocol: Protocol;
  readonly url: URL;
  readonly body: JsonObject;
  readonly text: string;
  readonly headers: Headers;
}

/** One wrapped `fetch`. */
interface Sender {
  readonly failures: RecentFailures;
  readonly timeoutMs: () => number | undefined;
}

/** Functions made here, so that none is wrapped twice. */
const wrapped = new WeakSet<object>();

/**
 * A `fetch` that records requests to models, and passes everything, these too, on to the one given. `timeoutMs` is how
 * long its client waits where a request does not say.
 */
export function recordingFetch(real: Fetch, timeoutMs: () => number | undefined = () => undefined): Fetch {
  if (wrapped.has(real)) return real;
  const sender: Sender = { failures: new RecentFailures(), timeoutMs };
  const recording: Fetch = function fetch(this: unknown, input, init) {
    const known = quietly("fetch", () => readAtOnce(input, init));
    if (known === "no") return Reflect.apply(real, this, [input, init]) as Promise<Response>;
    const call = (): Promise<Response> => Reflect.apply(real, this, [input, init]) as Promise<Response>;
    return known === undefined || known === "later" ? readThenSend(input as Request, call, sender) : send(known, call, sender);
  };
  wrapped.add(recording);
  return recording;
}

/** The request, if it can be read without waiting: `no` if it is none to a model, `later` if its body has to be awaited. */
function readAtOnce(input: Parameters<Fetch>[0], init: RequestInit = {}): ModelRequest | "no" | "later" {
  const given = typeof input === "object" && "url" in input ? input : undefined;
  const address = given === undefined ? (input as string | URL).toString() : given.url;
  if (!isModelPost(address, init.method ?? given?.method)) return "no";
  if (init.body === undefined || init.body === null) return given === undefined || given.body === null ? "no" : "later";
  const text = bodyText(init.body);
  const headers = new Headers(init.headers ?? given?.headers);
  return (text === undefined ? undefined : modelRequest(address, text, headers)) ?? "no";
}

function isModelPost(address: string, method: string | undefined): boolean {
  return method?.toUpperCase() === "POST" && mayBeModel(address.split(/[?#]/, 1)[0] ?? "");
}

/** The text of a body that is there whole; undefined for streams and forms. */
function bodyText(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : undefined;
}

function modelRequest(address: string, text: string, headers: Headers): ModelRequest | undefined {
  const url = new URL(address);
  const body = asObject(unpackJson(text));
  const protocol = body === undefined ? undefined : protocolOf(url, body);
  return body === undefined || protocol === undefined ? undefined : { protocol, url, body, text, headers };
}

async function readThenSend(input: Request, call: () => Promise<Response>, sender: Sender): Promise<Response> {
  let request: ModelRequest | undefined;
  try {
    const copy = input.clone();
    request = modelRequest(copy.url, await copy.text(), copy.headers);
  } catch (error) {
    notice("fetch", "a request could not be read", error);
  }
  return request === undefined ? call() : send(request, call, sender);
}

async function send(request: ModelRequest, call: () => Promise<Response>, sender: Sender): Promise<Response> {
  const begun = quietly("fetch", () => begin(request, sender));
  if (begun === undefined) return call();
  const { protocol, body } = request;
  const isStream = body["stream"] === true || request.url.pathname.endsWith(":streamGenerateContent");
  let response: Response;
  try {
    const answer = await answerTo(begun.event);
    response = await begun.under(answer === undefined ? call : () => serve(answer, protocol, isStream));
  } catch (error) {
    begun.exchange.fail(error);
    throw error;
  }
  if (response.ok) return quietly("fetch", () => tap(response, begun.exchange)) ?? response;
  begun.exchange.refused(response.status, await bodySoon(response));
  return response;
}

/** Failures are short and already there, or not worth the program's time. */
const MOST_WAIT_MS = 100;

/** The body of a failure, which the program may never read; empty if it does not come at once. */
async function bodySoon(response: Response): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(resolve, MOST_WAIT_MS, "")));
  try {
    return await Promise.race([response.clone().text(), late]);
  } catch {
    return "";
  } finally {
    clearTimeout(timer);
  }
}

interface Begun {
  readonly event: RecordedEvent;
  readonly exchange: Exchange;
  under<T>(body: () => T): T;
}

/** Records the request, or tells who records the call already; undefined if nobody wants to know. */
function begin(request: ModelRequest, { failures, timeoutMs }: Sender): Begun | undefined {
  if (isInModelCall()) return undefined;
  const { protocol, url, body, text, headers } = request;
  const input = protocol.request(body, url);
  const timeoutS = asNumber(headers.get("x-stainless-timeout") ?? undefined);
  const waitMs = timeoutS === undefined ? timeoutMs() : timeoutS * 1000;
  const open = openCalls.find(input.model, text);
  if (open !== undefined) {
    return { event: open.sent({ ...input, provider: providerOf(url, protocol) }), exchange: new Exchange({ protocol, writer: transportOf(open), waitMs }), under: (send) => send() };
  }
  const ctx = scopeOfCall();
  const attempt = asNumber(headers.get("x-stainless-retry-count") ?? undefined);
  const failed = failures.of(text);
  const extra = { endpoint: `${url.origin}${url.pathname}`, ...(attempt !== undefined && attempt > 0 && { attempt }) };
  const event = ctx.recordLlmRequest({ ...input, provider: providerOf(url, protocol), upstream: failed === undefined ? undefined : [failed], extra });
  const writer = writerOf(ctx, event, (answer) => failures.add(text, answer));
  return { event, exchange: new Exchange({ protocol, writer, waitMs }), under: (send) => ctx.within(event, send) };
}

const MOST_FAILURES = 100;

/** Calls that failed a moment ago, by what was sent: the same again is a retry. */
class RecentFailures {
  readonly #answers = new Map<string, RecordedEvent>();

  add(body: string, answer: RecordedEvent): void {
    if (this.#answers.size >= MOST_FAILURES) this.#answers.clear();
    this.#answers.set(hashOf(body), answer);
  }

  /** The failed answer to the same request in this run, once. */
  of(body: string): RecordedEvent | undefined {
    if (this.#answers.size === 0) return undefined;
    const key = hashOf(body);
    const answer = this.#answers.get(key);
    this.#answers.delete(key);
    return answer;
  }
}

function hashOf(text: string): string {
  return createHash("sha1").update(text).digest("base64");
}
