import type { RecordedEvent } from "../../event.ts";
import type { TraceContext } from "../../trace-context.ts";
import type { OpenCall } from "../kit/open-calls.ts";
import type { AnswerWriter } from "./exchange.ts";

/** Records the answer of a call. `onFailure` hears of an answer that says it failed. */
export function writerOf(ctx: TraceContext, request: RecordedEvent, onFailure: (answer: RecordedEvent) => void): AnswerWriter {
  const stream = ctx.streamLlmResponse(request);
  return {
    piece: ({ content, reasoning }) => stream.chunk({ content, reasoning }),
    end(input) {
      const answer = stream.end(input);
      if (input.error !== undefined) onFailure(answer);
      return answer;
    },
    refused(reason, answer) {
      ctx.recordRefusal({ reason, upstream: answer === undefined ? [] : [answer], replyTo: request });
    },
  };
}

/** Tells the framework's call, which is recorded from above, how its request went. */
export function transportOf(call: OpenCall): AnswerWriter {
  return {
    piece: () => call.first(),
    end(input) {
      if (input.error !== undefined) call.failed(input.error);
      else if (input.outcome === "cancelled") call.cancelled();
      else call.answered(input);
      return undefined;
    },
    refused: (reason) => call.refused(reason),
  };
}
