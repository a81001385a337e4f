import { html, nothing, type TemplateResult } from "lit";
import type { EventRow } from "../../engine/api.ts";
import { standingOf, rowText } from "../../model/event-row.ts";
import { formatCost, formatCount, formatDuration, formatOffset, splitHits } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import { kindMark } from "../kit/kind-mark.ts";

/** What every cell of a table shares. */
export interface CellContext {
  /** Precision of the time column, in milliseconds. */
  readonly stepMs: number;
  /** Text to mark in names and previews; empty for none. */
  readonly highlight: string;
  readonly caseSensitive: boolean;
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

/** The columns, left to right; cost only where something cost. */
export function columnsFor(withCost: boolean): readonly EventColumn[] {
  return withCost ? [TIME, EVENT, AGENT, TOOK, TOKENS, COST] : [TIME, EVENT, AGENT, TOOK, TOKENS];
}

function eventCell(row: EventRow, context: CellContext): TemplateResult {
  const text = rowText(row.name, row.preview);
  const twisty = row.children === 0 ? html`<i class="twisty"></i>` : html`<i class="twisty can" title=${row.collapsed ? "Unfold" : "Fold"}>${row.collapsed ? "▸" : "▾"}</i>`;
  return html`<i class="indent" ${cssProps({ "--level": String(Math.min(row.depth, DEEPEST_INDENT)) })}></i>${
    row.depth > DEEPEST_INDENT ? html`<small class="level" title="Level ${row.depth}">${row.depth}</small>` : nothing
  }${twisty}${kindMark(row.kind, row.outcome)}${failIcon(row)}<span class="text" dir="auto">${
    text.name === "" ? nothing : html`<b>${marked(text.name, context)}</b> `
  }${marked(text.preview, context)}</span>${badges(row)}`;
}

/** Red alone would say nothing to some; a failing result's mark says it already. */
function failIcon(row: EventRow): unknown {
  const marked = row.kind === "error" || row.kind === "tool_result";
  return marked || standingOf(row.kind, row.outcome) !== "failing" ? nothing : html`<i class="fail" title=${row.outcome}>✕</i>`;
}

function badges(row: EventRow): unknown {
  const standing = standingOf(row.kind, row.outcome);
  return html`${row.collapsed ? html`<small class="badge">+${formatCount(row.children)}</small>` : nothing}${
    row.kind === "decision" && row.evidence === 0 ? html`<small class="badge dim">no evidence</small>` : nothing
  }${
    row.confidence === null ? nothing : html`<small class="badge ${row.confidence < 0.5 ? "low" : ""}" title="Confidence">${Math.round(row.confidence * 100)} %</small>`
  }${standing === "stopped" ? html`<small class="badge stop">${row.outcome}</small>` : nothing}`;
}

function marked(text: string, context: CellContext): unknown {
  if (context.highlight === "") return text;
  return splitHits(text, context.highlight, context.caseSensitive).map((piece) => (piece.hit ? html`<mark>${piece.text}</mark>` : piece.text));
}
