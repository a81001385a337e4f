import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { LONGEST_NOTE, type NoteEntry, type RangeEntry } from "../../../format/notes/side-file.ts";
import { countOf, formatDuration, formatRange, offsetStep } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { appContext } from "../app/context.ts";
import { PageActionEvent, type PageAction } from "../commands/messages.ts";
import { hearPageActions } from "../commands/page-actions.ts";
import { base, buttons } from "../kit/tokens.ts";

/** A note, or one that becomes a note with its first letter. */
type Shown = { readonly id: string; readonly on: "event" | "range"; readonly text: string; readonly by: string };

/** Notes shown at once; a file may bring any number. */
const MOST_SHOWN = 20;

/** Bookmark and notes of the event looked at, and of the time range that is chosen. */
export class NoteStrip extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: block; border-bottom: 1px solid var(--line); }
      .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 4px; min-height: 28px; padding: 2px 6px; }
      .tool { display: inline-flex; align-items: center; gap: 4px; height: 24px; padding: 0 6px; border: 0; border-radius: 4px; background: none; color: var(--text-2); white-space: nowrap; }
      .tool:hover:not(:disabled) { background: var(--bg-hover); color: var(--text); }
      .tool[aria-pressed="true"] { color: var(--text); font-weight: 600; }
      .tool[aria-pressed="true"] i { color: var(--accent); }
      .tool:disabled { opacity: 0.55; cursor: default; }
      .tool i { font-style: normal; }
      .note { padding: 2px 12px 8px; }
      .note .head { display: flex; align-items: center; gap: 8px; min-height: 24px; font-size: 12px; color: var(--text-2); }
      .note .head .grow { flex: 1; }
      .more { margin: 0; padding: 0 12px 8px; color: var(--text-2); }
      textarea { display: block; width: 100%; min-height: 44px; max-height: 320px; field-sizing: content; resize: vertical; padding: 4px 6px; border: 1px solid var(--line-strong); border-radius: 4px; font: inherit; line-height: 1.45; color: var(--text); background: var(--bg-raised); overflow-wrap: anywhere; }
    `,
  ];
  static override properties = { draft: { state: true } };
  declare private draft: Shown | null;
  readonly #app = new ContextConsumer(this, { context: appContext, subscribe: true });
  /** Event and range the draft was begun on. */
  #draftFor = "";
  /** Note to give the keyboard to, once it is on the page; empty for none. */
  #focus = "";

  constructor() {
    super();
    this.draft = null;
    hearPageActions(this, (action) => this.#onAction(action));
  }

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined || app.store.row.get() < 0) return html``;
    const { notes, store } = app;
    const row = store.row.get();
    const shown = this.#shown(app, row);
    const mark = notes.marks.get().get(row);
    const canWrite = notes.trace.get() !== "";
    if (this.#draftFor !== this.#subject(app)) this.#drop();
    const isMarked = mark?.bookmarked === true;
    return html`<div class="bar">
        <button class="tool" aria-pressed=${String(isMarked)} title=${`${isMarked ? "Take the bookmark away" : "Bookmark this event"} (b)`} ?disabled=${!canWrite} @click=${() => void notes.toggleBookmark()}><i aria-hidden="true">${isMarked ? "★" : "☆"}</i>bookmark</button>
        <button class="tool" title="Write a note on this event (.)" ?disabled=${!canWrite} @click=${() => this.#begin(app, "event")}><i aria-hidden="true">✎</i>note</button>
        ${store.filters.get().range === null ? nothing : html`<button class="tool" title="Write a note on the time range that is chosen (,)" ?disabled=${!canWrite} @click=${() => this.#begin(app, "range")}><i aria-hidden="true">↔</i>note on the range</button>`}
        ${notes.deleted.get().length === 0 ? nothing : html`<button class="tool" title="Bring back what was deleted last" @click=${() => notes.undo()}><i aria-hidden="true">↶</i>bring back</button>`}
      </div>
      ${repeat(shown.slice(-MOST_SHOWN), ({ id }) => id, (note) => this.#note(app, note))}
      ${shown.length > MOST_SHOWN ? html`<p class="more">${countOf(shown.length - MOST_SHOWN, "older note")} more: <button class="link" @click=${() => store.lens.set("notes")}>all notes</button></p>` : nothing}`;
  }

  /** Notes on the event, then those on the range. A draft stands where it will stand as a note: an element that is moved loses the keyboard. */
  #shown({ notes }: App, row: number): Shown[] {
    const { draft } = this;
    const withDraft = (on: Shown["on"], written: readonly (NoteEntry | RangeEntry)[]): Shown[] => {
      const shown = written.map(({ id, text, by }) => ({ id, on, text, by }));
      return draft?.on === on && written.every(({ id }) => id !== draft.id) ? [...shown, draft] : shown;
    };
    return [...withDraft("event", notes.notesOf(row)), ...withDraft("range", notes.rangeNotes.get())];
  }

  protected override updated(): void {
    if (this.#focus === "") return;
    const field = [...this.renderRoot.querySelectorAll("textarea")].find(({ id }) => id === this.#focus);
    this.#focus = "";
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }

  #note(app: App, { id, on, text, by }: Shown): TemplateResult {
    const what = on === "event" ? "this event" : rangeText(app);
    const remove = (): void => {
      this.draft = null;
      app.notes.remove(id);
    };
    return html`<div class="note">
      <div class="head"><span>${on === "event" ? "✎ note" : `↔ ${what}`}${by === "" ? nothing : html` by <b dir="auto">${by}</b>`}</span><span class="grow"></span><button class="tool" @click=${remove}>delete</button></div>
      <textarea id=${id} dir="auto" rows="2" maxlength=${LONGEST_NOTE} aria-label="Note on ${what}" placeholder="What did you find? Plain text, kept beside the trace." .value=${text} @input=${(event: Event) => this.#write(app, id, textOf(event))} @blur=${(event: Event) => leave(app, id, textOf(event))} @keydown=${this.#onKey}></textarea>
    </div>`;
  }

  #write(app: App, id: string, text: string): void {
    const { draft } = this;
    if (draft?.id !== id) return app.notes.rewrite(id, text);
    this.draft = { ...draft, text };
    if (draft.text === "" && text !== "") void this.#add(app, { ...draft, text });
  }

  /** With its first letter a draft becomes a note. */
  async #add({ notes, store }: App, { id, on, text }: Shown): Promise<void> {
    const isWritten = on === "event" ? await notes.addNote(id, store.row.get(), text) : notes.addRangeNote(id, text);
    if (!isWritten || this.draft?.id !== id) return;
    notes.rewrite(id, this.draft.text);
    this.draft = null;
  }

  #begin(app: App, on: Shown["on"]): void {
    if (on === "range" && app.store.filters.get().range === null) {
      app.store.announcement.set("Choose a time range on the timeline first");
      return;
    }
    const mine = on === "event" ? app.notes.notesOf(app.store.row.get()) : app.notes.rangeNotes.get();
    const author = app.store.preferences.get().author;
    const known = mine.find(({ by }) => by === author);
    this.#focus = known?.id ?? app.notes.newId();
    this.#draftFor = this.#subject(app);
    this.draft = known === undefined ? { id: this.#focus, on, text: "", by: author } : null;
    this.requestUpdate();
  }

  #drop(): void {
    this.draft = null;
    this.#draftFor = "";
  }

  #subject({ store }: App): string {
    return `${store.row.get()} ${store.filters.get().range?.join(" ") ?? ""}`;
  }

  /** Esc and Ctrl+Enter lead back to the events. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    event.stopPropagation();
    (event.target as HTMLElement).blur();
    this.#drop();
    window.dispatchEvent(new PageActionEvent("focus-events"));
  };

  #onAction(action: PageAction): void {
    const app = this.#app.value;
    if (app === undefined) return;
    if (action === "write-note") this.#begin(app, "event");
    if (action === "write-range-note") this.#begin(app, "range");
  }
}

function textOf(event: Event): string {
  return (event.target as HTMLTextAreaElement).value;
}

/** A note left empty is none. */
function leave({ notes }: App, id: string, text: string): void {
  if (text.trim() === "") notes.remove(id);
  else notes.rewrite(id, text);
}

/** The range that is chosen, in words. */
function rangeText({ store }: App): string {
  const run = store.runRow.get();
  const [from, to] = store.filters.get().range ?? [0, 0];
  const offset = (unixUs: number): number => (unixUs - (run?.startUnixUs ?? 0)) / 1000;
  return `${formatRange(offset(from), offset(to), offsetStep(run?.durationMs ?? 0))}, ${formatDuration((to - from) / 1000)}`;
}

customElements.define("note-strip", NoteStrip);
