import { html, nothing, type TemplateResult } from "lit";
import type { EventRow } from "../../engine/api.ts";
import type { SimilarFailure } from "../../engine/contracts/compare.ts";
import { rowText } from "../../model/event-row.ts";
import { formatCount } from "../../model/text.ts";
import type { BoardActions } from "./sections.ts";

/** Failures of other runs like the one looked at, and what came after them that worked. */
export function similarView({ message, considered, found }: { readonly message: string; readonly considered: number; readonly found: readonly SimilarFailure[] }, rowOf: (row: number) => EventRow | undefined, actions: BoardActions): TemplateResult {
  return html`<p class="note">Like <b>${message || "this failure"}</b>, among ${formatCount(considered)} failures of other runs.</p>
    <table>
      <thead><tr><th scope="col" class="num">likeness</th><th scope="col">failure</th><th scope="col">run</th><th scope="col">what came after it</th></tr></thead>
      <tbody>${found.map((failure) => html`<tr>
        <td class="num">${Math.round(failure.likeness * 100)} %</td>
        <td class="name"><button class="link" @click=${() => actions.goTo(failure.row)}>${failure.message || "failure"}</button></td>
        <td>${actions.titleOf(failure.run)} <span class="dim">${actions.outcomeOf(failure.run)}</span></td>
        <td class="name">${failure.fixes.length === 0 && failure.notes.length === 0 ? html`<span class="dim">nothing that mended it</span>` : nothing}${failure.fixes.map(({ row, how }) => html`<div><button class="link" @click=${() => actions.goTo(row)}>${how}</button> ${previewOf(rowOf(row))}</div>`)}${failure.notes.map((row) => html`<div><button class="link" @click=${() => actions.goTo(row)}>note</button> ${previewOf(rowOf(row))}</div>`)}</td>
      </tr>`)}</tbody>
    </table>`;
}

function previewOf(row: EventRow | undefined): string {
  return row === undefined ? "" : rowText(row.name, row.preview).preview;
}
