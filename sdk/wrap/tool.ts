import { ChunkLog } from "../chunks.ts";
import type { EventOptions } from "../event.ts";
import { performCall, type CallKind, type Ending } from "./call.ts";
import type { CallTraits } from "../intercept.ts";
import { intercepted, tracer, waitsOf, type Tracer } from "./tracer.ts";

/** How a tool's calls are recorded. Everything is optional. */
export interface ToolTraits {
  /** Default: the function's or method's name. */
  readonly name?: string | undefined;
  /** False if the tool only reads: then a replay that has gone live may call it without leave. */
  readonly sideEffects?: boolean | undefined;
  /** What to record as arguments; default the one argument, or the list of several. */
  readonly args?: ((...args: never[]) => unknown) | undefined;
  /** What to record of a result; default the result itself. A replay serves what was recorded. */
  readonly capture?: ((result: never) => unknown) | undefined;
  /** Turns what was recorded back into what the program is to get, in a replay. */
  readonly revive?: ((recorded: unknown) => unknown) | undefined;
}

/**
 * Records the calls of a tool: a `tool_call` with its arguments, a `tool_result` with what came back or was thrown, and
 * the time between. Takes sync and async functions, generators and functions that return streams. Behaviour, `this`,
 * errors and properties stay as they are. Also a decorator: `@traceTool`, `@traceTool({ name })`.
 */
export const traceTool: Tracer<ToolTraits> = tracer<ToolTraits>((body, options, known) => {
  const name = options.name ?? (known || "tool");
  return intercepted(body, (args, run) => performCall(name, toolKind(name, args, { ...options, waits: waitsOf(body) }), run));
});

function toolKind(name: string, args: readonly unknown[], options: ToolTraits & CallTraits): CallKind {
  const log = new ChunkLog();
  return {
    traits: { sideEffects: options.sideEffects, waits: options.waits },
    begin: (ctx) => ctx.recordToolCall(name, argumentsOf(args, options)),
    piece: (value) => log.add(value),
    finish: (ctx, call, ending) => void ctx.recordToolResult(call, { ...outcomeOf(ending), chunks: log.pieces, result: resultOf(ending, options) }),
    valueOf: ({ payload }) => (options.revive === undefined ? payload["result"] : options.revive(payload["result"])),
  };
}

/** The members of an ending that tools and models have in common. */
export function outcomeOf({ returned, thrown, cancelled, answer }: Ending): EventOptions & { readonly error?: unknown } {
  const extra = { returned: returned === "value" ? undefined : returned, replayed_from: answer?.from };
  const durationMs = answer?.envelope["duration_ms"] as number | undefined;
  if (thrown !== undefined) return { ...thrownOf(thrown.error), durationMs, extra };
  return cancelled === true ? { outcome: "cancelled", durationMs, extra } : { durationMs, extra };
}

/** A thrown nothing is an error all the same, so it is put in words. */
function thrownOf(error: unknown): EventOptions & { readonly error: unknown } {
  return error === undefined || error === null ? { error: String(error), errorClass: String(error) } : { error };
}

function resultOf({ thrown, value, answer }: Ending, { capture }: ToolTraits): unknown {
  if (thrown !== undefined) return undefined;
  if (answer !== undefined) return answer.payload["result"];
  return capture === undefined ? value : attempt(() => capture(value as never));
}

function argumentsOf(args: readonly unknown[], options: ToolTraits): unknown {
  const { args: name } = options;
  if (name !== undefined) return attempt(() => name(...(args as never[])));
  return args.length <= 1 ? args[0] : args;
}

/** What the user's function makes; if it throws, what stands for that in a payload. */
export function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return { $unreadable: `the capture function threw: ${textOf(error)}` };
  }
}

function textOf(error: unknown): string {
  try {
    return String(error).slice(0, 200);
  } catch {
    return "unreadable";
  }
}
