import { TraceError } from "../../../../format/errors.ts";
import type { Json } from "../../../../format/event.ts";
import type { LeftPicture } from "../../contracts/pictures.ts";
import type { ContextMessage, Occupancy, ReplayAnalyses, ReplayContext } from "../../contracts/replay.ts";
import { readLean } from "../../left-pictures.ts";
import { parsePayload, readLines } from "../../line-reader.ts";
import type { Workspace } from "../../workspace.ts";
import type { Analysis } from "../index.ts";
import { conversationBefore } from "./conversation.ts";
import { charactersOf, isObject, messageOf, roleOf, toolName, type Said } from "./said.ts";

/** Requests larger than this are not taken apart. */
const LARGEST_BYTES = 16 * 1024 * 1024;
const MOST_MESSAGES = 400;
const MOST_DROPPED = 100;
/** Characters of one message that cross to the page, and of all together; the newest have the first claim. */
const LONGEST_MESSAGE = 20_000;
const LONGEST_ALL = 600_000;

/** What a model was given in one call. */
interface Given {
  readonly said: readonly Said[];
  readonly tools: readonly Json[];
  readonly model: string;
  readonly tokensIn: number | null;
  readonly left: readonly LeftPicture[];
  readonly tooLarge: boolean;
}

const NOTHING: Given = { said: [], tools: [], model: "", tokensIn: null, left: [], tooLarge: false };

/** Exactly what a model was given: from the request that was recorded, else put together from the events before. */
export const replayContext: Analysis<ReplayAnalyses["replay-context"]> = async ({ workspace }, { row, request, before }) => {
  const given = request < 0 ? { ...NOTHING, ...(await conversationBefore(workspace, row, 0)) } : await givenAt(workspace, request);
  const earlier = before >= 0 ? await givenAt(workspace, before) : request < 0 ? { ...NOTHING, ...(await conversationBefore(workspace, row, 1)) } : undefined;
  return contextOf(request, given, earlier === undefined || (request < 0 && earlier.said.length === 0) ? undefined : earlier);
};

function contextOf(request: number, given: Given, before: Given | undefined): ReplayContext {
  const { fresh, gone } = compare(before?.said ?? [], given.said);
  const offered = given.tools.length === 0 ? 0 : JSON.stringify(given.tools).length;
  return {
    request,
    model: given.model,
    messages: packed(given.said, fresh, MOST_MESSAGES),
    messagesTotal: given.said.length,
    tools: given.tools.map(toolName),
    occupancy: occupancyOf(given.said, offered),
    tokensIn: given.tokensIn,
    dropped: packed(gone, new Set(), MOST_DROPPED),
    droppedTotal: gone.length,
    droppedCharacters: gone.reduce((sum, { message }) => sum + charactersOf(message), 0),
    charactersBefore: before === undefined ? null : before.said.reduce((sum, { message }) => sum + charactersOf(message), 0),
    left: [...new Map([...(before?.left ?? []), ...given.left].map((picture) => [picture.mark, picture])).values()],
    tooLarge: given.tooLarge,
  };
}

async function givenAt(workspace: Workspace, row: number): Promise<Given> {
  const found = workspace.locate(row);
  if (found === undefined) throw new TraceError({ code: "cancelled", cause: "the request's file is no longer open", place: "engine", next: "Open it again." });
  const { file, local } = found;
  const { line, left } = await readLean(found, { limit: LARGEST_BYTES, leaveAbove: LONGEST_MESSAGE });
  const payload = parsePayload(line);
  const answer = file.links.of(local).find((link) => link.type === "reply" && link.to >= 0)?.to;
  const [answered] = answer === undefined ? [] : await readLines(file, [answer], 0);
  const model = line.envelope.model ?? answered?.envelope.model ?? "";
  const tokensIn = answered?.envelope.tokens_in ?? line.envelope.tokens_in ?? null;
  if (!isObject(payload)) return { ...NOTHING, model, tokensIn, tooLarge: line.payloadCut };
  const system = payload["system"];
  const messages = Array.isArray(payload["messages"]) ? (payload["messages"] as readonly Json[]) : [];
  const said = [...(system === undefined || system === null ? [] : [{ message: { role: "system", content: system }, row: -1 }]), ...messages.map((message) => ({ message: messageOf(message), row: -1 }))];
  return { said, tools: Array.isArray(payload["tools"]) ? (payload["tools"] as readonly Json[]) : [], model, tokensIn, left, tooLarge: false };
}

/** Which messages are new (by place), and which of the call before are gone. Messages are the same if their JSON is. */
function compare(before: readonly Said[], now: readonly Said[]): { readonly fresh: ReadonlySet<number>; readonly gone: readonly Said[] } {
  const left = new Map<string, number>();
  for (const { message } of before) left.set(JSON.stringify(message), (left.get(JSON.stringify(message)) ?? 0) + 1);
  const fresh = new Set<number>();
  for (const [at, { message }] of now.entries()) {
    const key = JSON.stringify(message);
    const count = left.get(key) ?? 0;
    if (count === 0) fresh.add(at);
    else left.set(key, count - 1);
  }
  const gone: Said[] = [];
  for (const said of before) {
    const key = JSON.stringify(said.message);
    const count = left.get(key) ?? 0;
    if (count === 0) continue;
    left.set(key, count - 1);
    gone.push(said);
  }
  return { fresh, gone };
}

/** The newest messages as they cross to the page, in order. */
function packed(said: readonly Said[], fresh: ReadonlySet<number>, most: number): ContextMessage[] {
  const messages: ContextMessage[] = [];
  let room = LONGEST_ALL;
  for (let at = said.length - 1; at >= 0 && messages.length < most; at--) {
    const { message, row } = said[at] as Said;
    const text = JSON.stringify(message);
    const limit = Math.min(LONGEST_MESSAGE, Math.max(400, room));
    room -= Math.min(text.length, limit);
    messages.push({ at, role: roleOf(message), json: text.slice(0, limit), cut: text.length > limit, characters: charactersOf(message), isNew: fresh.has(at), row });
  }
  return messages.reverse();
}

const CATEGORIES: readonly Occupancy["category"][] = ["system", "tools", "user", "assistant", "tool results", "other"];

function occupancyOf(said: readonly Said[], offered: number): Occupancy[] {
  const characters = new Map<Occupancy["category"], number>([["tools", offered]]);
  for (const { message } of said) {
    const category = categoryOf(message);
    characters.set(category, (characters.get(category) ?? 0) + charactersOf(message));
  }
  return CATEGORIES.flatMap((category) => {
    const count = characters.get(category) ?? 0;
    return count === 0 ? [] : [{ category, characters: count, tokens: Math.ceil(count / 4) }];
  });
}

const ROLES: Readonly<Record<string, Occupancy["category"]>> = { system: "system", developer: "system", user: "user", human: "user", assistant: "assistant", model: "assistant", ai: "assistant", tool: "tool results", function: "tool results" };

function categoryOf(message: Said["message"]): Occupancy["category"] {
  const role = roleOf(message);
  const parts = message["content"];
  const isResult = (part: Json): boolean => isObject(part) && (part["type"] === "tool_result" || part["type"] === "tool-result");
  if (role === "user" && Array.isArray(parts) && parts.length > 0 && (parts as readonly Json[]).every(isResult)) return "tool results";
  return Object.hasOwn(ROLES, role) ? (ROLES[role] ?? "other") : "other";
}
