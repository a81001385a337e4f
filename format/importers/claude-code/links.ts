import { asObject, asText, type JsonObject } from "../kit/read.ts";
import { blocksOf, textOfRecord, type LogRecord } from "./records.ts";

/** The call that started a sub-agent. */
interface StartingCall {
  readonly callId: string;
  readonly input: JsonObject;
}

/** The parts of one answer of the model, which the log splits over lines. */
export interface Answer {
  readonly records: LogRecord[];
}

/** What is only known by looking at a whole session. */
export interface SessionLinks {
  readonly answers: ReadonlyMap<LogRecord, Answer>;
  /** The call that started each sub-agent. */
  readonly calls: ReadonlyMap<string, StartingCall>;
  /** How many records each agent has; the empty name is the main one. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly uuids: ReadonlySet<string>;
}

/** Tools that start a sub-agent, over the versions. */
const STARTERS: ReadonlySet<string> = new Set(["Task", "Agent", "Workflow", "dispatch_agent"]);
const AGENT_ID = /\bagentId: ([\w-]{3,80})/;
const RUN_FOLDER = /(?:^|\/)workflows\/([\w-]{1,80})\/agent-[^/]*$/;

/** Looks through the records of a session once for what joins them. */
export function linkRecords(records: readonly LogRecord[]): SessionLinks {
  const linker = new Linker();
  for (const record of records) linker.look(record);
  return linker.links();
}

class Linker {
  readonly #answers = new Map<LogRecord, Answer>();
  readonly #byMessage = new Map<string, Answer>();
  readonly #sizes = new Map<string, number>();
  readonly #uuids = new Set<string>();
  readonly #starting = new Map<string, StartingCall>();
  readonly #named = new Map<string, string>();
  readonly #prompts = new Map<string, { readonly text: string; readonly file: string }>();
  readonly #runs = new Map<string, string>();

  look(record: LogRecord): void {
    this.#sizes.set(record.agent, (this.#sizes.get(record.agent) ?? 0) + 1);
    if (record.uuid !== undefined) this.#uuids.add(record.uuid);
    if (record.type === "assistant") this.#lookAtAnswer(record);
    else if (record.type === "user") this.#lookAtUser(record);
    else if (record.type === "progress") this.#lookAtProgress(record);
  }

  links(): SessionLinks {
    const calls = new Map<string, StartingCall>();
    const free = new Map(this.#starting);
    const take = (agent: string, callId: string | undefined): void => {
      const call = callId === undefined ? undefined : this.#starting.get(callId);
      if (call === undefined || calls.has(agent)) return;
      calls.set(agent, call);
      free.delete(call.callId);
    };
    for (const agent of this.#sizes.keys()) {
      take(agent, this.#named.get(agent) ?? (agent.startsWith("call ") ? agent.slice(5) : undefined));
      take(agent, this.#runs.get(RUN_FOLDER.exec(this.#prompts.get(agent)?.file ?? "")?.[1] ?? ""));
    }
    for (const [agent, { text }] of this.#prompts) if (!calls.has(agent)) take(agent, callOfPrompt(text, free));
    return { answers: this.#answers, calls, sizes: this.#sizes, uuids: this.#uuids };
  }

  #lookAtAnswer(record: LogRecord): void {
    const message = asObject(record.value["message"]);
    const id = asText(message?.["id"]) ?? asText(record.value["requestId"]);
    const key = id === undefined || record.value["isApiErrorMessage"] === true ? undefined : `${record.agent} ${id}`;
    const known = key === undefined ? undefined : this.#byMessage.get(key);
    const answer = known ?? { records: [] };
    answer.records.push(record);
    this.#answers.set(record, answer);
    if (key !== undefined) this.#byMessage.set(key, answer);
    for (const block of blocksOf(record)) {
      const callId = asText(block["id"]);
      if (block["type"] === "tool_use" && callId !== undefined && STARTERS.has(asText(block["name"]) ?? "")) this.#starting.set(callId, { callId, input: asObject(block["input"]) ?? {} });
    }
  }

  #lookAtUser(record: LogRecord): void {
    const text = this.#prompts.has(record.agent) || record.agent === "" ? "" : textOfRecord(record);
    if (text !== "") this.#prompts.set(record.agent, { text, file: record.source.file });
    const detail = asObject(record.value["toolUseResult"]) ?? asObject(record.value["tool_use_result"]);
    for (const block of blocksOf(record)) {
      const callId = block["type"] === "tool_result" ? asText(block["tool_use_id"]) : undefined;
      if (callId === undefined) continue;
      const runId = asText(detail?.["runId"]);
      if (runId !== undefined) this.#runs.set(runId, callId);
      const agent = asText(detail?.["agentId"]) ?? (this.#starting.has(callId) ? agentInText(block) : undefined);
      if (agent !== undefined && !this.#named.has(agent)) this.#named.set(agent, callId);
    }
  }

  #lookAtProgress(record: LogRecord): void {
    const data = asObject(record.value["data"]);
    const agent = asText(data?.["agentId"]);
    const callId = asText(record.value["parentToolUseID"]);
    if (agent !== undefined && callId !== undefined && !this.#named.has(agent)) this.#named.set(agent, callId);
  }
}

function agentInText(block: JsonObject): string | undefined {
  const content = block["content"];
  if (typeof content === "string") return AGENT_ID.exec(content)?.[1];
  if (!Array.isArray(content)) return undefined;
  for (const part of content) {
    const found = AGENT_ID.exec(asText(asObject(part)?.["text"]) ?? "")?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first call still without an agent that asked for exactly this. */
function callOfPrompt(text: string, free: ReadonlyMap<string, StartingCall>): string | undefined {
  for (const [callId, { input }] of free) if (asText(input["prompt"])?.trim() === text.trim()) return callId;
  return undefined;
}
