import { asList, asObject, asText } from "../../format/importers/kit/read.ts";
import { TraceContext } from "../trace-context.ts";
import { performCall, type CallKind } from "../wrap/call.ts";
import { notice, quietly } from "./kit/notice.ts";
import { scopeOfCall } from "./kit/scopes.ts";

type Method = (...args: unknown[]) => unknown;

/** As much of an MCP client as is used. */
interface Client {
  callTool?: unknown;
  readResource?: unknown;
  getServerVersion?: unknown;
}

/**
 * Records the calls of an MCP client, of `@modelcontextprotocol/sdk` (1) or `@modelcontextprotocol/client` (2): tools,
 * with the server's name, and resources. A result that says `isError` is a failed call. Returns the same client; what it
 * gives and throws stays as it is. In a replay recorded results are served.
 */
export function recordMcpClient<McpClient extends object>(client: McpClient): McpClient {
  const inner = client as Client;
  const server = (): string | undefined => quietly("mcp", () => serverName(inner));
  wrap(inner, "callTool", (params) => toolCall(params, server()));
  wrap(inner, "readResource", (params) => retrieval(params, server()));
  return client;
}

function serverName(client: Client): string | undefined {
  const version: unknown = typeof client.getServerVersion === "function" ? (client.getServerVersion as Method).call(client) : undefined;
  return asText(asObject(version)?.["name"]);
}

/** Methods made here, so that none is wrapped twice. */
const wrapped = new WeakSet<object>();

function wrap(client: Client, name: "callTool" | "readResource", kindOf: (params: unknown) => CallKind): void {
  const real = client[name];
  if (typeof real !== "function") return notice("mcp", `the client has no \`${name}\`: these calls are not recorded`);
  const method = real as Method;
  if (wrapped.has(method)) return;
  quietly("mcp", () => {
    const recorded = function (this: unknown, ...args: unknown[]): unknown {
      const kind = quietly("mcp", () => kindOf(args[0]));
      const call = (): unknown => Reflect.apply(method, this, args);
      if (kind === undefined) return call();
      const scope = scopeOfCall();
      return TraceContext.current() === undefined ? scope.within(scope.start, () => performCall(name, kind, call)) : performCall(name, kind, call);
    };
    wrapped.add(recorded);
    client[name] = recorded;
  });
}

function toolCall(params: unknown, server: string | undefined): CallKind {
  const asked = asObject(params);
  const tool = asText(asked?.["name"]) ?? "tool";
  return {
    traits: {},
    begin: (ctx) => ctx.recordToolCall(tool, asked?.["arguments"], { extra: { mcp_server: server } }),
    piece: () => undefined,
    finish(ctx, call, { value, thrown, cancelled }) {
      const failed = asObject(value)?.["isError"] === true;
      const error = thrown?.error ?? (failed ? textIn(value) : undefined);
      ctx.recordToolResult(call, { result: value, error, ...(failed && { errorClass: "ToolError" }), ...(cancelled === true && { outcome: "cancelled" }) });
    },
    valueOf: ({ payload }) => payload["result"],
  };
}

function textIn(result: unknown): string {
  const texts = asList(asObject(result)?.["content"]).map((part) => asText(asObject(part)?.["text"]) ?? "");
  return texts.filter((text) => text !== "").join("\n") || "the tool says it failed";
}

/** A resource is documents looked up: one event when they are there. */
function retrieval(params: unknown, server: string | undefined): CallKind {
  const uri = asObject(params)?.["uri"];
  return {
    traits: { sideEffects: false },
    begin: (ctx) => ctx.recordToolCall("resources/read", { uri }, { extra: { mcp_server: server } }),
    piece: () => undefined,
    finish(ctx, call, { value, thrown, cancelled }) {
      const result = ctx.recordToolResult(call, { result: value, error: thrown?.error, ...(cancelled === true && { outcome: "cancelled" }) });
      if (thrown === undefined) ctx.recordRetrieval({ query: uri, documents: asList(asObject(value)?.["contents"]), upstream: [result] });
    },
    valueOf: ({ payload }) => payload["result"],
  };
}
