import { asList, asObject, asText, type JsonObject } from "../../../format/importers/kit/read.ts";
import { AgentScope, openUnder } from "../kit/scopes.ts";
import { Line, type ToolFacts } from "./line.ts";

/** One `query`: its messages, and those of its sub-agents, as the SDK hands them out. */
export class Session {
  readonly #facts = new Map<string, ToolFacts>();
  readonly #main: Line;
  readonly #subAgents = new Map<string, Line>();
  #result: JsonObject | undefined;

  constructor(prompt: unknown, options: JsonObject) {
    const input = typeof prompt === "string" ? prompt : undefined;
    const config = { model: options["model"], permissionMode: options["permissionMode"], allowedTools: options["allowedTools"] };
    this.#main = new Line(new AgentScope({ agentName: "claude", framework: "claude-agent-sdk", input, config }), input, this.#facts);
    this.#main.model = asText(options["model"]);
    if (input !== undefined) this.#main.ask();
  }

  /** What a hook says of a tool call. */
  toolEnded(input: JsonObject | undefined): void {
    const { tool_use_id: id, duration_ms: durationMs } = input ?? {};
    if (typeof id === "string" && typeof durationMs === "number") this.#facts.set(id, { durationMs });
  }

  /** What a hook says of a permission. */
  permissionDenied(input: JsonObject | undefined): void {
    this.#main.denied(asText(input?.["tool_name"]) ?? "tool", asText(input?.["tool_use_id"]) ?? "", asText(input?.["reason"]));
  }

  take(message: JsonObject): void {
    const type = asText(message["type"]) ?? "";
    if (type === "system") return this.#system(message);
    if (type === "result") return this.#ended(message);
    const line = this.#lineOf(message);
    if (type === "stream_event") line.streamed(asObject(message["event"]) ?? {});
    else if (type === "assistant") line.assistant(asObject(message["message"]) ?? {});
    else if (type === "user") line.user(asObject(message["message"]) ?? {});
  }

  #lineOf(message: JsonObject): Line {
    const toolId = asText(message["parent_tool_use_id"]);
    if (toolId === undefined) return this.#main;
    const known = this.#subAgents.get(toolId);
    if (known !== undefined) return known;
    const agentName = asText(message["subagent_type"]) ?? "sub-agent";
    const input = asText(message["task_description"]);
    const parent = this.#main.toolEvent(toolId) ?? this.#main.scope.start;
    const line = new Line(openUnder(this.#main.scope, parent, { agentName, framework: "claude-agent-sdk", input }), input, this.#facts);
    this.#subAgents.set(toolId, line);
    return line;
  }

  #system(message: JsonObject): void {
    const { scope } = this.#main;
    const subtype = asText(message["subtype"]);
    if (subtype === "permission_denied") this.#main.denied(asText(message["tool_name"]) ?? "tool", asText(message["tool_use_id"]) ?? "", asText(message["message"]));
    else if (subtype === "task_notification") this.#subAgentEnded(message);
    else if (subtype === "compact_boundary") scope.log("context compacted", { data: message["compact_metadata"] });
    else if (subtype === "model_refusal_fallback") scope.recordRefusal({ reason: asText(message["api_refusal_category"]), safeAlternative: asText(message["fallback_model"]) });
    else if (subtype === "init") this.#main.model = asText(message["model"]);
  }

  #subAgentEnded(message: JsonObject): void {
    const id = asText(message["tool_use_id"]) ?? "";
    const line = this.#subAgents.get(id);
    line?.flush();
    line?.scope.close({ outcome: message["status"] === "completed" ? "ok" : "error", output: message["summary"] });
  }

  #ended(message: JsonObject): void {
    this.#result = message;
    for (const line of [this.#main, ...this.#subAgents.values()]) line.flush();
    for (const each of asList(message["permission_denials"]).map(asObject)) this.permissionDenied(each);
    const { total_cost_usd: cost, num_turns: turns, duration_api_ms: apiMs } = message;
    this.#main.scope.log("result", { data: { total_cost_usd: cost, num_turns: turns, duration_api_ms: apiMs } });
  }

  /** No more messages come. */
  close(error?: { readonly thrown: unknown }): void {
    for (const line of this.#subAgents.values()) {
      line.flush();
      line.scope.close();
    }
    this.#main.flush();
    const { scope } = this.#main;
    const failure = error ?? failureIn(this.#result);
    if (failure !== undefined) {
      this.#main.failed(failure.thrown);
      scope.fail(failure.thrown);
    } else if (this.#result === undefined) scope.close({ outcome: "cancelled" });
    else scope.close({ outcome: "ok", output: this.#result["result"] });
  }
}

/** The failure a result tells of. */
function failureIn(result: JsonObject | undefined): { readonly thrown: Error } | undefined {
  if (result === undefined || (result["subtype"] === "success" && result["is_error"] !== true)) return undefined;
  const subtype = asText(result["subtype"]);
  const thrown = new Error(asText(asList(result["errors"])[0]) ?? asText(result["result"]) ?? subtype ?? "failed");
  thrown.name = subtype === undefined || subtype === "success" ? "ResultError" : subtype;
  delete thrown.stack;
  return { thrown };
}
