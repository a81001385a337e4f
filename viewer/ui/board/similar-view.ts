import { html, nothing, type TemplateResult } from "lit";
import type { EventRow } from "../../engine/api.ts";
import type { SimilarFailure } from "../../engine/contracts/compare.ts";
import { rowText } from "../../model/event-row.ts";
import type { NotedFailure } from "../../model/notes.ts";
import type { NoteEntry } from "../../../format/notes/side-file.ts";
import { formatCount } from "../../model/text.ts";
import { shortened } from "../../../format/shorten.ts";
import type { BoardActions } from "./sections.ts";

/** Characters shown of a note. */
const LONGEST_NOTE = 600;
/** And of a failure's message. */
const LONGEST_MESSAGE = 140;

/** What the section needs besides what every section needs. */
export interface SimilarActions extends BoardActions {
  /** Notes a person wrote on an event. */
  readonly notesOn: (row: number) => readonly NoteEntry[];
}

/** Failures of other runs like the one looked at, and what came after them that worked. */
export function similarView({ message, considered, found }: { readonly message: string; readonly considered: number; readonly found: readonly SimilarFailure[] }, rowOf: (row: number) => EventRow | undefined, actions: SimilarActions): TemplateResult {
  return html`<p class="note">Like <b title=${message}>${shortened(message, LONGEST_MESSAGE) || "this failure"}</b>, among ${formatCount(considered)} failures of other runs.</p>
    <table>
      <thead><tr><th scope="col" class="num">likeness</th><th scope="col">failure</th><th scope="col">run</th><th scope="col">what came after it</th></tr></thead>
      <tbody>${found.map((failure) => html`<tr>
        <td class="num">${Math.round(failure.likeness * 100)} %</td>
        <td class="name"><button class="link" title=${failure.message} @click=${() => actions.goTo(failure.row)}>${shortened(failure.message, LONGEST_MESSAGE) || "failure"}</button></td>
        <td>${actions.titleOf(failure.run)} <span class="dim">${actions.outcomeOf(failure.run)}</span></td>
        <td class="name">${says(failure, actions) ? nothing : html`<span class="dim">nothing that mended it</span>`}${failure.fixes.map(({ row, how }) => html`<div><button class="link" @click=${() => actions.goTo(row)}>${how}</button> ${previewOf(rowOf(row))}</div>`)}${failure.notes.map((row) => html`<div><button class="link" @click=${() => actions.goTo(row)}>note</button> ${previewOf(rowOf(row))}</div>`)}${[failure.row, ...failure.fixes.map(({ row }) => row)].flatMap((row) => actions.notesOn(row)).map((note) => noteView(note))}</td>
      </tr>`)}</tbody>
    </table>`;
}

/** What was noted at the same failure before, in traces that are open and in those that are not. */
export function notedBefore(found: readonly NotedFailure[], goTo: (row: number) => void): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<h3>Noted at the same failure</h3>
    <ul class="noted">${found.map(({ note, row, trace }) => html`<li>${noteView(note)}<span class="dim">${row < 0 ? `${trace}, not open` : html`<button class="link" @click=${() => goTo(row)}>${trace}</button>`}</span></li>`)}</ul>`;
}

function noteView({ text, by }: NoteEntry): TemplateResult {
  return html`<div class="note-text"><span aria-hidden="true">✎</span> ${by === "" ? nothing : html`<b dir="auto">${by}:</b> `}<span dir="auto">${shortened(text, LONGEST_NOTE)}</span></div>`;
}

/** True if anything is known of what came after it. */
function says(failure: SimilarFailure, actions: SimilarActions): boolean {
  return failure.fixes.length > 0 || failure.notes.length > 0 || actions.notesOn(failure.row).length > 0;
}

function previewOf(row: EventRow | undefined): string {
  return row === undefined ? "" : rowText(row.name, row.preview).preview;
}
