import { html, nothing, type TemplateResult } from "lit";
import type { SqlResult, SqlSchema, SqlValue } from "../../engine/contracts/sql.ts";
import { chartOf } from "../../model/sql.ts";
import { countOf, formatCount, formatDuration } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";

const MOST_BARS = 24;

/** A result as a table, under a chart where it has names and numbers. Cells of a column `row` lead to their events. */
export function resultView(result: SqlResult, goTo: (row: number) => void): TemplateResult {
  const { columns, rows } = result;
  return html`${chart(result)}
    <table>
      <thead><tr>${columns.map(({ name, type }) => html`<th scope="col" title=${type}>${name}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((value, column) => cell(value, columns[column]?.name ?? "", goTo))}</tr>`)}</tbody>
    </table>
    ${rows.length === 0 ? html`<p class="schema dim" role="status">No row matches.</p>` : nothing}`;
}

function cell(value: SqlValue, column: string, goTo: (row: number) => void): TemplateResult {
  if (value === null) return html`<td class="null">null</td>`;
  const isRow = typeof value === "number" && (column === "row" || column.endsWith("_row")) && value >= 0;
  if (isRow) return html`<td class="num"><button class="link" title="Go to this event" @click=${() => goTo(value)}>${value}</button></td>`;
  return typeof value === "number" ? html`<td class="num">${value}</td>` : html`<td title=${String(value)}>${String(value)}</td>`;
}

function chart(result: SqlResult): TemplateResult | typeof nothing {
  const axes = result.rows.length > 1 && result.rows.length <= MOST_BARS ? chartOf(result) : null;
  if (axes === null) return nothing;
  const name = result.columns[axes.value]?.name ?? "";
  return html`<div class="bars" role="img" aria-label=${`${name} as bars; the table below holds the same`}>
    ${result.rows.map((row) => html`<span class="clip">${row[axes.label] ?? "null"}</span><span><i ${cssProps({ width: `${(Math.max(0, Number(row[axes.value] ?? 0)) / axes.most) * 100}%` })}></i></span><span class="num">${row[axes.value]}</span>`)}
  </div>`;
}

/** How many rows there are and how long it took. */
export function resultSize({ rows, cut, elapsedMs }: SqlResult): string {
  return `${cut ? `the first ${formatCount(rows.length)} rows` : countOf(rows.length, "row")} · ${formatDuration(elapsedMs)}`;
}

/** What may be asked about, before anything was asked. */
export function schemaView({ tables }: SqlSchema): TemplateResult {
  return html`<div class="schema">
    ${tables.map(({ name, doc, columns }) => html`<section><h3>${name} <span class="dim">${doc}</span></h3><dl>${columns.map((column) => html`<dt>${column.name}</dt><dd>${column.type}</dd><dd>${column.doc}</dd>`)}</dl></section>`)}
  </div>`;
}
