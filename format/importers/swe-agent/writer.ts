import type { Json } from "../../event.ts";
import type { AgentRun } from "../agent-run/agent-run.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { toolErrorClass } from "../agent-run/error-class.ts";
import { Queues } from "../kit/queue.ts";
import { asObject, asText, unpackJson } from "../kit/read.ts";
import type { ImportSink } from "../types.ts";
import type { HistoryMessage, Step } from "./steps.ts";

/** How the tools of SWE-agent report that something went wrong: there are no exit codes. */
const FAILED = /^(?:Your proposed edit has introduced new syntax error|(?:EXECUTION|COMMAND) TIMED OUT|The command '.{1,200}' was cancelled because it took more than|Traceback \(most recent call last\)|No replacement was performed|Text .{1,200} not found in displayed lines|<returncode>[1-9]|<error>|Your edit was not applied|Usage: |Error: |(?:\/?bin\/)?(?:ba)?sh: )/i;
const RETURN_CODE = /^<returncode>(-?\d{1,3})<\/returncode>/;

/** Writes the messages of a history and the steps of its trajectory, which say the same twice, once. */
export class StepWriter {
  readonly #run: AgentRun;
  readonly #sink: ImportSink;
  readonly #start: string;
  readonly #steps: readonly (Step | undefined)[];
  #next = 0;
  /** Places of steps that are still to be written, by what the model said, did and thought. */
  readonly #said = new Queues<number>((index) => index < this.#next);
  readonly #did = new Queues<number>((index) => index < this.#next);
  readonly #thought = new Queues<number>((index) => index < this.#next);
  #number = 0;
  #agent: string;
  /** Calls whose observation is still to come; of a step of the trajectory, the observation is only said again. */
  #open: { readonly callId: string; readonly isAnswered: boolean }[] = [];
  #asked = false;
  #lastTimeUs: number | undefined;
  #isPriced = false;

  constructor(run: AgentRun, sink: ImportSink, { start, steps, agent }: { start: string; steps: readonly (Step | undefined)[]; agent: string }) {
    this.#run = run;
    this.#sink = sink;
    this.#start = start;
    this.#steps = steps;
    this.#agent = agent;
    for (const [index, step] of steps.entries()) if (step !== undefined) this.#note(step, index);
  }

  /** True if the answers say what each of them cost. */
  get isPriced(): boolean {
    return this.#isPriced;
  }

  get lastTimeUs(): number | undefined {
    return this.#lastTimeUs;
  }

  /** Adds a message of the history. */
  message(message: HistoryMessage): void {
    this.#lastTimeUs = message.timeUs ?? this.#lastTimeUs;
    this.#agent = message.agent ?? this.#agent;
    if (message.role === "system") return this.#tell("prompt_policy", message, { name: "system prompt", policy: "system prompt" });
    if (message.isDemo) return this.#tell("log", message, { name: "demonstration" });
    if (message.role === "exit") return this.#tell("log", message, { name: "exit" });
    if (message.role === "assistant") return this.#answer(message);
    this.#reply(message);
  }

  /** Adds the steps no message of the history spoke of. */
  rest(): void {
    this.#writeSteps(this.#steps.length);
  }

  #tell(kind: string, message: HistoryMessage, envelope: { name: string; policy?: string }, agent = this.#agent): void {
    const payload = kind === "log" ? { message: message.text, role: message.role } : { content: message.content };
    this.#run.hear("agent", this.#run.add(kind, { source: message.source, timeUs: message.timeUs, agent, parent: this.#start }, envelope, { ...payload, extra: message.extra }));
    this.#sink.became(message.source);
  }

  #note({ response, action, thought }: Step, index: number): void {
    if (response.trim() !== "") this.#said.add(response.trim(), index);
    if (action.trim() !== "") this.#did.add(action.trim(), index);
    else if (thought.trim() !== "") this.#thought.add(thought.trim(), index);
  }

  /** The next step a message is of. Texts are mended by hand in some logs; the action, which was run, is not. */
  #stepOf({ text, action, thought }: HistoryMessage): number | undefined {
    const found = [this.#said.first(text.trim()), this.#did.first(action.trim()), this.#thought.first(thought.trim())].filter((index) => index !== undefined);
    return found.length === 0 ? undefined : Math.min(...found);
  }

  #answer(message: HistoryMessage): void {
    const found = this.#stepOf(message);
    if (found !== undefined) {
      this.#writeSteps(found + 1, message);
      return this.#sink.merged(message.source, "the step of the trajectory says the same");
    }
    this.#open = this.#turn(message, message.source).map((callId) => ({ callId, isAnswered: false }));
    this.#sink.became(message.source);
  }

  /** Writes the steps up to a position; `message` is what the history says of the last of them. */
  #writeSteps(end: number, message?: HistoryMessage): void {
    for (; this.#next < end; this.#next++) {
      const step = this.#steps[this.#next];
      if (step === undefined) continue;
      const calls = this.#next === end - 1 ? (message?.calls ?? []) : [];
      const [callId] = this.#turn({ ...step, text: step.response || step.thought, calls: calls.slice(0, 1), content: undefined, role: "assistant", agent: undefined, isDemo: false }, step.source, step);
      if (callId !== undefined) this.#observe(callId, { text: step.observation, source: step.source, extra: step.extra }, step);
      this.#open = callId === undefined ? [] : [{ callId, isAnswered: true }];
      this.#sink.became(step.source);
    }
  }

  /** One turn of the model: what it saw, what it said and why, and the actions; returns the calls' ids. */
  #turn(said: HistoryMessage, source: HistoryMessage["source"], step?: Step): string[] {
    const at = { source, timeUs: said.timeUs, agent: this.#agent, parent: this.#start };
    const request = step !== undefined && step.seen.length > 0 ? this.#run.add("llm_request", at, { name: "request" }, { messages: step.seen }) : undefined;
    const action = said.action.trim();
    const calls = this.#callsOf(said, action);
    const thought = said.thought.trim();
    const heard = this.#run.heardBy("agent");
    const called = calls.map(({ callId, isOwnId, tool, args }) => ({ ...(!isOwnId && { id: callId }), name: tool, arguments: args }));
    if (said.used?.cost_usd !== undefined) this.#isPriced = true;
    const event = writeAnswer(this.#run, at, { of: "agent", text: said.text, reasoning: "", calls: [], envelope: { ...said.used, reply_to: request }, payload: { extra: said.extra, ...(called.length > 0 && { tool_calls: called as Json }) } });
    const below = { ...at, parent: event };
    const chosen = action === "" ? undefined : action;
    if (thought !== "") this.#run.add("decision", below, { name: calls[0]?.tool ?? "answer", evidence: heard }, { reasoning: thought, chosen_action: chosen });
    for (const call of calls) this.#run.call(below, call);
    return calls.map(({ callId }) => callId);
  }

  /** The calls of an answer; where it has none, the command it gives is one. */
  #callsOf(said: HistoryMessage, action: string): { callId: string; isOwnId: boolean; tool: string; args: Json }[] {
    if (said.calls.length === 0) {
      const tool = commandOf(action);
      return tool === undefined ? [] : [{ callId: `step ${this.#number++}`, isOwnId: true, tool, args: { command: action } }];
    }
    return said.calls.map((call) => {
      const called = asObject(call["function"]);
      const given = asText(call["id"]);
      const args = (asObject(unpackJson(called?.["arguments"])) ?? { command: action }) as Json;
      return { callId: given ?? `step ${this.#number++}`, isOwnId: given === undefined, tool: asText(called?.["name"]) ?? commandOf(action) ?? "tool", args };
    });
  }

  #observe(callId: string, { text, source, extra, timeUs, returnCode }: Pick<HistoryMessage, "text" | "source" | "extra" | "timeUs" | "returnCode">, step?: Step): void {
    const code = returnCode === undefined ? RETURN_CODE.exec(text)?.[1] : String(returnCode);
    const isFailure = (code !== undefined && code !== "0") || (code === undefined && FAILED.test(text.trimStart().slice(0, 400)));
    const errorClass = !isFailure ? undefined : code === undefined ? toolErrorClass(text) : `Exit ${code}`;
    const durationMs = step?.seconds === undefined ? undefined : step.seconds * 1000;
    const logged = { callId, content: text, errorClass, durationMs, more: { state: step?.state, extra }, isGuess: true };
    this.#run.hear("agent", this.#run.result({ source, timeUs, agent: this.#agent, parent: this.#start }, logged));
  }

  #reply(message: HistoryMessage): void {
    const at = this.#open.findIndex(({ callId }) => callId === message.callId);
    const [open] = this.#open.splice(Math.max(at, 0), 1);
    if (open?.isAnswered === true) return this.#sink.merged(message.source, "the observation stands in the step of the trajectory");
    if (open !== undefined) {
      this.#observe(open.callId, message);
      return this.#sink.became(message.source);
    }
    const name = this.#asked ? "context" : "task";
    this.#asked = true;
    this.#tell("human_input", message, { name }, "user");
  }
}

/** The name of the command an action runs; undefined if there is none. */
function commandOf(action: string): string | undefined {
  return /^[\w./+-]{1,60}/.exec(action)?.[0] ?? (action === "" ? undefined : "command");
}
