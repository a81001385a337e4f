import { html, nothing, type TemplateResult } from "lit";
import type { EventRow } from "../../engine/api.ts";
import { standingOf, rowText } from "../../model/event-row.ts";
import type { RowMark } from "../../model/notes.ts";
import { countOf, formatCost, formatCount, formatDuration, formatOffset, splitHits } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import { kindMark } from "../kit/kind-mark.ts";

/** What every cell of a table shares. */
export interface CellContext {
  /** Precision of the time column, in milliseconds. */
  readonly stepMs: number;
  /** Text to mark in names and previews; empty for none. */
  readonly highlight: string;
  readonly caseSensitive: boolean;
  /** Bookmarks and notes by row; null where there are none to be had. */
  readonly marks: ReadonlyMap<number, RowMark> | null;
}

/** A column of the event table. */
export interface EventColumn {
  readonly key: string;
  readonly title: string;
  /** A track of the row's grid. */
  readonly width: string;
  readonly cell: (row: EventRow, context: CellContext) => unknown;
}

/** Levels beyond this one are indented no further; the level is then said in figures. */
const DEEPEST_INDENT = 12;

const TIME: EventColumn = {
  key: "time",
  title: "time",
  width: "70px",
  cell: (row, context) => formatOffset(row.offsetMs, context.stepMs),
};

const EVENT: EventColumn = { key: "event", title: "event", width: "minmax(120px, 1fr)", cell: eventCell };

const AGENT: EventColumn = { key: "agent", title: "agent", width: "minmax(48px, 14%)", cell: (row) => (row.to === "" ? row.agent : `${row.agent} → ${row.to}`) };

const TOOK: EventColumn = { key: "took", title: "took", width: "64px", cell: (row) => (row.durationMs === null ? nothing : formatDuration(row.durationMs)) };

const TOKENS: EventColumn = {
  key: "tokens",
  title: "tokens",
  width: "60px",
  cell: (row) => (row.tokensIn === null && row.tokensOut === null ? nothing : formatCount((row.tokensIn ?? 0) + (row.tokensOut ?? 0))),
};

const COST: EventColumn = { key: "cost", title: "cost", width: "64px", cell: (row) => (row.costUsd === null ? nothing : formatCost(row.costUsd)) };

/** Least width of the table, in pixels, at which there is room for what is not the event itself. */
const ROOM = { agent: 360, took: 440, tokens: 500, cost: 680 };

/** The columns, left to right: where room is short the event's text comes first, and all else stands in its details. Cost only where something cost. */
export function columnsFor(width: number, withCost: boolean): readonly EventColumn[] {
  const columns = [TIME, EVENT];
  if (width >= ROOM.agent) columns.push(AGENT);
  if (width >= ROOM.took) columns.push(TOOK);
  if (width >= ROOM.tokens) columns.push(TOKENS);
  if (withCost && width >= ROOM.cost) columns.push(COST);
  return columns;
}

/**
 * One shape for every row, parts without content left empty: rows are recycled while scrolling, and elements that stay
 * cost nothing.
 */
function eventCell(row: EventRow, context: CellContext): TemplateResult {
  const text = rowText(row.name, row.preview);
  const can = row.children > 0;
  const deep = row.depth > DEEPEST_INDENT;
  return html`<i class="indent" ${cssProps({ "--level": String(Math.min(row.depth, DEEPEST_INDENT)) })}></i
    ><small class="level">${deep ? row.depth : nothing}</small
    ><i class="twisty ${can ? "can" : ""}">${can ? (row.collapsed ? "▸" : "▾") : nothing}</i>${kindMark(row.kind, row.outcome)}<i class="fail">${needsFailIcon(row) ? "✕" : nothing}</i
    ><span class="text"><b>${marked(text.name, context)}</b>${text.name === "" ? nothing : " "}${marked(text.preview, context)}</span
    ><small class="badge noted" title=${noteTitle(context.marks?.get(row.row))}>${noteSigns(context.marks?.get(row.row))}</small
    ><small class="badge">${row.collapsed ? `+${formatCount(row.children)}` : nothing}</small
    ><small class="badge">${row.kind === "decision" && row.evidence === 0 ? "no evidence" : nothing}</small
    ><small class="badge ${row.confidence !== null && row.confidence < 0.5 ? "low" : ""}">${row.confidence === null ? nothing : `${Math.round(row.confidence * 100)} %`}</small
    ><small class="badge stop">${standingOf(row.kind, row.outcome) === "stopped" ? row.outcome : nothing}</small>`;
}

function noteSigns(mark: RowMark | undefined): unknown {
  return mark === undefined ? nothing : `${mark.bookmarked ? "★" : ""}${mark.notes > 0 ? "✎" : ""}`;
}

function noteTitle(mark: RowMark | undefined): unknown {
  return mark === undefined ? nothing : [mark.bookmarked ? "bookmarked" : "", mark.notes > 0 ? countOf(mark.notes, "note") : ""].filter(Boolean).join(", ");
}

/** Red alone would say nothing to some; a failing result's mark says it already. */
function needsFailIcon(row: EventRow): boolean {
  return row.kind !== "error" && row.kind !== "tool_result" && standingOf(row.kind, row.outcome) === "failing";
}

function marked(text: string, context: CellContext): unknown {
  if (context.highlight === "") return text;
  return splitHits(text, context.highlight, context.caseSensitive).map((piece) => (piece.hit ? html`<mark>${piece.text}</mark>` : piece.text));
}
