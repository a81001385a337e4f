import { asObject, type JsonObject } from "../../format/importers/kit/read.ts";
import { notice, quietly } from "./kit/notice.ts";
import { Session } from "./claude-agent-sdk/session.ts";

const FRAMEWORK = "claude-agent-sdk";

type Query<Params, Messages> = (params: Params) => Messages;
type Hook = (input: unknown) => Promise<object>;

/**
 * Records the Claude Agent SDK: pass its `query` and use what comes back in its place. The run, the model's answers,
 * tools and their results, permissions that were not given, sub-agents. The program gets the messages it would have got;
 * hooks are added to those it sets, and streaming events are asked for, to know the time to the first token and the
 * output tokens, which whole messages do not tell. Never throws.
 */
export function recordClaudeQuery<Params extends { readonly prompt: unknown }, Messages extends object>(query: Query<Params, Messages>): Query<Params, Messages> {
  return (params) => {
    const prepared = quietly(FRAMEWORK, () => prepare(params));
    if (prepared === undefined) return query(params);
    let messages: Messages;
    try {
      messages = query(prepared.params);
    } catch (error) {
      quietly(FRAMEWORK, () => prepared.session.close({ thrown: error }));
      throw error;
    }
    return quietly(FRAMEWORK, () => listen(messages, prepared.session, prepared.isStreaming)) ?? messages;
  };
}

interface Prepared<Params> {
  readonly params: Params;
  readonly session: Session;
  /** True if the program asked for streaming events itself. */
  readonly isStreaming: boolean;
}

function prepare<Params extends { readonly prompt: unknown }>(params: Params): Prepared<Params> {
  const options = asObject((params as { readonly options?: unknown }).options) ?? {};
  const session = new Session(params.prompt, options);
  const hear = (act: (input: JsonObject | undefined) => void): Hook => async (input) => {
    quietly(FRAMEWORK, () => act(asObject(input)));
    return {};
  };
  const ended = hear((input) => session.toolEnded(input));
  const ours: Readonly<Record<string, Hook>> = { PostToolUse: ended, PostToolUseFailure: ended, PermissionDenied: hear((input) => session.permissionDenied(input)) };
  const hooks: Record<string, unknown> = { ...asObject(options["hooks"]) };
  for (const [event, hook] of Object.entries(ours)) {
    const theirs = hooks[event];
    hooks[event] = [...(Array.isArray(theirs) ? (theirs as unknown[]) : []), { hooks: [hook] }];
  }
  return { params: { ...params, options: { ...options, hooks, includePartialMessages: true } }, session, isStreaming: options["includePartialMessages"] === true };
}

/** Messages that come only because streaming events were asked for. */
function isExtra(message: JsonObject): boolean {
  return message["type"] === "stream_event" || (message["type"] === "system" && message["subtype"] === "status");
}

/** The same object, whose messages are heard on the way. */
function listen<Messages extends object>(messages: Messages, session: Session, isStreaming: boolean): Messages {
  const inner = messages as unknown as AsyncGenerator;
  if (typeof inner.next !== "function") {
    notice(FRAMEWORK, "`query` gives no messages to listen to: they are not recorded");
    return messages;
  }
  const next = async (...args: [] | [unknown]): Promise<IteratorResult<unknown>> => {
    for (;;) {
      const step = await inner.next(...args).catch((error: unknown) => {
        quietly(FRAMEWORK, () => session.close({ thrown: error }));
        throw error;
      });
      if (step.done === true) {
        quietly(FRAMEWORK, () => session.close());
        return step;
      }
      const message = asObject(step.value);
      if (message !== undefined) quietly(FRAMEWORK, () => session.take(message));
      if (isStreaming || message === undefined || !isExtra(message)) return step;
    }
  };
  const end = async (value?: unknown): Promise<IteratorResult<unknown>> => {
    quietly(FRAMEWORK, () => session.close());
    return inner.return(value);
  };
  const replaced: Readonly<Record<PropertyKey, unknown>> = { next, return: end };
  const proxy: Messages = new Proxy(messages, {
    get(target, key) {
      if (key === Symbol.asyncIterator) return () => proxy;
      if (Object.hasOwn(replaced, key)) return replaced[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
  return proxy;
}
