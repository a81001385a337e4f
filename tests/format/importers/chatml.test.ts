import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../format/event.ts";
import { messageText, type Message } from "../../../format/importers/messages/message.ts";
import { normaliseMessages } from "../../../format/importers/messages/normalise.ts";
import { DATA, HAS_DATA, filesBelow } from "./data.ts";

interface ExpectedMessage {
  readonly role?: string;
  readonly content?: unknown;
  readonly json?: { readonly text?: unknown };
  readonly tool_calls?: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
}
interface Side {
  readonly success: boolean;
  readonly data?: readonly ExpectedMessage[];
}
type Expectations = Record<string, { readonly input?: Side; readonly output?: Side }>;
interface Trace {
  readonly observations: readonly { readonly id: string; readonly input: Json; readonly output: Json }[];
}

const FOLDER = "langfuse-framework-traces";

/** Roles that say the same thing: Gemini's own word for the assistant. */
const SAME_ROLE: Readonly<Record<string, string>> = { model: "assistant" };

/**
 * Where this reader says more than the expectation, and why it is right.
 * google-adk: a function response stands under role `user` in Gemini's wire format; it is a tool's answer, and has its name.
 */
const DEFENDED: readonly { readonly file: string; readonly theirs: string; readonly ours: string }[] = [
  { file: "google-adk-2025-08-28", theirs: 'user:{"greeting":"Hello Langfuse 👋"}:', ours: 'tool:{"greeting":"Hello Langfuse 👋"}:' },
];

function theirs(message: ExpectedMessage): string {
  const role = SAME_ROLE[message.role ?? ""] ?? message.role ?? "";
  const calls = (message.tool_calls ?? []).map(({ id, name, arguments: args }) => `${id}/${name}/${canonical(args)}`);
  return `${role}:${textOf(message.content ?? message.json?.text)}:${calls.join(",")}`;
}

function ours(message: Message): string {
  const calls = (message.tool_calls ?? []).map(({ id, name, arguments: args }) => `${id ?? ""}/${name}/${canonical(args)}`);
  return `${message.role}:${canonical(messageText(message))}:${calls.join(",")}`;
}

function textOf(content: unknown): string {
  if (typeof content === "string") return canonical(content);
  if (!Array.isArray(content)) return "";
  const texts = content.map((part: { type?: string; text?: string }) => (part.type === "text" ? part.text : undefined));
  return texts.every((text) => text !== undefined) ? texts.join("") : canonical(content.some((part: { type?: string }) => part.type !== undefined) ? texts.join("") : content);
}

/** JSON text without its spacing, so that the same value is the same text. */
function canonical(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value ?? {});
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return value;
  }
}

/** Tool calls written inside content (Anthropic's blocks) as calls, so that both sides say it one way. */
function withBlocks(message: ExpectedMessage): ExpectedMessage {
  if (!Array.isArray(message.content)) return message;
  const blocks = message.content as readonly { type?: string; id?: string; name?: string; input?: unknown }[];
  const calls = blocks.filter(({ type }) => type === "tool_use").map(({ id = "", name = "", input }) => ({ id, name, arguments: JSON.stringify(input) }));
  return calls.length > 0 ? { ...message, tool_calls: calls } : message;
}

describe.skipIf(!HAS_DATA)("messages of 20 traces of 17 frameworks equal the expectations recorded beside them", () => {
  const names = HAS_DATA ? filesBelow(FOLDER).filter((name) => name.endsWith(".chatml.json")) : [];

  const conversations = new Map<string, number>();

  test.each(names)("%s", (name) => {
    const read = (path: string): unknown => JSON.parse(readFileSync(join(DATA, FOLDER, path), "utf8"));
    const expected = read(name) as Expectations;
    const trace = read(name.replace("chatml", "trace")) as Trace;
    let compared = 0;
    for (const [id, sides] of Object.entries(expected)) {
      const observation = trace.observations.find((each) => each.id === id);
      for (const side of ["input", "output"] as const) {
        const chat = (sides[side]?.data ?? []).filter((message) => message.role !== undefined);
        // What the expectation itself could not read as chat (it says so, or names no role) is not held against anyone.
        if (sides[side]?.success !== true || chat.length === 0) continue;
        const found = normaliseMessages(observation?.[side], side === "input" ? "user" : "assistant");
        const wanted = chat.map(withBlocks).map(theirs).map((text) => DEFENDED.find((each) => name.startsWith(each.file) && each.theirs === text)?.ours ?? text);
        expect(found?.messages.map(ours), `${id} ${side}`).toEqual(wanted);
        compared++;
      }
    }
    conversations.set(name, compared);
  });

  test("20 traces and 90 conversations were compared", () => {
    expect(names).toHaveLength(20);
    expect([...conversations.values()].reduce((sum, count) => sum + count, 0)).toBe(90);
  });
});
