import type { Json } from "../../../../format/event.ts";
import { kindOf } from "../../event-rows.ts";
import type { LeftPicture } from "../../contracts/pictures.ts";
import { readLean } from "../../left-pictures.ts";
import { parsePayload, readLines, type EventLine } from "../../line-reader.ts";
import type { TraceFile } from "../../trace-file.ts";
import type { Workspace } from "../../workspace.ts";
import { rowsOfRun } from "../run-rows.ts";
import { isObject, type Said } from "./said.ts";

/** Events looked at, newest first; a context holds no more. */
const MOST_EVENTS = 3000;
const PAYLOAD_LIMIT = 1024 * 1024;
/** Payloads larger than this leave their pictures in the file. */
const LEAVE_ABOVE = 16 * 1024;

type Payload = { readonly [key: string]: Json | undefined };
type ToMessage = (payload: Payload, line: EventLine) => Payload | undefined;

/** Events that say something a model reads, as the message they become. */
const MESSAGES: Readonly<Record<string, ToMessage>> = {
  prompt_policy: (payload) => (payload["content"] === undefined ? undefined : { role: "system", content: payload["content"] }),
  human_input: (payload) => ({ role: "user", content: payload["content"] ?? null }),
  agent_turn: (payload, { envelope }) => ({ role: "assistant", name: envelope.agent ?? "", content: payload["content"] ?? null }),
  llm_response: (payload) => ({ role: "assistant", content: payload["content"] ?? null, ...(payload["tool_calls"] === undefined ? {} : { tool_calls: payload["tool_calls"] }) }),
  tool_result: (payload, { envelope }) => ({ role: "tool", name: envelope.tool ?? "", content: payload["result"] ?? payload["error"] ?? null }),
};

interface Conversation {
  readonly said: readonly Said[];
  readonly model: string;
  readonly tokensIn: number | null;
  readonly left: readonly LeftPicture[];
}

/**
 * What a model must have seen where no request was recorded: everything said before the last answer at or before a
 * row, or before the answer `back` answers earlier. Nothing if there is no such answer; before the first answer it is
 * everything up to the row.
 */
export async function conversationBefore(workspace: Workspace, row: number, back: number): Promise<Conversation> {
  const found = workspace.locate(row);
  if (found === undefined) return { said: [], model: "", tokensIn: null, left: [] };
  const { file, local } = found;
  const { locals, indexOf } = rowsOfRun(workspace, file.runBase + file.columns.run.get(local));
  const step = indexOf(local);
  const answers: number[] = [];
  for (let at = step; at >= 0 && answers.length <= back; at--) if (kindOf(file, locals[at] as number) === "llm_response") answers.push(at);
  const answer = answers[back];
  if (answer === undefined && back > 0) return { said: [], model: "", tokensIn: null, left: [] };
  const end = answer ?? step + 1;
  const speaking: number[] = [];
  for (let at = end - 1; at >= 0 && speaking.length < MOST_EVENTS; at--) if (Object.hasOwn(MESSAGES, kindOf(file, locals[at] as number))) speaking.push(locals[at] as number);
  const { said, left } = await messagesAt(file, speaking.reverse());
  const [line] = answer === undefined ? [] : await readLines(file, [locals[answer] as number], 0);
  return { said, model: line?.envelope.model ?? "", tokensIn: line?.envelope.tokens_in ?? null, left };
}

async function messagesAt(file: TraceFile, locals: readonly number[]): Promise<{ readonly said: readonly Said[]; readonly left: readonly LeftPicture[] }> {
  const left: LeftPicture[] = [];
  const lines = await readLines(file, locals, LEAVE_ABOVE);
  for (const [at, local] of locals.entries()) {
    if (lines[at]?.payloadCut !== true) continue;
    const lean = await readLean({ file, local }, { limit: PAYLOAD_LIMIT, leaveAbove: LEAVE_ABOVE });
    lines[at] = lean.line;
    left.push(...lean.left);
  }
  const said = locals.flatMap((local, at) => {
    const line = lines[at] as EventLine;
    const payload = parsePayload(line);
    const message = MESSAGES[kindOf(file, local)]?.(isObject(payload) ? payload : { content: line.payload, result: line.payload }, line);
    return message === undefined ? [] : [{ message, row: file.rowBase + local }];
  });
  return { said, left };
}
