import type { EventDetail, EventLink, LinkType } from "./api.ts";
import { blobsInPlace } from "./blobs-in-place.ts";
import { groupOf, kindOf, linePreview, linesOf, offsetMs } from "./event-rows.ts";
import { readLean } from "./left-pictures.ts";
import type { EventLine } from "./line-reader.ts";
import type { Link } from "./links.ts";
import { MISSING_PARENT } from "./trace-columns.ts";
import type { TraceFile } from "./trace-file.ts";
import type { Located, Workspace } from "./workspace.ts";

const MOST_LINKS = 200;
const PREVIEW_BYTES = 16 * 1024;

/** Everything about one event; `payloadLimit` in bytes. */
export async function eventDetail(workspace: Workspace, { file, local }: Located, payloadLimit: number): Promise<EventDetail> {
  const { columns, order } = file;
  const links = linksOf(file, local);
  const shown = links.slice(0, MOST_LINKS);
  const [{ line, left }, ends] = await Promise.all([
    readLean({ file, local }, { limit: payloadLimit, leaveAbove: payloadLimit }),
    linesOf(shown.filter((link) => link.to >= 0).map((link) => ({ file, local: link.to })), PREVIEW_BYTES),
  ]);
  const { payload, missing } = line.payloadCut ? { payload: line.payload, missing: 0 } : await blobsInPlace(line.payload, workspace.blobs);
  const kind = kindOf(file, local);
  const run = columns.run.get(local);
  const row = file.rowBase + local;
  return {
    row,
    run: file.runBase + run,
    file: file.file,
    index: (order.positionOf[local] ?? local) - (order.runStart[run] ?? 0),
    offsetMs: offsetMs(file, local),
    group: groupOf(kind),
    envelope: line.envelope,
    otherMembers: otherMembers(line),
    payload,
    payloadBytes: columns.payloadOffset.get(local) < 0 ? 0 : columns.payloadLength.get(local),
    payloadCut: line.payloadCut,
    blobsMissing: missing,
    left,
    links: describe(file, shown, { own: line, ends }),
    linksTotal: links.length,
    line: columns.lineNumber.get(local),
    byteOffset: columns.lineOffset.get(local),
    byteLength: columns.lineLength.get(local),
    ancestors: workspace.lineage(row).slice(1).toReversed(),
  };
}

function linksOf(file: TraceFile, local: number): Link[] {
  const parent = file.columns.parent.get(local);
  const links: Link[] = [];
  if (parent >= 0) links.push({ type: "parent", to: parent });
  if (parent === MISSING_PARENT) links.push({ type: "parent", to: -1 });
  links.push(...file.links.of(local));
  const { rowAt, positionOf, end } = file.order;
  for (let at = (positionOf[local] ?? 0) + 1; at < (end[local] ?? 0) && links.length < MOST_LINKS * 2; at = end[rowAt[at] as number] as number)
    links.push({ type: "child", to: rowAt[at] as number });
  return links;
}

/** Links as they are told; `ends` are the lines of those that lead somewhere, in their order. */
function describe(file: TraceFile, links: readonly Link[], { own, ends }: { readonly own: EventLine; readonly ends: readonly EventLine[] }): EventLink[] {
  const missing = missingIds(links, own);
  let next = 0;
  return links.map((link) => {
    if (link.to < 0) return { type: link.type, row: -1, id: missing.get(link.type)?.shift() ?? "", kind: "", preview: "" };
    const line = ends[next++] as EventLine;
    const kind = kindOf(file, link.to);
    return { type: link.type, row: file.rowBase + link.to, id: line.envelope.id ?? "", kind, preview: linePreview(kind, line) || (line.envelope.name ?? "") };
  });
}

/** Ids that were named but not found, by type of link, as far as they can be told from the event itself. */
function missingIds(links: readonly Link[], own: EventLine): Map<LinkType, string[]> {
  const missing = new Map<LinkType, string[]>();
  const byType: readonly (readonly [LinkType, readonly string[]])[] = [
    ["parent", own.envelope.parent === undefined ? [] : [own.envelope.parent]],
    ["reply_to", own.envelope.reply_to === undefined ? [] : [own.envelope.reply_to]],
    ["upstream", own.envelope.upstream ?? []],
    ["evidence", own.envelope.evidence ?? []],
    ["related", own.envelope.related ?? []],
  ];
  for (const [type, ids] of byType) {
    const targets = links.filter((link) => link.type === type);
    missing.set(type, ids.filter((_, index) => (targets[index]?.to ?? 0) < 0));
  }
  return missing;
}

function otherMembers(line: EventLine): string {
  return Object.keys(line.others).length === 0 ? "" : JSON.stringify(line.others, null, 2);
}
