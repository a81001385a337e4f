import { asObject, asText, type JsonObject } from "../../../format/importers/kit/read.ts";
import { quietly } from "../kit/notice.ts";
import { Operation } from "./operation.ts";

type Listener = (event: unknown) => void;

/** What AI SDK 7 calls around the work of a tool. */
interface Execution<T> {
  readonly callId: string;
  readonly toolCallId: string;
  readonly execute: () => PromiseLike<T>;
}

/** Operations whose end is never told (streams nobody reads) are forgotten, the oldest first. */
const MOST_OPEN = 1000;

/**
 * The telemetry integration for both majors. AI SDK 7 names the operation in each event. AI SDK 6 does not; but it reads
 * the listeners once for each operation, one after another, beginning with `onStart`: so each reading of `onStart`
 * begins an operation, and the listeners read after it are that operation's.
 */
export class AiSdkIntegration {
  readonly #byId = new Map<string, Operation>();
  #unnamed: UnnamedOperation | undefined;

  get onStart(): Listener {
    const unnamed = (this.#unnamed = new UnnamedOperation());
    return (event) => this.#named(event, (id, members) => this.#begin(id, members)) || unnamed.start(event);
  }

  get onStepStart(): Listener {
    const unnamed = this.#unnamed;
    return (event) => isNamed(event) || unnamed?.ask(event);
  }

  get onStepFinish(): Listener {
    const unnamed = this.#unnamed;
    return (event) => isNamed(event) || unnamed?.answer(event);
  }

  get onToolCallStart(): Listener {
    const unnamed = this.#unnamed;
    return (event) => isNamed(event) || unnamed?.startTool(event);
  }

  get onToolCallFinish(): Listener {
    const unnamed = this.#unnamed;
    return (event) => isNamed(event) || unnamed?.endTool(event);
  }

  get onFinish(): Listener {
    const unnamed = this.#unnamed;
    return (event) => isNamed(event) || unnamed?.end(event);
  }

  onLanguageModelCallStart(event: unknown): void {
    this.#of(event, (operation, members) => operation.ask(members));
  }

  onLanguageModelCallEnd(event: unknown): void {
    this.#of(event, (operation, members) => operation.answer(members));
  }

  onObjectStepStart(event: unknown): void {
    this.#of(event, (operation, members) => operation.ask({ ...members, messages: members["promptMessages"] ?? members["messages"] }));
  }

  onObjectStepEnd(event: unknown): void {
    this.#of(event, (operation, members) => operation.answer({ ...members, content: [{ type: "text", text: members["objectText"] ?? "" }] }));
  }

  onEmbedStart(event: unknown): void {
    this.#of(event, (operation, members) => operation.ask({ ...members, messages: valuesOf(members), settings: { operation: "embeddings" } } as JsonObject));
  }

  onEmbedEnd(event: unknown): void {
    this.#of(event, (operation, members) => operation.finishOther(members));
  }

  onToolExecutionStart(event: unknown): void {
    this.#of(event, (operation, members) => operation.startTool(asObject(members["toolCall"])));
  }

  onToolExecutionEnd(event: unknown): void {
    this.#of(event, (operation, members) => operation.endTool(asObject(members["toolCall"]), asObject(members["toolOutput"]) ?? {}));
  }

  onEnd(event: unknown): void {
    this.#close(event, (operation, members) => operation.end(members));
  }

  onAbort(event: unknown): void {
    this.#close(event, (operation) => operation.abort());
  }

  onError(event: unknown): void {
    this.#close(event, (operation, members) => operation.fail(members["error"]));
  }

  /** What a tool does stands under its call. */
  executeTool<T>({ callId, toolCallId, execute }: Execution<T>): PromiseLike<T> {
    const operation = this.#byId.get(callId);
    const event = operation?.toolEvent(toolCallId);
    return operation === undefined || event === undefined ? execute() : operation.ctx.within(event, execute);
  }

  #begin(id: string, members: JsonObject): void {
    this.#byId.set(id, new Operation(members));
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MOST_OPEN && oldest !== undefined) this.#byId.delete(oldest);
  }

  #named(event: unknown, act: (id: string, members: JsonObject) => void): boolean {
    const id = nameOf(event);
    if (id !== undefined) quietly("ai-sdk", () => act(id, event as JsonObject));
    return id !== undefined;
  }

  #of(event: unknown, act: (operation: Operation, members: JsonObject) => void): void {
    this.#named(event, (id, members) => {
      const operation = this.#byId.get(id);
      if (operation !== undefined) act(operation, members);
    });
  }

  #close(event: unknown, act: (operation: Operation, members: JsonObject) => void): void {
    this.#of(event, act);
    this.#named(event, (id) => this.#byId.delete(id));
  }
}

/** The operation AI SDK 7 names in an event. */
function nameOf(event: unknown): string | undefined {
  return quietly("ai-sdk", () => asText(asObject(event)?.["callId"]));
}

function isNamed(event: unknown): boolean {
  return nameOf(event) !== undefined;
}

function valuesOf(event: JsonObject): readonly unknown[] {
  const values = event["values"] ?? event["value"];
  return (Array.isArray(values) ? values : [values]).map((content: unknown) => ({ role: "user", content }));
}

/** Statuses after which AI SDK tries again. */
const RETRIED: ReadonlySet<number> = new Set([408, 409, 429]);

/** An operation of AI SDK 6, which says nothing when it fails, and of an answer only once its tools are done: its requests tell. */
class UnnamedOperation {
  #operation: Operation | undefined;
  #triesLeft = 0;
  #mostTries = 3;

  start(event: unknown): void {
    quietly("ai-sdk", () => {
      const members = asObject(event) ?? {};
      this.#operation = new Operation(members);
      this.#mostTries = 1 + (typeof members["maxRetries"] === "number" ? members["maxRetries"] : 2);
    });
  }

  ask(event: unknown): void {
    quietly("ai-sdk", () => {
      this.#triesLeft = this.#mostTries;
      const operation = this.#operation;
      operation?.ask(asObject(event) ?? {}, { failed: (error) => this.#failed(error), cancelled: () => operation.abort(), answered: (input) => operation.answered(input) });
    });
  }

  answer(event: unknown): void {
    quietly("ai-sdk", () => this.#operation?.answer(asObject(event) ?? {}));
  }

  startTool(event: unknown): void {
    quietly("ai-sdk", () => this.#operation?.startTool(asObject(asObject(event)?.["toolCall"])));
  }

  endTool(event: unknown): void {
    quietly("ai-sdk", () => {
      const members = asObject(event) ?? {};
      this.#operation?.endTool(asObject(members["toolCall"]), { output: members["output"], error: members["success"] === false ? members["error"] : undefined });
    });
  }

  end(event: unknown): void {
    quietly("ai-sdk", () => this.#operation?.end(asObject(event) ?? {}));
  }

  #failed(error: unknown): void {
    this.#triesLeft--;
    const status = asObject(error)?.["status"];
    const isFinal = typeof status === "number" && status < 500 && !RETRIED.has(status);
    if (isFinal || this.#triesLeft <= 0) this.#operation?.fail(error);
  }
}
