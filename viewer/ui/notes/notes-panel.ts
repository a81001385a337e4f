import { html, nothing, type TemplateResult } from "lit";
import { filterNotes, type NoteItem, type NoteKind } from "../../model/notes.ts";
import { formatCount, formatWallTime } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { LensPanel } from "../app/lens-panel.ts";
import { answeredStyles } from "../kit/answered.ts";
import { kindMarkStyles } from "../kit/kind-mark.ts";
import { base, buttons } from "../kit/tokens.ts";
import { rowListStyles, type RowChooseEvent } from "../kit/virtual-list/row-list.ts";
import { goToNote } from "./go.ts";
import { NOTE_LOOKS, noteLine, notesHead } from "./lines.ts";
import { notesStyles } from "./notes.styles.ts";
import { saveNotes } from "./save-notes.ts";

type Kind = NoteKind | "group" | null;

const KINDS: readonly { readonly kind: Kind; readonly title: string }[] = [
  { kind: null, title: "all" },
  { kind: "bookmark", title: "bookmarks" },
  { kind: "note", title: "notes" },
  { kind: "range", title: "ranges" },
  { kind: "group", title: "groups" },
];

/** The notes lens: every bookmark, note, range and hand-made group, of open traces and of those that are not. */
export class NotesPanel extends LensPanel {
  static override styles = [base, buttons, kindMarkStyles, answeredStyles, rowListStyles, notesStyles];
  static override properties = { text: { state: true }, kind: { state: true }, active: { state: true } };
  declare private text: string;
  declare private kind: Kind;
  /** Id of the entry chosen. */
  declare private active: string;

  constructor() {
    super();
    this.text = "";
    this.kind = null;
    this.active = "";
  }

  protected override begin(): readonly { start(): void; stop(): void }[] {
    return [];
  }

  protected override view(app: App): TemplateResult {
    const items = app.notes.items.get();
    const shown = filterNotes(items, { text: this.text, kind: this.kind });
    return html`${this.#bar(app, items)} ${trouble(app)}
      ${shown.length === 0 ? html`<div class="answer-none" role="status">${items.length === 0 ? nothingYet() : "No note holds that."}</div>` : this.#list(app, shown)}`;
  }

  #bar(app: App, items: readonly NoteItem[]): TemplateResult {
    const { notes, store } = app;
    const author = store.preferences.get().author;
    const count = (kind: Kind): number => filterNotes(items, { text: "", kind }).length;
    const deleted = notes.deleted.get().length;
    return html`<div class="bar">
      <input type="search" placeholder="Filter notes" aria-label="Filter notes" .value=${this.text} @input=${(event: Event) => (this.text = valueOf(event))} />
      <span role="group" aria-label="Show" class="chips">${KINDS.filter(({ kind }) => kind === null || kind === this.kind || count(kind) > 0).map(({ kind, title }) => html`<button class="chip" aria-pressed=${String(kind === this.kind)} @click=${() => (this.kind = kind)}>${title} <span class="num">${formatCount(count(kind))}</span></button>`)}</span>
      <span class="grow"></span>
      ${deleted === 0 ? nothing : html`<button class="button" @click=${() => notes.undo()}>↶ Bring back${deleted === 1 ? "" : ` (${deleted})`}</button>`}
      <label class="author"><input aria-label="Your name, put on the notes you write" title="Put on the notes you write" placeholder="your name" maxlength="80" .value=${author} @change=${(event: Event) => store.preferences.set({ ...store.preferences.get(), author: valueOf(event).trim() })} /></label>
      <button class="button" ?disabled=${!items.some(({ isOpen }) => isOpen)} @click=${() => saveNotes(app)}>Export</button>
    </div>`;
  }

  #list(app: App, shown: readonly NoteItem[]): TemplateResult {
    const at = shown.findIndex(({ id }) => id === this.active);
    const item = shown[at];
    const choose = (event: RowChooseEvent): void => this.#choose(app, shown[event.index]);
    const onKey = (event: KeyboardEvent): void => this.#onKey(event, app, shown);
    const several = new Set(shown.map(({ trace }) => trace)).size > 1;
    return html`<div class="list" @keydown=${onKey}><row-list label="Notes" .count=${shown.length} .active=${at} .head=${notesHead(several)} .line=${(index: number) => noteLine(app, shown[index], several)} .classOf=${(index: number) => (shown[index]?.isOpen === true ? "" : "away")} .drawn=${[shown, app.events.arrived]} @row-choose=${choose}></row-list></div>
      ${item === undefined ? html`<p class="hint">${formatCount(shown.length)} in all. Enter goes there, Delete deletes.</p>` : this.#reader(app, item, shown)}`;
  }

  /** The whole of what was chosen: its trace may not be open. */
  #reader(app: App, item: NoteItem, shown: readonly NoteItem[]): TemplateResult {
    const { sign, title } = NOTE_LOOKS[item.kind];
    return html`<section class="reader" aria-label="What was chosen">
      <div class="head"><b>${sign} ${title}</b><span class="dim clip">${item.by === "" ? nothing : html`<bdi>${item.by}</bdi> · `}${formatWallTime(item.changedUnixMs * 1000).slice(0, 16)} UTC · ${item.traceName}${item.isOpen ? nothing : ", not open"}</span><span class="grow"></span>
        ${item.isOpen ? html`<button class="button" @click=${() => goToNote(app, item)}>Go there</button>` : nothing}<button class="button" @click=${() => this.#remove(app, item, shown)}>Delete</button></div>
      ${item.text === "" ? nothing : html`<div class="text" dir="auto" tabindex="0" role="group" aria-label="Its text">${item.text}</div>`}
    </section>`;
  }

  #choose(app: App, item: NoteItem | undefined): void {
    if (item === undefined) return;
    this.active = item.id;
    goToNote(app, item);
  }

  #onKey(event: KeyboardEvent, app: App, shown: readonly NoteItem[]): void {
    const item = shown.find(({ id }) => id === this.active);
    if ((event.key !== "Delete" && event.key !== "Backspace") || item === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#remove(app, item, shown);
  }

  /** The next one is chosen, but not gone to. */
  #remove(app: App, item: NoteItem, shown: readonly NoteItem[]): void {
    const at = shown.indexOf(item);
    this.active = (shown[at + 1] ?? shown[at - 1])?.id ?? "";
    app.notes.remove(item.id);
  }
}

function trouble({ notes }: App): TemplateResult | typeof nothing {
  const text = notes.trouble.get();
  return text === "" ? nothing : html`<p class="trouble" role="status">▲ ${text}</p>`;
}

function nothingYet(): TemplateResult {
  return html`<p>Nothing noted yet.</p>
    <p><kbd>b</kbd> bookmarks the event looked at, <kbd>.</kbd> writes a note on it, <kbd>,</kbd> one on the time range that is chosen.</p>
    <p class="dim">Notes are kept in this browser beside the trace, never in it. Export them as a file; whoever drops that file has them too.</p>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

customElements.define("notes-panel", NotesPanel);
