import type { EventOptions, RecordedEvent, TraceContext } from "../../../sdk/index.ts";
import type { SimulatedClock } from "./clock.ts";
import { ScenarioError } from "./failure.ts";

type Args = Readonly<Record<string, unknown>>;

/** A tool as it is offered to a model. */
export interface ToolSchema {
  readonly name: string;
  readonly description: string;
  readonly parameters: { readonly type: "object"; readonly properties: Readonly<Record<string, { readonly type: string }>> };
}

/** A tool: what it takes, how long it takes, what it does. */
export interface Tool {
  readonly description: string;
  /** Parameters and their JSON types. */
  readonly takes: Readonly<Record<string, string>>;
  readonly ms: number;
  run(args: Args): unknown;
}

/** What a call came to: its events, and the result or what was thrown. */
export interface Performed {
  readonly call: RecordedEvent;
  readonly event: RecordedEvent;
  readonly result: unknown;
  readonly error: unknown;
}

/** The tools of an agent. Calls, results and failures are recorded; failures are given back, not thrown. */
export class Toolbox {
  readonly #tools: Readonly<Record<string, Tool>>;
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock, tools: Readonly<Record<string, Tool>>) {
    this.#clock = clock;
    this.#tools = tools;
  }

  /** What a model is told about them. */
  get schemas(): readonly ToolSchema[] {
    return Object.entries(this.#tools).map(([name, { description, takes }]) => {
      const properties = Object.fromEntries(Object.entries(takes).map(([parameter, type]) => [parameter, { type }]));
      return { name, description, parameters: { type: "object", properties } };
    });
  }

  /** Calls a tool. */
  async call(ctx: TraceContext, name: string, args: Args, options: EventOptions & { readonly callId?: string } = {}): Promise<Performed> {
    const call = ctx.recordToolCall(name, args, options);
    try {
      const tool = this.#tools[name];
      if (tool === undefined) throw new ScenarioError("UnknownToolError", `there is no tool ${name}`);
      await this.#clock.sleep(tool.ms);
      const result = await tool.run(args);
      return { call, event: ctx.recordToolResult(call, { result, upstream: [call] }), result, error: undefined };
    } catch (error) {
      return { call, event: ctx.recordToolResult(call, { error, upstream: [call] }), result: undefined, error };
    }
  }
}
