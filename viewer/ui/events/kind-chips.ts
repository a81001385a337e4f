import { css, html, nothing, type TemplateResult } from "lit";
import type { KindGroup } from "../../../format/kinds.ts";
import { groupOf, labelOf } from "../../model/event-row.ts";
import { countOf, formatCount } from "../../model/text.ts";
import { kindMark } from "../kit/kind-mark.ts";

/** What the row of chips shows and tells. */
interface KindChipsInput {
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  readonly hiddenKinds: readonly string[];
  /** Events a filter hides; folded ones are not counted. */
  readonly hidden: number;
  readonly folded: number;
  /** A chip for each kind, not for each family. */
  readonly byKind: boolean;
  readonly onByKind: (byKind: boolean) => void;
  readonly onHide: (hiddenKinds: readonly string[]) => void;
  readonly onShowAll: () => void;
  readonly onFoldAll: (fold: boolean) => void;
}

/** So many kinds have a chip each without being asked for it. */
const FEW_KINDS = 7;

const GROUP_LABELS: Readonly<Record<KindGroup, string>> = { agent: "Agents", decision: "Decisions", llm: "LLM", tool: "Tools", safety: "Safety", error: "Errors", checkpoint: "State" };

/** What one chip stands for. */
interface Chip {
  readonly label: string;
  readonly kinds: readonly string[];
  readonly count: number;
}

/** A chip for each family (or kind) with its count; click hides or shows it, Alt-click leaves only it. */
export function kindChips(input: KindChipsInput): TemplateResult {
  const few = input.kinds.length <= FEW_KINDS;
  const chips = few || input.byKind ? input.kinds.map(({ kind, count }) => ({ label: labelOf(kind), kinds: [kind], count })) : families(input.kinds);
  return html`<div class="chips" role="toolbar" aria-label="Kinds of event">
    <div class="kinds">
      ${chips.map((entry) => chipView(entry, input))}
      ${few ? nothing : html`<button class="link" @click=${() => input.onByKind(!input.byKind)}>${input.byKind ? "fewer" : `all ${input.kinds.length} kinds`}</button>`}
    </div>
    <div class="side">
      ${input.hidden === 0 ? nothing : html`<span class="dim" role="status">${formatCount(input.hidden)} hidden</span><button class="link" @click=${input.onShowAll}>show all</button>`}
      ${input.folded === 0 ? nothing : html`<span class="dim">${formatCount(input.folded)} folded</span>`}
      <button class="icon" title="Collapse all" aria-label="Collapse all" @click=${() => input.onFoldAll(true)}>⊟</button>
      <button class="icon" title="Expand all" aria-label="Expand all" @click=${() => input.onFoldAll(false)}>⊞</button>
    </div>
  </div>`;
}

function families(kinds: KindChipsInput["kinds"]): readonly Chip[] {
  const families = new Map<KindGroup, { readonly kinds: string[]; count: number }>();
  for (const { kind, count } of kinds) {
    const family = families.get(groupOf(kind)) ?? { kinds: [], count: 0 };
    family.kinds.push(kind);
    family.count += count;
    families.set(groupOf(kind), family);
  }
  return Object.entries(GROUP_LABELS).flatMap(([group, label]) => {
    const family = families.get(group as KindGroup);
    return family === undefined ? [] : [{ label, ...family }];
  });
}

function chipView(chip: Chip, input: KindChipsInput): TemplateResult {
  const shown = chip.kinds.filter((kind) => !input.hiddenKinds.includes(kind)).length;
  const pressed = shown === chip.kinds.length ? "true" : shown === 0 ? "false" : "mixed";
  const kinds = chip.kinds.map(labelOf).join(", ");
  return html`<button
    class="chip"
    aria-pressed=${pressed}
    title=${`${kinds}: ${countOf(chip.count, "event")}. ${shown > 0 ? "Click hides them" : "Click shows them"}, Alt-click shows only these`}
    @click=${(event: MouseEvent) => input.onHide(event.altKey ? hiddenForOnly(chip, input) : hiddenAfterToggle(chip, input))}
  >
    ${kindMark(chip.kinds[0] ?? "")}<span>${chip.label}</span><b>${formatCount(chip.count)}</b>
  </button>`;
}

function hiddenAfterToggle(chip: Chip, input: KindChipsInput): readonly string[] {
  const others = input.hiddenKinds.filter((kind) => !chip.kinds.includes(kind));
  const anyShown = chip.kinds.some((kind) => !input.hiddenKinds.includes(kind));
  return anyShown ? [...others, ...chip.kinds] : others;
}

/** Everything else hidden; everything shown again if that is already so. */
function hiddenForOnly(chip: Chip, input: KindChipsInput): readonly string[] {
  const others = input.kinds.map((entry) => entry.kind).filter((kind) => !chip.kinds.includes(kind));
  const isAlready = others.every((kind) => input.hiddenKinds.includes(kind)) && !chip.kinds.some((kind) => input.hiddenKinds.includes(kind));
  return isAlready ? [] : others;
}

/** Looks of the chips. */
export const kindChipsStyles = css`
  .chips {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding: 5px 12px;
    border-bottom: 1px solid var(--line);
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    max-height: 74px;
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
  .chip[aria-pressed="mixed"] {
    background: transparent;
    border: 1px dashed var(--line-strong);
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
