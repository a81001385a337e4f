import type { Json } from "../../event.ts";
import { elapsedMs, type LooseEnvelope, type Step } from "../agent-run/agent-run.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { apiErrorClass, toolErrorClass } from "../agent-run/error-class.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import { tokensApart } from "../agent-run/usage.ts";
import { asList, asNumber, asObject, asText, lookUp, present, unpackJson, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { SourcePlace } from "../types.ts";

/** One message of a task: what was said, or asked of the person. */
export interface Said {
  readonly value: JsonObject;
  readonly type: string;
  readonly source: SourcePlace;
}

const AGENT = "cline";

/** Writes the messages of one task as a run. */
export class TaskWriter extends RunTelling {
  readonly #said: readonly Said[];
  readonly #name: string;
  #answer: string | undefined;
  #open: string | undefined;
  /** Words that stand in an answer. */
  readonly #told = new Set<Said>();
  #output: string[] = [];
  #number = 0;

  constructor(said: readonly Said[], name: string, context: ImportContext) {
    super(context, name, { agent: AGENT });
    this.#said = said;
    this.#name = name;
  }

  write(): void {
    const [first] = this.#said;
    if (first === undefined) return;
    const title = (isPrompt(first, 0) ? titleOf(textIn(first)) : undefined) ?? stemOf(this.#name);
    this.start = this.run.add("agent_start", { source: first.source, timeUs: timeOf(first), agent: AGENT }, { name: title, framework: AGENT, ...modelOf(first), derived: ["time_unix_us"] }, { title });
    for (const [index, said] of this.#said.entries()) this.#message(said, index);
    // A command without output at the very end may still wait to be allowed.
    if (this.#output.length > 0) this.#closeCommand(this.#said.at(-1) as Said);
    this.close();
  }

  #message(said: Said, index: number): void {
    if (!DURING_COMMAND.has(said.type)) this.#closeCommand(said);
    if (isPrompt(said, index)) this.#prompt(said);
    else {
      const write = lookUp(this.#writers, said.type);
      if (write !== undefined) write(said, index);
      else this.#log(said);
    }
    this.ending.lastTimeUs = timeOf(said) ?? this.ending.lastTimeUs;
  }

  readonly #writers: Readonly<Record<string, (said: Said, index: number) => void>> = {
    api_req_started: (said, index) => this.#request(said, index),
    text: (said) => this.#words(said),
    reasoning: (said) => this.#words(said),
    tool: (said) => this.#tool(said),
    use_mcp_server: (said) => this.#mcp(said),
    mcp_server_response: (said) => this.#answered(said, textIn(said)),
    command: (said) => this.#command(said),
    command_output: (said) => this.#commandOutput(said),
    completion_result: (said) => this.#completed(said),
    followup: (said) => this.#asks(said, "question"),
    plan_mode_respond: (said) => this.#asks(said, "plan"),
    checkpoint_created: (said) => this.#become("checkpoint", said, { name: "snapshot of the files" }, { checkpoint: asText(said.value["lastCheckpointHash"]) }),
    checkpoint_saved: (said) => this.#become("checkpoint", said, { name: "snapshot of the files" }, { checkpoint: textIn(said) }),
    condense_context: (said) => this.#become("checkpoint", said, { name: "context compacted" }, { memory: textIn(said), state: asObject(said.value["contextCondense"]) }),
    deleted_api_reqs: (said) => this.#become("log", said, { name: "requests taken back", ...usageOf(factsOf(said)) }, {}),
    error: (said) => this.#failed(said, "error"),
    diff_error: (said) => this.#failed(said, "error", "EditMismatch"),
    api_req_failed: (said) => this.#failed(said, "error"),
    error_retry: (said) => this.#failed(said, "warn"),
    api_req_retry_delayed: (said) => this.#failed(said, "warn"),
    mistake_limit_reached: (said) => this.#failed(said, "warn", "MistakeLimit"),
  };

  #step(said: Said): Step {
    return { source: said.source, timeUs: timeOf(said), agent: AGENT, parent: this.start };
  }

  #become(kind: string, said: Said, envelope: LooseEnvelope, payload: JsonObject): void {
    this.heard(this.run.add(kind, this.#step(said), envelope, payload));
    this.sink.became(said.source);
  }

  #prompt(said: Said): void {
    this.#answer = undefined;
    this.ending.set(undefined);
    const images = asList(said.value["images"]);
    this.heard(this.run.add("human_input", { ...this.#step(said), agent: "user" }, { name: "prompt" }, { content: textIn(said), images: images.length > 0 ? [...images] : undefined, files: present({ files: said.value["files"] })?.["files"] }));
    this.sink.became(said.source);
  }

  /** A request with what it used; what the model then thought and said stands in messages of its own. */
  #request(said: Said, index: number): void {
    const facts = factsOf(said);
    const pieces = this.#piecesAfter(index);
    const words = (type: string): string => pieces.filter((piece) => piece.type === type).map(textIn).filter((text) => text !== "").join("\n\n");
    const endUs = pieces.map(timeOf).findLast((time) => time !== undefined) ?? timeOf(said);
    for (const piece of pieces) this.#told.add(piece);
    const failure = asText(facts["streamingFailedMessage"]) ?? (facts["cancelReason"] === "streaming_failed" ? "the answer broke off" : undefined);
    const durationMs = elapsedMs(timeOf(said), endUs);
    const outcome = failure !== undefined ? ("error" as const) : facts["cancelReason"] === "user_cancelled" ? ("cancelled" as const) : ("ok" as const);
    const errorClass = failure === undefined ? undefined : apiErrorClass(failure);
    const envelope = { ...modelOf(said), ...usageOf(facts), outcome, error_class: errorClass, duration_ms: durationMs, derived: durationMs === undefined ? undefined : ["duration_ms"] };
    this.#answer = writeAnswer(this.run, { ...this.#step(said), timeUs: endUs }, { of: AGENT, text: words("text"), reasoning: words("reasoning"), calls: [], envelope, payload: { error: failure, extra: present({ request: facts["request"] }) } });
    this.ending.set(outcome, errorClass);
    this.sink.became(said.source);
  }

  /** What was thought and said between a request and whatever comes of it. */
  #piecesAfter(index: number): Said[] {
    const pieces: Said[] = [];
    for (let at = index + 1; at < this.#said.length; at++) {
      const said = this.#said[at] as Said;
      if (said.type === "text" || said.type === "reasoning") pieces.push(said);
      else if (!BESIDE.has(said.type)) break;
    }
    return pieces;
  }

  #words(said: Said): void {
    if (this.#told.has(said)) return this.sink.merged(said.source, "stands in the answer it is a part of");
    this.#become("agent_turn", said, { name: said.type }, { content: textIn(said) });
  }

  #call(said: Said, tool: string, args: JsonObject): string {
    const callId = `call ${this.#number++}`;
    this.run.call({ ...this.#step(said), parent: this.#answer ?? this.start }, { callId, tool, args: args as Json, isOwnId: true });
    this.#open = callId;
    this.ending.set(undefined);
    return callId;
  }

  /** The program's own tools come with what they gave back. */
  #tool(said: Said): void {
    const { tool, content, ...args } = factsOf(said);
    this.#call(said, asText(tool) ?? "tool", args);
    this.#give(said, asText(content) ?? "", undefined);
    this.sink.became(said.source);
  }

  #mcp(said: Said): void {
    const facts = factsOf(said);
    const args = asObject(unpackJson(facts["arguments"])) ?? {};
    this.#call(said, asText(facts["toolName"]) ?? asText(facts["uri"]) ?? "mcp", { ...args, server: facts["serverName"] });
    this.sink.became(said.source);
  }

  #answered(said: Said, content: string): void {
    this.#give(said, content, /^(?:Error|\{"error")/.test(content) ? toolErrorClass(content) : undefined);
    this.sink.became(said.source);
  }

  #give(said: Said, content: string, errorClass: string | undefined): void {
    const callId = this.#open;
    this.#open = undefined;
    this.heard(this.run.result(this.#step(said), { callId, content, errorClass, isGuess: errorClass !== undefined }));
  }

  #command(said: Said): void {
    this.#call(said, COMMAND, { command: textIn(said).replace(/REQ_APP$/, "") });
    this.#output = [];
    this.sink.became(said.source);
  }

  #commandOutput(said: Said): void {
    if (!this.#isCommandOpen()) return this.#become("log", said, { name: "command output" }, { message: asText(textIn(said)) });
    this.#output.push(textIn(said));
    this.sink.merged(said.source, "stands in the result of the command");
  }

  #isCommandOpen(): boolean {
    return this.run.toolOfCall(this.#open) === COMMAND;
  }

  /** A command is over where anything but its output follows. */
  #closeCommand(said: Said): void {
    if (!this.#isCommandOpen()) return;
    const content = this.#output.filter((text) => text !== "").join("\n");
    const code = EXIT.exec(content.slice(-400))?.[1];
    this.#give(said, content, code === undefined || code === "0" ? undefined : `Exit ${code}`);
  }

  #completed(said: Said): void {
    const text = textIn(said);
    this.ending.set("ok");
    if (text === "") return this.sink.merged(said.source, "only asks whether the task is done");
    this.ending.output = text;
    this.#become("agent_turn", said, { name: "completed" }, { content: text });
  }

  #asks(said: Said, name: string): void {
    const facts = factsOf(said);
    const content = asText(facts["question"]) ?? asText(facts["response"]) ?? textIn(said);
    this.#become("agent_turn", said, { name }, { content, options: facts["options"] ?? facts["suggest"] });
  }

  #failed(said: Said, outcome: "error" | "warn", errorClass?: string): void {
    const facts = factsOf(said);
    const message = reasonIn(facts) ?? (Object.keys(facts).length === 0 ? asText(textIn(said)) : undefined) ?? said.type.replaceAll("_", " ");
    const found = errorClass ?? apiErrorClass(message);
    this.#become("error", said, { name: said.type.replaceAll("_", " "), outcome, error_class: found }, { message, extra: present(facts) });
    if (outcome === "error") this.ending.set("error", found);
  }

  #log(said: Said): void {
    if (!PLAIN.has(said.type)) this.sink.notice("unknown_type", `messages of type ${said.type.slice(0, 60)} are not known to this reader; they are kept as logs`, said.source);
    this.#become("log", said, { name: said.type.replaceAll("_", " ").slice(0, 200) }, { message: asText(textIn(said)) });
  }
}

const COMMAND = "execute_command";
const DURING_COMMAND: ReadonlySet<string> = new Set(["command_output", "shell_integration_warning", "shell_integration_warning_with_suggestion", "checkpoint_created", "checkpoint_saved"]);
const EXIT = /(?:exit(?:ed with)? code:?|Exit code:) (-?\d{1,5})\s*$/i;
const PROMPTS: ReadonlySet<string> = new Set(["task", "user_feedback", "user_feedback_diff"]);
/** What comes between a request and the words it brings. */
const BESIDE: ReadonlySet<string> = new Set(["checkpoint_created", "checkpoint_saved", "task_progress", "api_req_finished", "api_req_retried", "error_retry", "api_req_retry_delayed"]);
const PLAIN: ReadonlySet<string> = new Set(["task_progress", "api_req_retried", "api_req_finished", "resume_task", "resume_completed_task", "completion_result", "shell_integration_warning", "shell_integration_warning_with_suggestion", "mcp_server_request_started", "mcp_notification", "new_task", "subtask_result", "user_edit_todos", "browser_action_launch", "browser_action", "browser_action_result", "auto_approval_max_req_reached", "load_mcp_documentation", "info", "clineignore_error", "rooignore_error", "codebase_search_result", "generate_explanation", "hook", "hook_output", "act_mode_respond", "summarize_task", "report_bug", "condense"]);

/** Older versions begin with what was asked as mere text. */
function isPrompt({ type }: Said, index: number): boolean {
  return PROMPTS.has(type) || (index === 0 && type === "text");
}

function timeOf({ value }: Said): number | undefined {
  return unixMicros(value["ts"]);
}

function textIn({ value }: Said): string {
  return asText(value["text"]) ?? "";
}

/** Some messages carry JSON in their text. */
function factsOf(said: Said): JsonObject {
  return asObject(unpackJson(said.value["text"])) ?? {};
}

/** Why something failed, however deep the program wrapped it; else which attempt it was. */
function reasonIn(facts: JsonObject): string | undefined {
  const given = asText(facts["errorMessage"]) ?? asText(facts["message"]);
  const inner = asText(asObject(unpackJson(given))?.["message"]) ?? given;
  const attempt = asNumber(facts["attempt"]);
  return inner ?? (attempt === undefined ? undefined : `attempt ${attempt} of ${asNumber(facts["maxAttempts"]) ?? "?"} failed`);
}

function modelOf({ value }: Said): LooseEnvelope {
  const info = asObject(value["modelInfo"]);
  return { model: asText(info?.["modelId"]), provider: asText(info?.["providerId"]) };
}

/** Cached input is counted apart. */
function usageOf(facts: JsonObject): LooseEnvelope {
  return { ...tokensApart({ fresh: facts["tokensIn"], read: facts["cacheReads"], write: facts["cacheWrites"], output: facts["tokensOut"] }), cost_usd: asNumber(facts["cost"]) };
}
