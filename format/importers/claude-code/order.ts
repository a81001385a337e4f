import { asText } from "../kit/read.ts";
import { blocksOf, type LogRecord } from "./records.ts";

/**
 * The order a session's records are written in: that of each file, with the files of sub-agents fitted in by time.
 * Records without a time stay behind the one before them. A result that was written before its call, as happens while an
 * answer still streams in, comes behind it.
 */
export function inOrder(records: readonly LogRecord[]): LogRecord[] {
  const placed = records.map((record, index) => ({ record, at: record.orderUs, rank: record.agent === "" ? 0 : 1, index }));
  placed.sort((a, b) => (a.at === b.at ? a.rank - b.rank || a.index - b.index : a.at - b.at));
  return behindTheirCalls(placed.map(({ record }) => record));
}

function behindTheirCalls(records: readonly LogRecord[]): LogRecord[] {
  const calls = new Set(records.flatMap((record) => idsIn(record, "tool_use", "id")));
  const seen = new Set<string>();
  const waiting = new Map<string, LogRecord[]>();
  const ordered: LogRecord[] = [];
  const place = (record: LogRecord): void => {
    const missing = idsIn(record, "tool_result", "tool_use_id").find((id) => calls.has(id) && !seen.has(id));
    if (missing === undefined) ordered.push(record);
    else if (waiting.get(missing)?.push(record) === undefined) waiting.set(missing, [record]);
  };
  for (const record of records) {
    place(record);
    for (const id of idsIn(record, "tool_use", "id")) {
      seen.add(id);
      const freed = waiting.get(id) ?? [];
      waiting.delete(id);
      for (const each of freed) place(each);
    }
  }
  return ordered;
}

function idsIn(record: LogRecord, type: "tool_use" | "tool_result", member: string): string[] {
  if (record.type !== (type === "tool_use" ? "assistant" : "user")) return [];
  const blocks = blocksOf(record).filter((block) => block["type"] === type);
  return blocks.map((block) => asText(block[member])).filter((id) => id !== undefined);
}

/** The first time a session's records name; undefined if none does. */
export function firstTime(records: readonly LogRecord[]): number | undefined {
  let first: number | undefined;
  for (const { timeUs } of records) if (timeUs !== undefined && (first === undefined || timeUs < first)) first = timeUs;
  return first;
}
