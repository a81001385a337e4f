import type { Json } from "../../format/event.ts";
import { KINDS, isKind, type KindGroup } from "../../format/kinds.ts";
import type { EventRow } from "./api.ts";
import { parseHead } from "./json-head.ts";
import { readLean } from "./left-pictures.ts";
import { parsePayload, readLines, type EventLine } from "./line-reader.ts";
import { preview, rawPreview } from "./preview.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Located, Workspace } from "./workspace.ts";

/** Payload bytes looked at for a preview; of larger payloads the beginning tells. */
const PREVIEW_BYTES = 64 * 1024;

/** Payloads up to this are looked through for what stands after a picture. */
const PICTURE_BYTES = 2 * 1024 * 1024;

/** The table rows of events, in the order asked for. Rows of closed files are left out. */
export async function eventRows(workspace: Workspace, rows: readonly number[], collapsed: (row: number) => boolean): Promise<EventRow[]> {
  const located = rows.map((row) => workspace.locate(row)).filter((found) => found !== undefined);
  const lines = await linesOf(located, PREVIEW_BYTES);
  for (const [index, found] of located.entries()) if (hidesInPicture(found, lines[index] as EventLine)) lines[index] = (await readLean(found, { limit: PREVIEW_BYTES, leaveAbove: PREVIEW_BYTES })).line;
  return located.map((found, index) => eventRow(found, lines[index] as EventLine, collapsed));
}

/** True for a payload that was cut in the base64 of a picture: what stands after it is what a person wants to know. */
function hidesInPicture({ file, local }: Located, { payload, payloadCut }: EventLine): boolean {
  return payloadCut && file.columns.payloadLength.get(local) <= PICTURE_BYTES && /[A-Za-z0-9+/]{200}$/.test(payload.slice(-200));
}

/** Lines of located rows, whatever files they are in. */
export async function linesOf(located: readonly Located[], limit: number): Promise<EventLine[]> {
  const lines: EventLine[] = [];
  const byFile = new Map<TraceFile, number[]>();
  for (const [index, { file }] of located.entries()) {
    const indexes = byFile.get(file);
    if (indexes === undefined) byFile.set(file, [index]);
    else indexes.push(index);
  }
  for (const [file, indexes] of byFile) {
    const read = await readLines(file, indexes.map((index) => (located[index] as Located).local), limit);
    for (const [i, index] of indexes.entries()) lines[index] = read[i] as EventLine;
  }
  return lines;
}

function eventRow({ file, local }: Located, line: EventLine, collapsed: (row: number) => boolean): EventRow {
  const { envelope } = line;
  const payload = parsePayload(line);
  const row = file.rowBase + local;
  const kind = kindOf(file, local);
  return {
    row,
    run: file.runBase + file.columns.run.get(local),
    depth: file.order.depth[local] ?? 0,
    children: file.order.children[local] ?? 0,
    collapsed: collapsed(row),
    id: text(envelope.id),
    kind,
    name: text(envelope.name),
    agent: text(envelope.agent),
    timeUnixUs: file.columns.timeUs.get(local),
    offsetMs: offsetMs(file, local),
    durationMs: number(envelope.duration_ms),
    tokensIn: number(envelope.tokens_in),
    tokensOut: number(envelope.tokens_out),
    costUsd: number(envelope.cost_usd),
    outcome: text(envelope.outcome),
    model: text(envelope.model),
    tool: text(envelope.tool),
    confidence: number(envelope.confidence),
    to: text(envelope.to),
    evidence: kind === "decision" ? evidenceCount(envelope, payload) : null,
    preview: previewOf(kind, line, payload),
  };
}

/** One line of text that says what an event holds. */
export function linePreview(kind: string, line: EventLine): string {
  return previewOf(kind, line, parsePayload(line));
}

function previewOf(kind: string, line: EventLine, payload: Json | undefined): string {
  const known = line.payloadCut ? parseHead(line.payload) : payload;
  return known === undefined && line.payload !== "" ? rawPreview(line.payload) : preview(kind, line.envelope, known, line.payloadCut);
}

/** Milliseconds of an event since the first one of its run in reading order. */
export function offsetMs(file: TraceFile, local: number): number {
  const first = file.order.rowAt[file.order.runStart[file.columns.run.get(local)] ?? 0] ?? local;
  return (file.columns.timeUs.get(local) - file.extent(first)[0]) / 1000;
}

/** The kind as it stands in the file. */
export function kindOf(file: TraceFile, local: number): string {
  return file.columns.shared.kinds.texts[file.columns.kind.get(local)] ?? "";
}

/** The family a kind is shown in; unknown kinds go with logs. */
export function groupOf(kind: string): KindGroup {
  return isKind(kind) ? KINDS[kind].group : "checkpoint";
}

function evidenceCount(envelope: EventLine["envelope"], payload: Json | undefined): number {
  const listed = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as { evidence?: Json }).evidence : undefined;
  return (envelope.evidence?.length ?? 0) + (Array.isArray(listed) ? listed.length : 0);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
