import { asList, asObject, asText } from "../../../format/importers/kit/read.ts";
import { TraceContext } from "../../trace-context.ts";
import { messagesOf } from "../kit/said.ts";
import { AgentScope, openUnder } from "../kit/scopes.ts";
import { nodes, type Node } from "./node.ts";

/** What is known of a chain when it starts. */
interface ChainStart {
  readonly name: string;
  readonly type: string | undefined;
  readonly tags: readonly unknown[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly inputs: unknown;
}

/** Pieces a chain is put together from: their work is that of what stands in them. */
const GLUE = /^(?:Runnable|ChannelWrite|ChannelRead|Branch|__start__|__pregel|prompt$)/;
const GLUE_TYPES: ReadonlySet<string> = new Set(["prompt", "parser"]);
/** Exceptions a graph is steered with; no failures. */
const STEERING: ReadonlySet<string> = new Set(["GraphInterrupt", "NodeInterrupt", "ParentCommand", "GraphBubbleUp"]);

/** True for exceptions that only steer a graph. */
export function isSteering(error: unknown): boolean {
  return STEERING.has(asText(asObject(error)?.["name"]) ?? "");
}

/** A chain starts: the outermost is a run (or a sub-agent of the scope the code stands in), a graph inside another a sub-agent. */
export function startChain(args: readonly unknown[]): void {
  const [chain, inputs, run, parentRun, tags, metadata, type, runName] = args;
  const name = asText(runName) ?? asText(asList(asObject(chain)?.["id"]).at(-1)) ?? "chain";
  const start: ChainStart = { name, type: asText(type), tags: asList(tags), metadata: asObject(metadata) ?? {}, inputs };
  const parent = nodes.get(parentRun);
  if (parent === undefined) nodes.add(run, rootOf(start));
  else if (isGraph(chain)) nodes.add(run, ownNode(openUnder(parent.ctx, parent.event, scopeOptions(start)), start));
  else if (isGlue(start)) nodes.add(run, { ctx: parent.ctx, event: parent.event, startMs: performance.now() });
  else nodes.add(run, stepOf(start, parent));
}

function rootOf(start: ChainStart): Node {
  const resumed = asObject(start.inputs)?.["lg_name"] === "Command" ? asObject(start.inputs)?.["resume"] : undefined;
  const scope = new AgentScope(scopeOptions(start));
  if (resumed !== undefined) scope.recordHumanInput({ content: resumed });
  return ownNode(scope, start);
}

function ownNode(scope: AgentScope, { metadata }: ChainStart): Node {
  return { ctx: scope, event: scope.start, own: scope, startMs: performance.now(), thread: asText(metadata["thread_id"]) };
}

function scopeOptions({ name, inputs, metadata, tags }: ChainStart): object {
  const framework = "langgraph_step" in metadata || name === "LangGraph" || "thread_id" in metadata || "lc_agent_name" in metadata ? "langgraph" : "langchain";
  const isNested = TraceContext.current() !== undefined;
  return { agentName: asText(metadata["lc_agent_name"]) ?? name, framework, input: inputOf(inputs), config: { metadata }, tags: tags.length > 0 && !isNested ? tags : undefined };
}

/** Chat stands in an input as messages, not as objects of a framework. */
function inputOf(inputs: unknown): unknown {
  const members = asObject(inputs);
  if (members?.["messages"] === undefined) return inputs;
  return { ...members, messages: messagesOf(members["messages"]) ?? members["messages"] };
}

function isGraph(chain: unknown): boolean {
  return asList(asObject(chain)?.["id"]).some((part) => part === "CompiledStateGraph" || part === "CompiledGraph" || part === "LangGraph" || part === "Pregel");
}

function isGlue({ name, type, tags }: ChainStart): boolean {
  return tags.includes("langsmith:hidden") || GLUE.test(name) || (type !== undefined && GLUE_TYPES.has(type));
}

function stepOf({ name, inputs, metadata }: ChainStart, parent: Node): Node {
  const step = metadata["langgraph_step"];
  const event = parent.ctx.record("chain", { input: inputOf(inputs), step }, { name, parent: parent.event });
  return { ctx: parent.ctx, event, under: parent.event, isStep: true, startMs: performance.now() };
}

/** A chain ends. */
export function endChain(outputs: unknown, run: unknown): void {
  const node = nodes.take(run);
  if (node === undefined) return;
  node.own?.close({ outcome: node.isPaused === true ? "warn" : "ok", output: inputOf(outputs) });
  if (node.isStep === true) endStep(node, { output: inputOf(outputs) }, undefined);
}

/** A chain throws. */
export function failChain(error: unknown, run: unknown): void {
  const node = nodes.take(run);
  if (node === undefined) return;
  if (isSteering(error)) {
    node.own?.close({ outcome: "warn" });
    if (node.isStep === true) endStep(node, {}, "warn");
    return;
  }
  node.own?.fail(error);
  if (node.isStep === true) endStep(node, { error: asText(asObject(error)?.["message"]) }, "error", asText(asObject(error)?.["name"]));
}

// oxlint-disable-next-line max-params -- an end and how it went
function endStep(node: Node, payload: object, outcome: "error" | "warn" | undefined, errorClass?: string): void {
  const { ctx, event } = node;
  ctx.record("chain_end", payload, { name: event.name, parent: node.under, replyTo: event, outcome: outcome ?? "ok", errorClass, durationMs: performance.now() - node.startMs });
}
