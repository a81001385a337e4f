import type { Json } from "../../../../format/event.ts";
import type { CompareAnalyses, ContextLine, ContextSide, PairDetail } from "../../contracts/compare.ts";
import { linesOf } from "../../event-rows.ts";
import { parsePayload, type EventLine } from "../../line-reader.ts";
import type { Located, Workspace } from "../../workspace.ts";
import type { Analysis } from "../index.ts";
import { hashContent } from "./hash.ts";
import { jsonText } from "./json-text.ts";
import { shortestEdit } from "./myers.ts";
import { sideBySide } from "./side-by-side.ts";
import { diffValues } from "./value-diff.ts";

const PAYLOAD_LIMIT = 4 * 1024 * 1024;
const MOST_TEXT = 2000;
const MOST_EDITS = 400;

/** Two events beside one another: what they hold, and what the model had seen. A row of -1 stands for nothing. */
export const comparePair: Analysis<CompareAnalyses["compare-pair"]> = async ({ workspace }, { left, right }) => {
  const [a, b] = [await readRow(workspace, left), await readRow(workspace, right)];
  const { changes, total } = diffValues(a ?? {}, b ?? {});
  const [seenLeft, seenRight] = [await lastRequest(workspace, left), await lastRequest(workspace, right)];
  const context: PairDetail["context"] = {
    left: seenLeft?.side ?? null,
    right: seenRight?.side ?? null,
    messages: seenLeft === undefined || seenRight === undefined ? [] : diffMessages(seenLeft.messages, seenRight.messages),
    settings: seenLeft === undefined || seenRight === undefined ? [] : diffValues(seenLeft.settings, seenRight.settings).changes,
  };
  return { changes, changesTotal: total, context };
};

async function readRow(workspace: Workspace, row: number): Promise<Json | undefined> {
  const found = row < 0 ? undefined : workspace.locate(row);
  const line = found === undefined ? undefined : (await linesOf([found], PAYLOAD_LIMIT))[0];
  return line === undefined ? undefined : parsePayload(line);
}

interface Request {
  readonly side: ContextSide;
  readonly messages: readonly Json[];
  readonly settings: Json;
}

/** The last request to a model that was recorded at or before an event of its run, by the same agent if that one asked at all. */
async function lastRequest(workspace: Workspace, row: number): Promise<Request | undefined> {
  const found = row < 0 ? undefined : workspace.locate(row);
  const at = found === undefined ? undefined : requestBefore(found);
  if (found === undefined || at === undefined) return undefined;
  const line = (await linesOf([{ file: found.file, local: at }], PAYLOAD_LIMIT))[0] as EventLine;
  const payload = parsePayload(line);
  const { messages, system, tools, settings } = isObject(payload) ? payload : {};
  const list = Array.isArray(messages) ? (messages as readonly Json[]) : [];
  const all = system === undefined ? list : [{ role: "system", content: system } as Json, ...list];
  return { side: { row: found.file.rowBase + at, model: line.envelope.model ?? "", messages: all.length }, messages: all, settings: { settings: settings ?? null, tools: tools ?? null } as Json };
}

function requestBefore({ file, local }: Located): number | undefined {
  const { columns } = file;
  const request = columns.shared.kinds.texts.indexOf("llm_request");
  const [run, agent] = [columns.run.get(local), columns.agent.get(local)];
  let other: number | undefined;
  if (request < 0) return undefined;
  for (let row = local; row >= 0; row--) {
    if (columns.kind.get(row) !== request || columns.run.get(row) !== run) continue;
    if (columns.agent.get(row) === agent) return row;
    other ??= row;
  }
  return other;
}

/** Messages of two contexts: equal ones go together, and what stands between them by place. */
function diffMessages(left: readonly Json[], right: readonly Json[]): ContextLine[] {
  const [a, b] = [Int32Array.from(left, hashContent), Int32Array.from(right, hashContent)];
  const pairs = shortestEdit(a, b, { a0: 0, a1: left.length, b0: 0, b1: right.length }, MOST_EDITS) ?? [];
  const lines: ContextLine[] = [];
  for (const { i, j, isEqual } of sideBySide(left.length, right.length, pairs)) {
    const line = contextLine(left[i], right[j]);
    lines.push(isEqual ? { ...line, side: "both" } : line);
  }
  return lines;
}

function contextLine(left: Json | undefined, right: Json | undefined): ContextLine {
  const role = (value: Json | undefined): string => (isObject(value) && typeof value["role"] === "string" ? value["role"] : "");
  const side = left === undefined ? "right" : right === undefined ? "left" : "changed";
  return { side, role: role(left) || role(right), left: textOf(left), right: textOf(right) };
}

function textOf(message: Json | undefined): string {
  if (!isObject(message)) return message === undefined ? "" : jsonText(message).slice(0, MOST_TEXT);
  const { content, tool_calls: calls } = message;
  const said = typeof content === "string" ? content : content === undefined || content === null ? "" : jsonText(content);
  return `${said}${calls === undefined ? "" : ` ${jsonText(calls)}`}`.slice(0, MOST_TEXT);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
