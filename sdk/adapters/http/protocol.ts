import type { JsonObject } from "../../../format/importers/kit/read.ts";
import type { LlmRequestInput, LlmResponseInput } from "../../kinds/llm.ts";

/** What an answer says: the input of `recordLlmResponse` and, if the model declined, why. */
export interface ReadAnswer extends LlmResponseInput {
  readonly refusal?: string | undefined;
}

/** A piece of a streamed answer that a reader sees. */
export interface Piece {
  readonly content?: string | undefined;
  readonly reasoning?: string | undefined;
  /** True if it begins or continues a tool call. */
  readonly isCall?: boolean | undefined;
}

/** Puts the events of a streamed answer together to what the same call would have answered at once. */
export interface Gatherer {
  add(event: JsonObject): Piece | undefined;
  /** True once the last event came, if one is marked as such. */
  readonly isWhole?: boolean | undefined;
  /** The answer as far as it came. */
  whole(): JsonObject;
}

/** One event of a streamed answer as it stands in the response; without a name there is no `event:` line. */
export interface WireEvent {
  readonly name?: string | undefined;
  readonly data: unknown;
}

/** How one kind of model endpoint is spoken to. */
export interface Protocol {
  readonly id: string;
  /** The provider where the host does not tell. */
  readonly provider: string;
  /** Of the URL's path. */
  readonly path: RegExp;
  /** True if a request body is one of its own; the path alone may mean anything. */
  accepts(body: JsonObject): boolean;
  request(body: JsonObject, url: URL): LlmRequestInput;
  answer(response: JsonObject): ReadAnswer;
  gatherer(): Gatherer;
  /** The events that stream a whole answer, for serving a recorded one. */
  stream(response: JsonObject): readonly WireEvent[];
  /** What a stream ends with where that is no event. */
  readonly endOfStream?: string | undefined;
}
