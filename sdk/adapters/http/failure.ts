import { asList, asObject, asText, unpackJson } from "../../../format/importers/kit/read.ts";

/** What a model's endpoint answered instead of an answer. `name` is the provider's own word for it. */
class ModelFailure extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(name: string, message: string, answer: { readonly status: number; readonly body: unknown }) {
    super(message);
    this.name = name;
    this.status = answer.status;
    this.body = answer.body;
    // Its own stack tells of the recorder, not of the program.
    delete this.stack;
  }
}

/** The failure an HTTP status and body tell of: the body's words where it has some. */
export function failureOf(status: number, text: string): ModelFailure {
  const body = unpackJson(text);
  const outer = asObject(asList(body)[0]) ?? asObject(body);
  const inner = asObject(outer?.["error"]) ?? outer;
  const name = asText(inner?.["type"]) ?? asText(inner?.["code"]) ?? asText(inner?.["status"]) ?? `HTTP ${status}`;
  return new ModelFailure(name, asText(inner?.["message"]) ?? asText(text) ?? `HTTP ${status}`, { status, body });
}

/** The failure a stream tells of in its middle. */
export function failureInStream(error: unknown, status: number): ModelFailure {
  return failureOf(status, JSON.stringify({ error }));
}

/** The call took longer than its client waits. */
export function timeoutOf(thrown: unknown, waitMs: number): Error {
  const error = new Error(`no answer within ${waitMs} ms`, { cause: thrown });
  error.name = "TimeoutError";
  delete error.stack;
  return error;
}
