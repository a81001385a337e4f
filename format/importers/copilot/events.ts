import type { Json } from "../../event.ts";
import type { Outcome } from "../../kinds.ts";
import type { LooseEnvelope, Step } from "../agent-run/agent-run.ts";
import { writeAnswer } from "../agent-run/answer.ts";
import { apiErrorClass, toolErrorClass } from "../agent-run/error-class.ts";
import { stemOf, titleOf } from "../agent-run/title.ts";
import { RunTelling, type ImportContext } from "../agent-run/telling.ts";
import type { JsonRecord } from "../kit/documents.ts";
import { asCount, asList, asNumber, asObject, asText, lookUp, present, textOf, unpackJson, type JsonObject } from "../kit/read.ts";
import { unixMicros } from "../kit/time.ts";
import type { SourcePlace } from "../types.ts";

interface LoggedEvent {
  readonly type: string;
  readonly data: JsonObject;
  readonly id: string | undefined;
  readonly timeUs: number | undefined;
  readonly source: SourcePlace;
}

const AGENT = "copilot";

/** An agent of the log. */
interface Actor {
  readonly name: string;
  readonly start: string;
  /** Sub-agents of one name hear apart from each other. */
  readonly hearer: string;
}

/** Writes the event log of Copilot's command line as a run. */
export function writeEvents(records: readonly JsonRecord[], name: string, context: ImportContext): void {
  const events = records.map(({ value, source }) => {
    const line = asObject(value) ?? {};
    return { type: asText(line["type"]) ?? "unknown", data: asObject(line["data"]) ?? {}, id: asText(line["id"]), timeUs: unixMicros(line["timestamp"]), source };
  });
  new EventWriter(events, name, context).write();
}

class EventWriter extends RunTelling {
  readonly #events: readonly LoggedEvent[];
  readonly #name: string;
  readonly #requested = new Set<string>();
  /** Members of the envelope that the answers have themselves. */
  readonly #counted = new Set<string>();
  /** The start of each sub-agent, by the call that started it. */
  readonly #agents = new Map<string, Actor>();
  #model: string | undefined;

  constructor(events: readonly LoggedEvent[], name: string, context: ImportContext) {
    super(context, asText(events.find(({ type }) => type === "session.start")?.data["sessionId"]) ?? name, { agent: AGENT });
    this.#events = events;
    this.#name = name;
  }

  write(): void {
    const head = this.#events.find(({ type }) => type === "session.start") ?? this.#events[0];
    if (head === undefined) return;
    const asked = this.#events.find(({ type }) => type === "user.message");
    const title = titleOf(asText(asked?.data["content"])) ?? stemOf(this.#name);
    this.#model = asText(head.data["selectedModel"]);
    this.start = this.run.add("agent_start", { source: head.source, timeUs: head.timeUs, agent: AGENT }, { name: title, framework: "copilot-cli", model: this.#model }, { title, config: present(head.data) as Json | undefined });
    if (head.type === "session.start") this.sink.became(head.source);
    for (const event of this.#events) {
      if (event !== head || head.type !== "session.start") (lookUp(this.#writers, event.type) ?? this.#log)(event);
      this.ending.lastTimeUs = event.timeUs ?? this.ending.lastTimeUs;
    }
    this.close();
  }

  readonly #log = (event: LoggedEvent): void => {
    if (!KNOWN.test(event.type)) this.sink.notice("unknown_type", `events of type ${event.type.slice(0, 60)} are not known to this reader; they are kept as logs`, event.source);
    const { content, message, ...data } = event.data;
    this.#become("log", event, { name: event.type.slice(0, 200) }, { message: asText(content) ?? asText(message), data: present(data) });
  };

  readonly #writers: Readonly<Record<string, (event: LoggedEvent) => void>> = {
    "user.message": (event) => this.#prompt(event),
    "system.message": (event) => this.#become("prompt_policy", event, { name: "system prompt", policy: "system prompt" }, { content: event.data["content"] }),
    "assistant.message": (event) => this.#answer(event),
    "assistant.reasoning": (event) => this.#become("decision", event, { name: "reasoning" }, { reasoning: asText(event.data["content"]) ?? "" }),
    "assistant.turn_start": (event) => this.sink.merged(event.source, "only marks where a turn begins or ends"),
    "assistant.turn_end": (event) => this.sink.merged(event.source, "only marks where a turn begins or ends"),
    "tool.execution_start": (event) => this.#begin(event),
    "tool.execution_complete": (event) => this.#complete(event),
    "subagent.started": (event) => this.#startAgent(event),
    "subagent.completed": (event) => this.#endAgent(event, "ok"),
    "subagent.failed": (event) => this.#endAgent(event, "error"),
    "session.model_change": (event) => {
      this.#model = asText(event.data["newModel"]) ?? this.#model;
      this.#become("log", event, { name: "model changed", model: this.#model }, { message: this.#model });
    },
    "session.error": (event) => this.#failed(event),
    abort: (event) => {
      this.#become("human_input", event, { name: "interrupted", agent: "user", outcome: "cancelled" }, { content: asText(event.data["reason"]) ?? "aborted" });
      this.ending.set("cancelled");
    },
    "session.truncation": (event) => this.#become("checkpoint", event, { name: "context truncated" }, { state: present(event.data) }),
    "session.compaction_complete": (event) => this.#become("checkpoint", event, { name: "context compacted" }, { memory: event.data["summaryContent"], state: present(event.data) }),
    "session.shutdown": (event) => this.#become("log", event, { name: "session closed", ...this.#totals(event) }, { data: present(event.data) }),
  };

  /** What the answers do not say of themselves stands where the session was closed. */
  #totals({ data }: LoggedEvent): LooseEnvelope {
    const used = Object.values(asObject(data["modelMetrics"]) ?? {}).map((metrics) => asObject(asObject(metrics)?.["usage"]) ?? {});
    const sum = (key: string): number | undefined => (used.some((usage) => asCount(usage[key]) !== undefined) ? used.reduce((total, usage) => total + (asCount(usage[key]) ?? 0), 0) : undefined);
    const told = { tokens_in: sum("inputTokens"), tokens_out: sum("outputTokens"), tokens_cache_read: sum("cacheReadTokens"), tokens_cache_write: sum("cacheWriteTokens") };
    return Object.fromEntries(Object.entries(told).filter(([key]) => !this.#counted.has(key)));
  }

  #actor({ data }: LoggedEvent): Actor {
    return this.#agents.get(asText(data["parentToolCallId"]) ?? "") ?? { name: AGENT, start: this.start, hearer: this.hearer };
  }

  #step(event: LoggedEvent): Step {
    const { name, start } = this.#actor(event);
    return { source: event.source, timeUs: event.timeUs, id: event.id, agent: name, parent: start };
  }

  #hear(by: LoggedEvent, event: string): void {
    this.run.hear(this.#actor(by).hearer, event);
  }

  #become(kind: string, event: LoggedEvent, envelope: LooseEnvelope, payload: JsonObject): void {
    this.#hear(event, this.run.add(kind, this.#step(event), envelope, payload));
    this.sink.became(event.source);
  }

  #prompt(event: LoggedEvent): void {
    const attachments = asList(event.data["attachments"]);
    this.ending.set(undefined);
    this.#hear(event, this.run.add("human_input", { ...this.#step(event), agent: "user" }, { name: "prompt" }, { content: asText(event.data["content"]) ?? "", attachments: attachments.length > 0 ? [...attachments] : undefined }));
    this.sink.became(event.source);
  }

  #answer(event: LoggedEvent): void {
    const { data } = event;
    const calls = asList(data["toolRequests"]).map((request) => asObject(request) ?? {}).map((request) => ({ callId: asText(request["toolCallId"]), tool: asText(request["name"]) ?? "tool", args: unpackJson(request["arguments"]) }));
    for (const { callId } of calls) if (callId !== undefined) this.#requested.add(callId);
    const text = asText(data["content"]) ?? "";
    const step = this.#step(event);
    const envelope = { model: asText(data["model"]) ?? this.#model, tokens_in: asCount(data["inputTokens"]), tokens_out: asCount(data["outputTokens"]) };
    for (const [key, value] of Object.entries(envelope)) if (value !== undefined) this.#counted.add(key);
    const { hearer } = this.#actor(event);
    writeAnswer(this.run, step, { of: hearer, text, reasoning: asText(data["reasoningText"]) ?? "", calls, envelope });
    this.sink.became(event.source);
    if (hearer !== this.hearer) return;
    this.ending.set(calls.length > 0 ? undefined : "ok");
    if (text !== "") this.ending.output = text;
  }

  #begin(event: LoggedEvent): void {
    const callId = asText(event.data["toolCallId"]);
    if (callId !== undefined && this.#requested.has(callId)) return this.sink.merged(event.source, "the call stands in the answer that asked for it");
    this.run.call(this.#step(event), { callId, tool: asText(event.data["toolName"]) ?? "tool", args: unpackJson(event.data["arguments"]) });
    this.sink.became(event.source);
  }

  #complete(event: LoggedEvent): void {
    const { data } = event;
    const callId = asText(data["toolCallId"]);
    const error = asObject(data["error"]);
    const content = textOf(asObject(data["result"])?.["content"]) || asText(error?.["message"]) || textOf(data["result"]);
    const code = asText(error?.["code"]);
    const isDenied = code === "denied" || code === "rejected" || /^(?:The user rejected|Permission denied and could not)/.test(content);
    const errorClass = data["success"] !== false ? undefined : isDenied ? "UserRejected" : toolErrorClass(content);
    const durationMs = asNumber(asObject(asObject(data["toolTelemetry"])?.["metrics"])?.["durationMs"]);
    const step = this.#step(event);
    const result = this.run.result(step, { callId, content, errorClass, durationMs });
    this.#hear(event, result);
    if (isDenied && errorClass !== undefined) this.run.add("safety_check", { ...step, id: undefined }, { name: "user approval", policy: "user approval", outcome: "denied", severity: "low", related: [result] }, { rationale: content });
    this.sink.became(event.source);
    if (this.#actor(event).hearer === this.hearer) this.ending.set(undefined);
  }

  #startAgent(event: LoggedEvent): void {
    const callId = asText(event.data["toolCallId"]) ?? "";
    const name = asText(event.data["agentName"]) ?? "agent";
    const title = asText(event.data["agentDisplayName"]) ?? name;
    const start = this.run.add("agent_start", { ...this.#step(event), agent: name, parent: this.run.eventOfCall(callId) ?? this.start }, { name: title, framework: "copilot-cli" }, { title, config: present(event.data) });
    this.#agents.set(callId, { start, name, hearer: `call ${callId}` });
    this.sink.became(event.source);
  }

  #endAgent(event: LoggedEvent, outcome: Outcome): void {
    const known = this.#agents.get(asText(event.data["toolCallId"]) ?? "");
    if (known === undefined) return this.#log(event);
    const errorClass = outcome === "error" ? toolErrorClass(textOf(event.data["error"])) : undefined;
    this.run.add("agent_end", { ...this.#step(event), agent: known.name, parent: known.start }, { name: known.name, reply_to: known.start, outcome, error_class: errorClass, duration_ms: asNumber(event.data["durationMs"]) }, { data: present(event.data) });
    this.sink.became(event.source);
  }

  #failed(event: LoggedEvent): void {
    const message = asText(event.data["message"]) ?? "error";
    const status = asNumber(event.data["statusCode"]);
    const errorClass = status === undefined ? apiErrorClass(message) : `ApiError ${status}`;
    this.#become("error", event, { name: asText(event.data["errorType"]) ?? "error", outcome: "error", error_class: errorClass }, { message });
    this.ending.set("error", errorClass);
  }
}

const KNOWN = /^(?:session\.(?:start|resume|info|warning|auto_mode_resolved|usage_checkpoint|compaction_start|idle|handoff|mode_changed|plan_changed|context_changed|title_changed|workspace_file_changed|snapshot_rewind|task_complete)|assistant\.(?:usage|intent)|tool\.(?:execution_progress|execution_partial_result|user_requested)|hook\.(?:start|end)|system\.notification|skill\.invoked|subagent\.(?:selected|deselected)|permission\.(?:requested|completed)|pending_messages\.modified)$/;
