import type { ScopeOptions } from "../scope.ts";
import { TraceContext } from "../trace-context.ts";
import { follow } from "./follow.ts";
import { attempt } from "./tool.ts";
import { intercepted, tracer, type Tracer } from "./tracer.ts";
import type { Watch } from "./watch.ts";

/** How an agent's runs are recorded: options of the run, and what to keep of arguments and result. */
export interface AgentTraits extends Omit<ScopeOptions, "input" | "within"> {
  /** The same as `agentName`. Default: the function's or method's name. */
  readonly name?: string | undefined;
  /** What to record as the task; default the one argument, or the list of several. */
  readonly input?: ((...args: never[]) => unknown) | undefined;
  /** What to record as the output; default the result itself. */
  readonly output?: ((result: never) => unknown) | undefined;
}

/**
 * Makes each call of a function a run, or, inside another run, a sub-agent of it: what it records, calls and starts
 * belongs there, in all its asynchronous branches. A generator's run lasts until it is done or given up. Behaviour,
 * `this`, errors and properties stay as they are. Also a decorator: `@traceAgent`, `@traceAgent({ name })`.
 */
export const traceAgent: Tracer<AgentTraits> = tracer<AgentTraits>((body, options, known) => {
  const { name, input, output, ...scope } = options;
  const agentName = name ?? scope.agentName ?? (known || "agent");
  return intercepted(body, (args, run) => {
    const task: unknown = input === undefined ? (args.length <= 1 ? args[0] : args) : attempt(() => input(...(args as never[])));
    const ctx = new TraceContext({ ...scope, agentName, input: task }, true);
    let result: unknown;
    try {
      result = ctx.within(ctx.start, run);
    } catch (error) {
      ctx.fail(error);
      throw error;
    }
    return follow(result, agentWatch(ctx, output));
  });
});

function agentWatch(ctx: TraceContext, output: AgentTraits["output"]): Watch {
  return {
    within: (body) => ctx.within(ctx.start, body),
    piece: () => undefined,
    end: (_, value) => ctx.close({ output: output === undefined ? value : attempt(() => output(value as never)) }),
    fail: (_, error) => ctx.fail(error),
    cancel: () => ctx.close({ outcome: "cancelled" }),
  };
}
