import { html, nothing, type TemplateResult } from "lit";
import { COLUMNS, type Column, type ColumnKey } from "../../../format/arrow/columns.ts";
import type { EventDetail } from "../../engine/api.ts";
import { parseJson } from "../../model/json.ts";
import { formatBytes, formatCost, formatCount, formatDuration, formatWallTime } from "../../model/text.ts";

/** How columns are written that are not plain text or figures. */
const FORMATS: { readonly [K in ColumnKey]?: (value: number) => string } = {
  time_unix_us: (value) => `${formatWallTime(value)} UTC`,
  duration_ms: formatDuration,
  tokens_in: formatCount,
  tokens_out: formatCount,
  tokens_cache_read: formatCount,
  tokens_cache_write: formatCount,
  tokens_reasoning: formatCount,
  cost_usd: formatCost,
};

/** Every member of the envelope, made-up ones marked, and where the line stands. Folded: most readers need few of them. */
export function envelopeView(detail: EventDetail): TemplateResult {
  const derived = new Set(detail.envelope.derived ?? []);
  const given = COLUMNS.filter((column) => column.key !== "derived" && detail.envelope[column.key] !== undefined);
  const other = detail.otherMembers === "" ? undefined : parseJson(detail.otherMembers);
  return html`<section>
    <details class="fields">
      <summary><h3>Record</h3><span class="dim">${given.length} fields · line ${formatCount(detail.line)} · ${formatBytes(detail.byteLength)}</span></summary>
      <table>
        ${given.map(
          (column) => html`<tr>
            <th scope="row" title=${column.doc}>${column.key}</th>
            <td dir="auto">${written(column, detail)}${derived.has(column.key) ? html` <span class="tag" title="Not in the source: the reader made it up">derived</span>` : nothing}</td>
          </tr>`,
        )}
        <tr>
          <th scope="row">place</th>
          <td>line ${formatCount(detail.line)}, bytes ${formatCount(detail.byteOffset)} to ${formatCount(detail.byteOffset + detail.byteLength)}</td>
        </tr>
      </table>
      ${detail.otherMembers === "" ? nothing : html`<h3>Members of other writers</h3>${other === undefined ? html`<peek-long-text mono .text=${detail.otherMembers}></peek-long-text>` : html`<div class="code"><peek-json-tree .value=${other}></peek-json-tree></div>`}`}
    </details>
  </section>`;
}

function written(column: Column, detail: EventDetail): unknown {
  const member = detail.envelope[column.key];
  if (Array.isArray(member)) return html`<code>${member.join(", ")}</code>`;
  if (typeof member === "number") return FORMATS[column.key]?.(member) ?? String(member);
  return html`<code>${member}</code>`;
}
