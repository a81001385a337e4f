import { css, html, nothing, type TemplateResult } from "lit";
import { labelOf } from "../../model/event-row.ts";
import { countOf, formatCount } from "../../model/text.ts";
import { kindMark } from "../kit/kind-mark.ts";

/** What the row of chips shows and tells. */
export interface KindChipsInput {
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  readonly hiddenKinds: readonly string[];
  /** Events a filter hides; folded ones are not counted. */
  readonly hidden: number;
  readonly folded: number;
  readonly onHide: (hiddenKinds: readonly string[]) => void;
  readonly onShowAll: () => void;
  readonly onFoldAll: (fold: boolean) => void;
}

/** A chip for each kind with its count; click hides or shows it, Alt-click leaves only it. */
export function kindChips(input: KindChipsInput): TemplateResult {
  return html`<div class="chips" role="toolbar" aria-label="Kinds of event">
    <div class="kinds">${input.kinds.map((entry) => chip(entry, input))}</div>
    <div class="side">
      ${input.hidden === 0 ? nothing : html`<span class="dim" role="status">${formatCount(input.hidden)} hidden</span><button class="link" @click=${input.onShowAll}>show all</button>`}
      ${input.folded === 0 ? nothing : html`<span class="dim">${formatCount(input.folded)} folded</span>`}
      <button class="icon" title="Collapse all" aria-label="Collapse all" @click=${() => input.onFoldAll(true)}>⊟</button>
      <button class="icon" title="Expand all" aria-label="Expand all" @click=${() => input.onFoldAll(false)}>⊞</button>
    </div>
  </div>`;
}

function chip(entry: { readonly kind: string; readonly count: number }, input: KindChipsInput): TemplateResult {
  const { kind, count } = entry;
  const shown = !input.hiddenKinds.includes(kind);
  const name = labelOf(kind);
  return html`<button
    class="chip"
    aria-pressed=${String(shown)}
    title=${`${name}, ${countOf(count, "event")}: ${shown ? "click hides them" : "click shows them"}, Alt-click shows only these`}
    @click=${(event: MouseEvent) => input.onHide(hiddenAfter(kind, event.altKey, input))}
  >
    ${kindMark(kind)}<span>${name}</span><b>${formatCount(count)}</b>
  </button>`;
}

function hiddenAfter(kind: string, only: boolean, input: KindChipsInput): readonly string[] {
  const hidden = new Set(input.hiddenKinds);
  if (only) {
    const others = input.kinds.map((entry) => entry.kind).filter((other) => other !== kind);
    const alreadyOnly = !hidden.has(kind) && others.every((other) => hidden.has(other));
    return alreadyOnly ? [] : others;
  }
  if (!hidden.delete(kind)) hidden.add(kind);
  return [...hidden];
}

/** Looks of the chips. */
export const kindChipsStyles = css`
  .chips {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding: 6px 12px;
    border-bottom: 1px solid var(--line);
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    max-height: 50px;
    overflow: auto;
    scrollbar-width: thin;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    height: 22px;
    padding: 0 8px 0 3px;
    border: 1px solid transparent;
    border-radius: 11px;
    background: var(--bg-selected);
    color: var(--text);
    font: inherit;
    font-size: 12px;
    white-space: nowrap;
    cursor: pointer;
  }
  .chip b {
    font-weight: 400;
    font-variant-numeric: tabular-nums;
    color: var(--text-2);
  }
  .chip[aria-pressed="false"] {
    background: transparent;
    border-color: var(--line);
    color: var(--text-2);
    text-decoration: line-through;
    text-decoration-color: var(--text-3);
  }
  .chip[aria-pressed="false"] .k {
    opacity: 0.55;
  }
  .chip:hover {
    border-color: var(--line-strong);
  }
  .side {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 22px;
    margin-left: auto;
    white-space: nowrap;
    font-size: 12px;
  }
  .dim {
    color: var(--text-2);
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    color: var(--accent);
    text-decoration: underline;
    cursor: pointer;
  }
  .icon {
    width: 22px;
    height: 22px;
    padding: 0;
    border: 0;
    border-radius: 3px;
    background: none;
    font: 15px/1 var(--font);
    color: var(--text-2);
    cursor: pointer;
  }
  .icon:hover {
    background: var(--bg-hover);
    color: var(--text);
  }
  button:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
`;
