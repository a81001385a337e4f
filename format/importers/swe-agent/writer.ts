import type { Json } from "../../event.ts";
import type { AgentRun } from "../agent-run/agent-run.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { toolErrorClass } from "../agent-run/error-class.ts";
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
  #number = 0;
  #agent: string;
  /** A call whose observation is still to come; of a step of the trajectory, the observation is only said again. */
  #open: { readonly callId: string; readonly isAnswered: boolean } | undefined;
  #asked = false;

  constructor(run: AgentRun, sink: ImportSink, { start, steps, agent }: { start: string; steps: readonly (Step | undefined)[]; agent: string }) {
    this.#run = run;
    this.#sink = sink;
    this.#start = start;
    this.#steps = steps;
    this.#agent = agent;
  }

  /** Adds a message of the history. */
  message(message: HistoryMessage): void {
    this.#agent = message.agent ?? this.#agent;
    if (message.role === "system") return this.#tell("prompt_policy", message, { name: "system prompt", policy: "system prompt" });
    if (message.isDemo) return this.#tell("log", message, { name: "demonstration" });
    if (message.role === "assistant") return this.#answer(message);
    this.#reply(message);
  }

  /** Adds the steps no message of the history spoke of. */
  rest(): void {
    this.#writeSteps(this.#steps.length);
  }

  #tell(kind: string, message: HistoryMessage, envelope: { name: string; policy?: string }, agent = this.#agent): void {
    const payload = kind === "log" ? { message: message.text, role: message.role } : { content: message.content };
    this.#run.hear("agent", this.#run.add(kind, { source: message.source, agent, parent: this.#start }, envelope, { ...payload, extra: message.extra }));
    this.#sink.became(message.source);
  }

  #answer(message: HistoryMessage): void {
    const found = this.#steps.findIndex((step, index) => index >= this.#next && step !== undefined && isSame(step, message));
    if (found >= 0) {
      this.#writeSteps(found + 1, message);
      return this.#sink.merged(message.source, "the step of the trajectory says the same");
    }
    const callId = this.#turn(message, message.source);
    this.#open = callId === undefined ? undefined : { callId, isAnswered: false };
    this.#sink.became(message.source);
  }

  /** Writes the steps up to a position; `message` is what the history says of the last of them. */
  #writeSteps(end: number, message?: HistoryMessage): void {
    for (; this.#next < end; this.#next++) {
      const step = this.#steps[this.#next];
      if (step === undefined) continue;
      const calls = this.#next === end - 1 ? (message?.calls ?? []) : [];
      const callId = this.#turn({ ...step, text: step.response || step.thought, calls, content: undefined, role: "assistant", agent: undefined, isDemo: false }, step.source, step);
      if (callId !== undefined) this.#observe(callId, { text: step.observation, source: step.source, extra: step.extra }, step);
      this.#open = callId === undefined ? undefined : { callId, isAnswered: true };
      this.#sink.became(step.source);
    }
  }

  /** One turn of the model: what it saw, what it said and why, and the action; returns the call's id. */
  #turn(said: HistoryMessage, source: HistoryMessage["source"], step?: Step): string | undefined {
    const at = { source, agent: this.#agent, parent: this.#start };
    const request = step !== undefined && step.seen.length > 0 ? this.#run.add("llm_request", at, { name: "request" }, { messages: step.seen }) : undefined;
    const action = said.action.trim();
    const [call] = said.calls;
    const called = asObject(call?.["function"]);
    const tool = asText(called?.["name"]) ?? commandOf(action);
    const given = asText(call?.["id"]);
    const callId = tool === undefined ? undefined : (given ?? `step ${this.#number++}`);
    const args = (asObject(unpackJson(called?.["arguments"])) ?? { command: action }) as Json;
    const thought = said.thought.trim();
    const heard = this.#run.heardBy("agent");
    const event = writeAnswer(this.#run, at, { of: "agent", text: said.text, reasoning: "", calls: [], envelope: { reply_to: request }, payload: { extra: said.extra, ...(callId !== undefined && { tool_calls: [{ id: given, name: tool, arguments: args }] }) } });
    const below = { ...at, parent: event };
    if (thought !== "") this.#run.add("decision", below, { name: tool ?? "answer", evidence: heard }, { reasoning: thought, chosen_action: action === "" ? undefined : action });
    if (tool !== undefined) this.#run.call(below, { callId, tool, args, isOwnId: given === undefined });
    return callId;
  }

  #observe(callId: string, { text, source, extra }: Pick<HistoryMessage, "text" | "source" | "extra">, step?: Step): void {
    const code = RETURN_CODE.exec(text)?.[1];
    const isFailure = code !== "0" && FAILED.test(text.trimStart().slice(0, 400));
    const errorClass = !isFailure ? undefined : code === undefined ? toolErrorClass(text) : `Exit ${code}`;
    const durationMs = step?.seconds === undefined ? undefined : step.seconds * 1000;
    const logged = { callId, content: text, errorClass, durationMs, more: { state: step?.state, extra }, isGuess: true };
    this.#run.hear("agent", this.#run.result({ source, agent: this.#agent, parent: this.#start }, logged));
  }

  #reply(message: HistoryMessage): void {
    const open = this.#open;
    this.#open = undefined;
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

/** Texts are mended by hand in some logs; the action, which was run, is not. */
function isSame(step: Step, message: HistoryMessage): boolean {
  const response = step.response.trim();
  if (response !== "" && response === message.text.trim()) return true;
  const action = step.action.trim();
  return action === "" ? step.thought.trim() !== "" && step.thought.trim() === message.thought.trim() : action === message.action.trim();
}

/** The name of the command an action runs; undefined if there is none. */
function commandOf(action: string): string | undefined {
  return /^[\w./+-]{1,60}/.exec(action)?.[0] ?? (action === "" ? undefined : "command");
}
