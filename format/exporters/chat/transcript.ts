import type { EventRecord, Json } from "../../event.ts";
import { asList, asObject, asText, textOf, type JsonObject } from "../../importers/kit/read.ts";

/** What one agent and its model said to each other, until its context was replaced. */
export interface Conversation {
  readonly agent: string | undefined;
  readonly messages: readonly JsonObject[];
  readonly tools: readonly Json[];
}

interface Open {
  readonly agent: string | undefined;
  messages: JsonObject[];
  tools: readonly Json[];
  /** The list of the last request; its messages are the first of `messages`. */
  asked: readonly Json[];
}

type Step = (event: EventRecord, payload: JsonObject, open: Open) => void;

/** Puts the conversations of a run together from its events. */
export class Transcript {
  readonly #done: Open[] = [];
  readonly #open = new Map<string, Open>();
  /** Provider's ids of calls, by the event of the call. */
  readonly #callIds = new Map<string, string>();
  #last: Open | undefined;

  add(event: EventRecord): void {
    const step = Object.hasOwn(this.#steps, event.kind) ? this.#steps[event.kind] : undefined;
    if (step === undefined) return;
    const payload = asObject(event.payload) ?? {};
    step(event, payload, event.kind === "human_input" && this.#last !== undefined ? this.#last : this.#of(event.agent));
  }

  /** All of them, in the order they began to matter; without those in which nothing was said. */
  conversations(): readonly Conversation[] {
    return [...this.#done, ...this.#open.values()].filter(({ messages }) => messages.length > 0);
  }

  #of(agent: string | undefined): Open {
    const key = agent ?? "";
    const open = this.#open.get(key) ?? { agent, messages: [], tools: [], asked: [] };
    this.#open.set(key, open);
    this.#last = open;
    return open;
  }

  readonly #steps: Readonly<Record<string, Step | undefined>> = {
    prompt_policy: (_event, payload, open) => addSaid(open, "system", payload["content"]),
    human_input: (_event, payload, open) => addSaid(open, "user", payload["content"]),
    agent_turn: (_event, payload, open) => addSaid(open, "assistant", payload["content"]),
    llm_request: (event, payload, open) => this.#ask(event, payload, open),
    llm_response: (_event, payload, open) => addAnswer(payload, open),
    tool_call: (event, payload) => void this.#callIds.set(event.id, asText(payload["call_id"]) ?? event.id),
    tool_result: (event, payload, open) => this.#addResult(event, payload, open),
  };

  /** A request carries the whole context: it replaces what was put together, or begins anew if it is not its continuation. */
  #ask(event: EventRecord, payload: JsonObject, open: Open): void {
    const asked = asList(payload["messages"]);
    if (asked.length === 0) return;
    const system = payload["system"];
    const messages = asked.map((message) => asObject(message) ?? { role: "user", content: message });
    const first = system === undefined || messages[0]?.["role"] === "system" ? [] : [{ role: "system", content: system }];
    const next: Open = { agent: event.agent, messages: [...first, ...messages], tools: asList(payload["tools"]), asked };
    const key = event.agent ?? "";
    if (open.asked.length > 0 && !continues(open.asked, asked)) this.#done.push(open);
    this.#open.set(key, next);
    this.#last = next;
  }

  #addResult(event: EventRecord, payload: JsonObject, open: Open): void {
    const id = event.reply_to === undefined ? undefined : this.#callIds.get(event.reply_to);
    const content = textOf(payload["result"] ?? payload["error"] ?? "");
    open.messages.push({ role: "tool", content, ...(event.tool !== undefined && { name: event.tool }), ...(id !== undefined && { tool_call_id: id }) });
  }
}

function addSaid(open: Open, role: string, content: Json | undefined): void {
  if (content !== undefined && content !== null) open.messages.push({ role, content });
}

function addAnswer(payload: JsonObject, open: Open): void {
  const { content, tool_calls: calls } = payload;
  if (content === undefined && calls === undefined) return;
  open.messages.push({ role: "assistant", ...(content !== undefined && { content }), ...(calls !== undefined && { tool_calls: calls }) });
}

/** True if a list begins with another: looked at by length, first and last message, which is what compaction changes. */
function continues(before: readonly Json[], after: readonly Json[]): boolean {
  if (after.length < before.length) return false;
  const same = (index: number): boolean => textOf(before[index]) === textOf(after[index]);
  return same(0) && same(before.length - 1);
}
