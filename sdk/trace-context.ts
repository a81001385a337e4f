import type { EventOptions, EventRef, RecordedEvent } from "./event.ts";
import { checkpoint, decision, type CheckpointOptions, type DecisionInput } from "./kinds/decisions.ts";
import { agentTurn, handoff, humanInput, type AgentTurnInput, type HandoffInput, type HumanInput } from "./kinds/dialogue.ts";
import { drift, errorEvent, repairAttempt, type DriftInput, type RepairAttemptInput } from "./kinds/failures.ts";
import { llmRequest, llmResponse, type LlmRequestInput, type LlmResponseInput } from "./kinds/llm.ts";
import { annotation, log, otherKind, type AnnotationOptions, type LogOptions } from "./kinds/notes.ts";
import {
  behaviorAlert,
  policyViolation,
  promptPolicy,
  refusal,
  safetyCheck,
  type BehaviorAlertInput,
  type PolicyViolationInput,
  type PromptPolicyInput,
  type RefusalInput,
  type SafetyCheckInput,
} from "./kinds/safety.ts";
import { retrieval, toolCall, toolResult, type RetrievalInput, type ToolCallOptions, type ToolResultInput } from "./kinds/tools.ts";
import { currentScope, Scope, type ScopeOptions } from "./scope.ts";
import type { LlmStream } from "./stream.ts";

/**
 * Records a run. Every recording call is synchronous, returns a handle to its event and never throws, whatever it is
 * given. Options of all events (`upstream`, `importance`, …) may stand beside the members of each input.
 */
export class TraceContext extends Scope {
  /**
   * Runs the function as a run, or, inside another run, as a sub-agent of it. What it throws is recorded and thrown on
   * unchanged; its result, or promise of one, is passed on.
   */
  static run<T>(options: ScopeOptions, body: (ctx: TraceContext) => T): T {
    const ctx = new TraceContext(options, true);
    let result: T;
    try {
      result = ctx.within(ctx.start, () => body(ctx));
    } catch (error) {
      ctx.fail(error);
      throw error;
    }
    if (!isThenable(result)) {
      ctx.close();
      return result;
    }
    return Promise.resolve(result).then(
      (value: unknown) => {
        ctx.close();
        return value;
      },
      (error: unknown) => {
        ctx.fail(error);
        throw error;
      },
    ) as T;
  }

  /**
   * Begins a run that ends with `close` or at the end of an `await using` block, and makes it current for the code that
   * follows. It is a run of its own unless `within` names a scope. How the block was left cannot be seen from here: say
   * `setResult` where an outcome other than `ok` matters, `fail` after an exception, or use `run`.
   */
  static open(options: ScopeOptions = {}): TraceContext {
    const ctx = new TraceContext(options, false);
    ctx.enter();
    return ctx;
  }

  /** The run or sub-agent the calling code stands in; undefined outside of any. */
  static current(): TraceContext | undefined {
    const scope = currentScope();
    return scope instanceof TraceContext ? scope : undefined;
  }

  /** What the agent decided, why, on what grounds, and what it left. */
  recordDecision(input: DecisionInput): RecordedEvent {
    return this.emit(decision, input, input);
  }

  /** A tool is called. */
  recordToolCall(tool: string, args?: unknown, options?: ToolCallOptions): RecordedEvent {
    return this.emit(toolCall, { tool, args, options }, options);
  }

  /** What a tool gave back, or, with `error`, how it failed. The duration counts from the call unless given. */
  recordToolResult(call: EventRef, input: ToolResultInput = {}): RecordedEvent {
    return this.emit(toolResult, { call, input }, input);
  }

  /** Documents fetched for a query. */
  recordRetrieval(input: RetrievalInput): RecordedEvent {
    return this.emit(retrieval, input, input);
  }

  /** A model is asked. */
  recordLlmRequest(input: LlmRequestInput): RecordedEvent {
    return this.emit(llmRequest, input, input);
  }

  /** What a model answered, or, with `error`, how it failed. The duration counts from the request unless given. */
  recordLlmResponse(request: EventRef, input: LlmResponseInput = {}): RecordedEvent {
    return this.emit(llmResponse, { request, input }, input);
  }

  /** The answer of a model that comes in pieces. */
  streamLlmResponse(request: EventRef): LlmStream {
    return this.openStream(request, (input) => this.recordLlmResponse(request, input));
  }

  /** What an agent or a person said in a dialogue. */
  recordAgentTurn(input: AgentTurnInput): RecordedEvent {
    return this.emit(agentTurn, input, input);
  }

  /** The work passes to another agent. */
  recordHandoff(input: HandoffInput): RecordedEvent {
    return this.emit(handoff, input, input);
  }

  /** A person answered, approved, corrected or denied. */
  recordHumanInput(input: HumanInput): RecordedEvent {
    return this.emit(humanInput, input, input);
  }

  /** A guard looked at something and gave its verdict (`outcome`). */
  recordSafetyCheck(input: SafetyCheckInput): RecordedEvent {
    return this.emit(safetyCheck, input, input);
  }

  /** A rule was broken. */
  recordPolicyViolation(input: PolicyViolationInput): RecordedEvent {
    return this.emit(policyViolation, input, input);
  }

  /** The model or agent declined to act. */
  recordRefusal(input: RefusalInput): RecordedEvent {
    return this.emit(refusal, input, input);
  }

  /** The prompt template and parameters in force from here on. */
  recordPromptPolicy(input: PromptPolicyInput): RecordedEvent {
    return this.emit(promptPolicy, input, input);
  }

  /** Something about how the agent behaves is odd. */
  recordBehaviorAlert(input: BehaviorAlertInput): RecordedEvent {
    return this.emit(behaviorAlert, input, input);
  }

  /** Something was thrown. Takes any value. */
  recordError(error: unknown, options?: EventOptions): RecordedEvent {
    return this.emit(errorEvent, error, options);
  }

  /** One try at mending a problem. */
  recordRepairAttempt(input: RepairAttemptInput): RecordedEvent {
    return this.emit(repairAttempt, input, input);
  }

  /** A re-run went another way than the recording. */
  recordDrift(input: DriftInput): RecordedEvent {
    return this.emit(drift, input, input);
  }

  /** The agent's state, to go back to. Linked to the last event of the scope, which led to it. */
  checkpoint(state: unknown, options?: CheckpointOptions): RecordedEvent {
    return this.emit(checkpoint, { state, options, id: this.newId(), after: this.last }, options);
  }

  /** A note for people who read the trace. */
  annotate(text: string, options?: AnnotationOptions): RecordedEvent {
    return this.emit(annotation, { text, options }, options);
  }

  /** A line of log. */
  log(message: unknown, options: LogOptions = {}): RecordedEvent {
    return this.emit(log, { message, options }, options);
  }

  /** An event of any kind, also one this version does not know. A payload that is not an object is kept as its `value`. */
  record(kind: string, payload?: unknown, options?: EventOptions): RecordedEvent {
    return this.emit(otherKind(kind), payload, options);
  }

  /** Ends an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}

function isThenable(value: unknown): boolean {
  return value instanceof Promise || (typeof value === "object" && value !== null && typeof (value as { readonly then?: unknown }).then === "function");
}
