import { html, nothing, type TemplateResult } from "lit";
import type { NoteItem, NoteKind } from "../../model/notes.ts";
import { rowText } from "../../model/event-row.ts";
import { headOf } from "../../../format/shorten.ts";
import { baseName } from "../../../format/notes/side-file.ts";
import { runTitle } from "../../model/runs.ts";
import { formatOffset, formatRange, offsetStep } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { kindMark } from "../kit/kind-mark.ts";

/** Sign and name of each kind of entry. */
export const NOTE_LOOKS: Readonly<Record<NoteKind, { readonly sign: string; readonly title: string }>> = {
  bookmark: { sign: "★", title: "Bookmark" },
  note: { sign: "✎", title: "Note" },
  range: { sign: "↔", title: "Note on a time range" },
  name: { sign: "▤", title: "Name of a failure group" },
  merge: { sign: "⊕", title: "Failure groups made one" },
  split: { sign: "⊖", title: "Failure group split" },
};

/** Titles of the columns; the trace only where there are several. */
export function notesHead(several: boolean): TemplateResult {
  return html`<span class="cell sign" role="columnheader"><span class="hidden-visually">kind</span></span><span class="cell what" role="columnheader">on</span><span class="cell text" role="columnheader">note</span><span class="cell by" role="columnheader">by</span>${several ? html`<span class="cell trace" role="columnheader">trace</span>` : nothing}`;
}

/** One entry as a line. */
export function noteLine(app: App, item: NoteItem | undefined, several: boolean): TemplateResult {
  if (item === undefined) return html``;
  const { sign, title } = NOTE_LOOKS[item.kind];
  return html`<span class="cell sign" role="gridcell" title=${title}><span aria-hidden="true">${sign}</span><span class="hidden-visually">${title}</span></span><span class="cell what" role="gridcell">${subject(app, item)}</span><span class="cell text" role="gridcell" dir="auto" title=${item.text}>${firstLine(item.text)}</span><span class="cell by" role="gridcell" dir="auto">${item.by}</span>${several ? html`<span class="cell trace" role="gridcell" title=${item.traceName}>${baseName(item.traceName)}${item.isOpen ? nothing : " (not open)"}</span>` : nothing}`;
}

/** What it is on. */
function subject(app: App, item: NoteItem): unknown {
  if (item.row >= 0) return eventSubject(app, item.row);
  if (item.run !== undefined && item.range !== null) {
    const { startUnixUs, durationMs } = item.run;
    const offset = (unixUs: number): number => (unixUs - startUnixUs) / 1000;
    return html`<span class="num">${formatRange(offset(item.range[0]), offset(item.range[1]), offsetStep(durationMs))}</span> <span class="dim">${runTitle(item.run)}</span>`;
  }
  if (item.group !== "") return html`<span class="dim">failure group</span>`;
  return html`<span class="dim">${item.isOpen ? "an event that is not in this file" : "its trace is not open"}</span>`;
}

function eventSubject({ events, store }: App, row: number): unknown {
  const event = events.get(row);
  if (event === undefined) return html`<span class="dim">…</span>`;
  const text = rowText(event.name, event.preview);
  const step = offsetStep(store.runs.get().find(({ run }) => run === event.run)?.durationMs ?? 0);
  return html`<span class="num dim">${formatOffset(event.offsetMs, step)}</span> ${kindMark(event.kind, event.outcome)} <span dir="auto">${text.name === "" ? nothing : html`<b>${text.name}</b> `}${text.preview}</span>`;
}

/** Enough of a text for one line. */
function firstLine(text: string): string {
  return headOf(text, 300).replaceAll(/\s+/g, " ");
}
