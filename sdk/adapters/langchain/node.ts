import type { EventRef, RecordedEvent } from "../../event.ts";
import type { TraceContext } from "../../trace-context.ts";
import type { ModelCall } from "../kit/model-call.ts";
import type { AgentScope } from "../kit/scopes.ts";

/** One run of LangChain's (a chain, a model call, a tool, …), as long as it lasts. */
export interface Node {
  /** The scope its events stand in. */
  readonly ctx: TraceContext;
  /** What its children stand under. */
  readonly event: RecordedEvent;
  /** What it stands under itself. */
  readonly under?: EventRef | undefined;
  /** The scope, if it is an agent's. */
  readonly own?: AgentScope | undefined;
  readonly call?: ModelCall | undefined;
  /** True if a chain has an event, and so an end, of its own. */
  readonly isStep?: boolean;
  readonly startMs: number;
  readonly query?: unknown;
  /** The conversation a graph keeps its state under. */
  readonly thread?: string | undefined;
  /** True once the graph paused for a person. */
  isPaused?: boolean;
}

/** The runs that are going on, and which graph works on which thread. */
class Nodes {
  readonly #byRun = new Map<string, Node>();
  readonly #byThread = new Map<string, Node>();

  get(run: unknown): Node | undefined {
    return typeof run === "string" ? this.#byRun.get(run) : undefined;
  }

  add(run: unknown, node: Node): void {
    if (typeof run !== "string") return;
    this.#byRun.set(run, node);
    if (node.own !== undefined && node.thread !== undefined && !this.#byThread.has(node.thread)) this.#byThread.set(node.thread, node);
  }

  take(run: unknown): Node | undefined {
    const node = this.get(run);
    if (node === undefined) return undefined;
    this.#byRun.delete(run as string);
    if (node.thread !== undefined && this.#byThread.get(node.thread) === node) this.#byThread.delete(node.thread);
    return node;
  }

  /** The graph at work on a thread. */
  ofThread(thread: string): Node | undefined {
    return this.#byThread.get(thread);
  }
}

/** One for the process: a checkpointer must find the graph whose state it saves. */
export const nodes = new Nodes();
