import { TraceContext, type RecordedEvent } from "../../../sdk/index.ts";
import { messageOf } from "./failure.ts";
import type { Answer, AskedCall, Message, ScriptedModel } from "./model.ts";
import type { Performed, Toolbox } from "./tools.ts";

/** An agent's conversation with its model: the list of messages grows with every answer and every result. Recorded where the code stands: in the sub-agent that asks, if there is one. */
export class Chat {
  readonly messages: Message[];
  readonly #ctx: TraceContext;
  readonly #model: ScriptedModel;
  readonly #tools: Toolbox | undefined;

  constructor(ctx: TraceContext, model: ScriptedModel, system: string, tools?: Toolbox) {
    this.#ctx = ctx;
    this.#model = model;
    this.#tools = tools;
    this.messages = [{ role: "system", content: system }];
  }

  /** What the user says, as a message and as an event. */
  user(content: string): RecordedEvent {
    this.messages.push({ role: "user", content });
    return this.#ctx.recordHumanInput({ content, agent: "user", name: "user message" });
  }

  /** Adds a message nobody but the model sees. */
  note(content: string): void {
    this.messages.push({ role: "user", content });
  }

  /** Asks the model and keeps its answer. */
  async ask(): Promise<Answer> {
    const answer = await this.#model.ask(TraceContext.current() ?? this.#ctx, this.messages, this.#tools?.schemas);
    this.messages.push({ role: "assistant", content: answer.text, ...(answer.calls.length > 0 && { tool_calls: answer.calls }) });
    return answer;
  }

  /** Does what the model asked for and tells it the result. */
  async perform(call: AskedCall, because: RecordedEvent): Promise<Performed> {
    const tools = this.#tools;
    if (tools === undefined) throw new TypeError("this agent has no tools");
    const performed = await tools.call(TraceContext.current() ?? this.#ctx, call.name, call.arguments, { callId: call.id, upstream: [because] });
    this.tell(call, performed.error === undefined ? performed.result : { error: messageOf(performed.error) });
    return performed;
  }

  /** Tells the model what came of a call. */
  tell(call: AskedCall, result: unknown): void {
    this.messages.push({ role: "tool", tool_call_id: call.id, name: call.name, content: typeof result === "string" ? result : JSON.stringify(result) });
  }
}
