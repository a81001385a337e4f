import type { CallTraits } from "../intercept.ts";
import type { LlmRequestInput, LlmResponseInput } from "../kinds/llm.ts";
import { readAnswer } from "../shapes/answer.ts";
import { PieceReader } from "../shapes/pieces.ts";
import { readQuestion } from "../shapes/question.ts";
import type { LlmStream, StreamChunk } from "../stream.ts";
import { performCall, type CallKind, type Ending } from "./call.ts";
import { attempt, outcomeOf } from "./tool.ts";
import { intercepted, tracer, waitsOf, type Tracer } from "./tracer.ts";

/** How calls of a model are recorded. Everything is optional: the usual shapes of requests and answers are known. */
export interface LlmTraits {
  /** Default: the `model` in the request, else the function's or method's name. */
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  /** What is asked, from the arguments. */
  readonly request?: ((...args: never[]) => LlmRequestInput) | undefined;
  /** What the answer says: text, tool calls, tokens. */
  readonly response?: ((answer: never) => LlmResponseInput) | undefined;
  /** The text in a piece of a streamed answer. */
  readonly chunk?: ((piece: never) => StreamChunk | undefined) | undefined;
  /** What to record of an answer for a replay to serve; default the answer itself. */
  readonly capture?: ((answer: never) => unknown) | undefined;
  /** Turns what was recorded back into what the program is to get, in a replay. */
  readonly revive?: ((recorded: unknown) => unknown) | undefined;
}

/**
 * Records the calls of a model: an `llm_request` with what was asked, an `llm_response` with text, tool calls, tokens,
 * time to the first token, or what was thrown. Takes sync and async functions, generators and functions that return
 * streams. Behaviour, `this`, errors and properties stay as they are. Also a decorator: `@traceLlm`, `@traceLlm({ model })`.
 */
export const traceLlm: Tracer<LlmTraits> = tracer<LlmTraits>((body, options, known) =>
  intercepted(body, (args, run) => {
    const asked = questionOf(args, options);
    const model = options.model ?? asked.model ?? (known || "model");
    return performCall(model, llmKind({ ...asked, model, provider: options.provider ?? asked.provider }, { ...options, waits: waitsOf(body) }), run);
  }),
);

function questionOf(args: readonly unknown[], { request }: LlmTraits): LlmRequestInput {
  if (request === undefined) return readQuestion(args);
  const asked = attempt(() => request(...(args as never[])));
  return typeof asked === "object" && asked !== null && !("$unreadable" in asked) ? (asked as LlmRequestInput) : { extra: { request: asked } };
}

function llmKind(question: LlmRequestInput, options: LlmTraits & CallTraits): CallKind {
  const reader = new PieceReader();
  let stream: LlmStream | undefined;
  let openStream: () => LlmStream = () => {
    throw new Error("not begun");
  };
  return {
    traits: { sideEffects: false, waits: options.waits },
    begin(ctx) {
      const request = ctx.recordLlmRequest(question);
      openStream = () => ctx.streamLlmResponse(request);
      return request;
    },
    piece(value) {
      stream ??= openStream();
      const { chunk } = options;
      const read = reader.take(value);
      stream.chunk(chunk === undefined ? read : (attempt(() => chunk(value as never)) as StreamChunk | undefined), value);
    },
    finish(ctx, call, ending) {
      const said = saidOf(ending, options, reader);
      if (stream === undefined) ctx.recordLlmResponse(call, said);
      else stream.end(said);
    },
    valueOf({ payload }) {
      const recorded = "response" in payload || comesInPieces(String(payload["returned"])) ? payload["response"] : payload["content"];
      return options.revive === undefined ? recorded : options.revive(recorded);
    },
  };
}

function comesInPieces(returned: string): boolean {
  return returned.endsWith("iterator") || returned.endsWith("stream");
}

function saidOf(ending: Ending, options: LlmTraits, reader: PieceReader): LlmResponseInput {
  const { value, thrown, answer, returned } = ending;
  const outcome = outcomeOf(ending);
  if (comesInPieces(returned)) return { ...reader.end(), ...outcome, ...(value === undefined ? {} : { response: value }) };
  if (thrown !== undefined || ending.cancelled === true) return outcome;
  const { response, capture } = options;
  const said = response === undefined ? readAnswer(value) : (attempt(() => response(value as never)) as LlmResponseInput);
  const kept = answer === undefined ? (capture === undefined ? value : attempt(() => capture(value as never))) : answer.payload["response"];
  return { ...said, ...outcome, response: kept === said.content ? undefined : kept };
}
