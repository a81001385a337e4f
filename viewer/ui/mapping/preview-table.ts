import { html, type TemplateResult } from "lit";
import type { MappedRow } from "../../engine/contracts/intake.ts";

/** The first records as the events they would become. */
export function previewTable(rows: readonly MappedRow[]): TemplateResult {
  return html`<div class="rows" tabindex="0" role="region" aria-label="The first records">
    <table>
      <caption>The first ${rows.length} records would be read as:</caption>
      <thead><tr><th class="time" scope="col">Time (UTC)</th><th class="kind" scope="col">Kind</th><th class="actor" scope="col">Actor</th><th class="run" scope="col">Run</th><th scope="col">Says</th></tr></thead>
      <tbody>${rows.map(row)}</tbody>
    </table>
  </div>`;
}

function row({ timeUnixUs, kind, agent, run, preview }: MappedRow): TemplateResult {
  return html`<tr>
    <td class="num">${timeUnixUs === null ? html`<span class="dim">none</span>` : timeText(timeUnixUs)}</td>
    <td title=${kind}>${kind}</td>
    <td title=${agent}>${agent}</td>
    <td title=${run}>${run}</td>
    <td title=${preview} dir="auto">${preview}</td>
  </tr>`;
}

/** A date to the millisecond; the number where it is beyond what dates can hold. */
function timeText(us: number): string {
  const date = new Date(us / 1000);
  return Number.isNaN(date.getTime()) ? String(us) : date.toISOString().replace("T", " ").replace("Z", "");
}
