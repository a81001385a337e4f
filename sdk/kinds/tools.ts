import type { EventOptions, EventRef, Maker } from "../event.ts";
import { classOfError, errorPayload } from "./thrown.ts";
import { aboutOf } from "./refer.ts";

/** What goes with a tool call. */
export interface ToolCallOptions extends EventOptions {
  /** The provider's id of the call. */
  readonly callId?: string | undefined;
}

export const toolCall: Maker<{ readonly tool: string; readonly args: unknown; readonly options: ToolCallOptions | undefined }> = {
  kind: "tool_call",
  make: ({ tool, args, options }) => ({ members: { name: tool, tool }, payload: { arguments: args, call_id: options?.callId }, about: tool }),
};

/** What a tool gave back. With `error` the result counts as failed. */
export interface ToolResultInput extends EventOptions {
  readonly result?: unknown;
  /** The pieces of a result that came as a stream. */
  readonly chunks?: readonly unknown[] | undefined;
  /** What it threw, or a message. */
  readonly error?: unknown;
}

export const toolResult: Maker<{ readonly call: EventRef; readonly input: ToolResultInput }> = {
  kind: "tool_result",
  make: ({ call, input }) => {
    const tool = aboutOf(call, "tool_call");
    const { result, chunks, error } = input;
    if (error === undefined || error === null) {
      return { members: { name: tool, tool, outcome: "ok" }, payload: { result, chunks }, answers: call };
    }
    const members = { name: tool, tool, outcome: "error", error_class: classOfError(error), importance: 0.9 };
    return { members, payload: { result, chunks, error: typeof error === "string" ? error : errorPayload(error) }, answers: call };
  },
};

/** Documents fetched for a query. */
export interface RetrievalInput extends EventOptions {
  readonly query?: unknown;
  readonly documents?: readonly unknown[] | undefined;
}

export const retrieval: Maker<RetrievalInput> = {
  kind: "retrieval",
  make: ({ query, documents }) => ({ members: { name: "retrieval" }, payload: { query, documents } }),
};
