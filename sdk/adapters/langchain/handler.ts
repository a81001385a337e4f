import { asList, asObject, asText } from "../../../format/importers/kit/read.ts";
import { quietly } from "../kit/notice.ts";
import { continueModel, endModel, endRetriever, endTool, failModel, failTool, startModel, startRetriever, startTool } from "./calls.ts";
import { endChain, failChain, startChain } from "./chain.ts";
import { nodes } from "./node.ts";

const FRAMEWORK = "langchain";
/** LangGraph tells handlers with this mark of interrupts and resumes. */
const GRAPH_HANDLER = Symbol.for("langgraph.graph_callback_handler");

/**
 * The callback handler for LangChain.js and LangGraph.js. It is awaited, so that events stand in the order they happened
 * and none is lost at the end of the process. Arguments come in the order the callback manager passes them.
 */
export class LangChainHandler {
  readonly name = "peaky-peek";
  readonly awaitHandlers = true;
  readonly raiseError = false;
  readonly ignoreLLM = false;
  readonly ignoreChain = false;
  readonly ignoreAgent = false;
  readonly ignoreRetriever = false;
  readonly ignoreCustomEvent = false;

  constructor() {
    Object.defineProperty(this, GRAPH_HANDLER, { value: true });
  }

  copy(): this {
    return this;
  }

  toJSON(): object {
    return { name: this.name };
  }

  handleChainStart(...args: unknown[]): void {
    quietly(FRAMEWORK, () => startChain(args));
  }

  handleChainEnd(...[outputs, run]: unknown[]): void {
    quietly(FRAMEWORK, () => endChain(outputs, run));
  }

  handleChainError(...[error, run]: unknown[]): void {
    quietly(FRAMEWORK, () => failChain(error, run));
  }

  handleChatModelStart(...args: unknown[]): void {
    quietly(FRAMEWORK, () => startModel(args));
  }

  handleLLMStart(...args: unknown[]): void {
    quietly(FRAMEWORK, () => startModel(args));
  }

  handleLLMNewToken(...[, , run]: unknown[]): void {
    quietly(FRAMEWORK, () => continueModel(run));
  }

  handleLLMEnd(...[result, run]: unknown[]): void {
    quietly(FRAMEWORK, () => endModel(result, run));
  }

  handleLLMError(...[error, run]: unknown[]): void {
    quietly(FRAMEWORK, () => failModel(error, run));
  }

  handleToolStart(...args: unknown[]): void {
    quietly(FRAMEWORK, () => startTool(args));
  }

  handleToolEnd(...[output, run]: unknown[]): void {
    quietly(FRAMEWORK, () => endTool(output, run));
  }

  handleToolError(...[error, run]: unknown[]): void {
    quietly(FRAMEWORK, () => failTool(error, run));
  }

  handleRetrieverStart(...args: unknown[]): void {
    quietly(FRAMEWORK, () => startRetriever(args));
  }

  handleRetrieverEnd(...[documents, run]: unknown[]): void {
    quietly(FRAMEWORK, () => endRetriever(run, { documents }));
  }

  handleRetrieverError(...[error, run]: unknown[]): void {
    quietly(FRAMEWORK, () => endRetriever(run, { error }));
  }

  handleCustomEvent(...[name, data, run]: unknown[]): void {
    quietly(FRAMEWORK, () => {
      const node = nodes.get(run);
      node?.ctx.log(name, { data, parent: node.event });
    });
  }

  /** A graph pauses for a person. */
  handleInterrupt(...[event]: unknown[]): void {
    quietly(FRAMEWORK, () => {
      const members = asObject(event);
      const node = nodes.get(members?.["runId"]);
      if (node === undefined) return;
      node.isPaused = true;
      const questions = asList(members?.["interrupts"]).map((interrupt) => asObject(interrupt)?.["value"] ?? interrupt);
      const status = asText(members?.["status"]);
      node.ctx.recordAgentTurn({ name: "interrupt", to: "human", content: questions.length === 1 ? questions[0] : questions, outcome: "warn", parent: node.event, extra: { status, checkpoint: members?.["checkpointId"] } });
    });
  }

  /** A graph goes on from a checkpoint. */
  handleResume(...[event]: unknown[]): void {
    quietly(FRAMEWORK, () => {
      const members = asObject(event);
      const node = nodes.get(members?.["runId"]);
      node?.ctx.log("resumed", { parent: node.event, data: { checkpoint: members?.["checkpointId"] } });
    });
  }
}
