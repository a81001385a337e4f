import type { Json } from "../../event.ts";
import { asList, asObject, asText, lookUp, type JsonObject } from "../kit/read.ts";

/** A tool the model called in a round. */
export interface RoundCall {
  readonly id: string;
  /** True if the chat gives no id, and this one only joins call and result here. */
  readonly isOwnId: boolean;
  readonly tool: string;
  readonly args: Json | undefined;
  /** Undefined if the chat does not tell. */
  readonly result: string | undefined;
  readonly isRejected: boolean;
}

/** One answer of the model within a request. */
export interface Round {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly RoundCall[];
}

/** The rounds of a request: as its metadata keeps them, else put together from what was shown. */
export function roundsOf(request: JsonObject): Round[] {
  const metadata = asObject(asObject(request["result"])?.["metadata"]) ?? {};
  const kept = asList(metadata["toolCallRounds"]).map(asObject).filter((round) => round !== undefined);
  if (kept.length === 0) return shownRounds(request);
  const results = asObject(metadata["toolCallResults"]) ?? {};
  const thoughts = asList(request["response"]).map(asObject).filter((part) => part?.["kind"] === "thinking").map((part) => nodeText(part?.["value"]));
  return kept.map((round, index) => ({
    text: asText(round["response"]) ?? "",
    reasoning: nodeText(asObject(round["thinking"])?.["text"]) || (index === 0 && !kept.some((each) => each["thinking"] !== undefined) ? thoughts.filter((text) => text !== "").join("\n\n") : ""),
    calls: asList(round["toolCalls"]).map((call, at) => keptCall(asObject(call) ?? {}, results, `call ${index}.${at}`)),
  }));
}

function keptCall(call: JsonObject, results: JsonObject, fallback: string): RoundCall {
  const id = asText(call["id"]);
  const given = asObject(lookUp(results, id));
  const result = given === undefined ? undefined : asList(given["content"]).map((part) => nodeText(asObject(part)?.["value"] ?? part)).filter((text) => text !== "").join("\n");
  return { id: id ?? fallback, isOwnId: id === undefined, tool: asText(call["name"]) ?? "tool", args: call["arguments"], result, isRejected: false };
}

interface OpenRound {
  text: string;
  reasoning: string;
  readonly calls: RoundCall[];
}

/** What was shown, in its order: words that follow a call begin a new round. */
function shownRounds(request: JsonObject): Round[] {
  const response = request["response"] ?? request["completion"];
  if (typeof response === "string") return [{ text: response, reasoning: "", calls: [] }];
  const rounds: OpenRound[] = [];
  for (const part of asList(response).map(asObject)) {
    const role = roleOf(part);
    if (part === undefined || role === undefined) continue;
    const last = rounds.at(-1);
    const round = last === undefined || (role !== "call" && last.calls.length > 0) ? { text: "", reasoning: "", calls: [] } : last;
    if (round !== last) rounds.push(round);
    if (role === "call") round.calls.push(shownCall(part, `call ${rounds.length}.${round.calls.length}`));
    else round[role] += nodeText(part["value"] ?? part["content"]);
  }
  return rounds;
}

const ROLES: Readonly<Record<string, "text" | "reasoning" | "call">> = { markdownContent: "text", thinking: "reasoning", toolInvocationSerialized: "call", toolInvocation: "call" };

function roleOf(part: JsonObject | undefined): "text" | "reasoning" | "call" | undefined {
  const kind = asText(part?.["kind"]);
  return kind === undefined ? "text" : lookUp(ROLES, kind);
}

function shownCall(part: JsonObject, fallback: string): RoundCall {
  const said = nodeText(part["pastTenseMessage"]) || nodeText(part["invocationMessage"]);
  const details = part["resultDetails"];
  const result = details === undefined ? said : `${said}\n${nodeText(asObject(details)?.["output"] ?? details)}`.trim();
  const isRejected = part["isConfirmed"] === false || asObject(part["isConfirmed"])?.["type"] === 0;
  const id = asText(part["toolCallId"]);
  return { id: id ?? fallback, isOwnId: id === undefined, tool: asText(part["toolId"]) ?? "tool", args: asObject(part["toolSpecificData"]) as Json | undefined, result: part["isComplete"] === false ? undefined : result, isRejected };
}

/** The texts in a value, which may be a text, a list, or a tree of what was put before the model. */
export function nodeText(value: Json | undefined): string {
  const texts: string[] = [];
  const todo: (Json | undefined)[] = [value];
  while (todo.length > 0) {
    const next = todo.pop();
    if (typeof next === "string") texts.push(next);
    else if (Array.isArray(next)) for (let at = next.length - 1; at >= 0; at--) todo.push(next[at] as Json);
    else if (next !== undefined && next !== null) {
      const node = asObject(next) ?? {};
      const text = asText(node["text"]);
      if (text !== undefined) texts.push(node["lineBreakBefore"] === true ? `\n${text}` : text);
      else todo.push(node["children"], node["node"], node["value"]);
    }
  }
  return texts.join("");
}
