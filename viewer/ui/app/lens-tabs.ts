import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyLabel } from "../../model/commands.ts";
import { cssProps } from "../kit/css-props.ts";
import { base } from "../kit/tokens.ts";
import { LENSES, lensKeys } from "./lenses.ts";

/** A person chose a lens. */
export class LensSelectEvent extends Event {
  static readonly type = "lens-select";
  readonly lens: string;
  constructor(lens: string) {
    super(LensSelectEvent.type);
    this.lens = lens;
  }
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/**
 * The tabs of all lenses. Where they do not fit, the row scrolls with the chosen one in sight, and a list names them all.
 *
 * @fires lens-select
 */
class LensTabs extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; min-width: 0; height: 34px; border-bottom: 1px solid var(--line); }
      .tabs { flex: 1; display: flex; gap: 2px; min-width: 0; padding: 0 8px; overflow: auto hidden; scrollbar-width: none; }
      button { border: 0; background: none; white-space: nowrap; }
      .tabs button { padding: 0 9px; border-bottom: 2px solid transparent; color: var(--text-2); }
      .tabs button:hover { color: var(--text); }
      .tabs button[aria-selected="true"] { color: var(--text); font-weight: 600; border-bottom-color: var(--accent); }
      .tabs button:focus-visible { outline-offset: -2px; }
      .num { font-weight: 400; font-size: 12px; color: var(--text-2); font-variant-numeric: tabular-nums; }
      .all { flex: none; width: 30px; color: var(--text-2); border-inline-start: 1px solid var(--line); }
      .all:hover { background: var(--bg-hover); color: var(--text); }
      .list { position: fixed; inset: auto; top: var(--top, 0); left: var(--left, 0); width: 240px; margin: 0; padding: 4px; border: 1px solid var(--line-strong); border-radius: 6px; color: var(--text); background: var(--bg-raised); box-shadow: 0 8px 28px rgb(0 0 0 / 0.22); }
      .list button { display: flex; align-items: center; gap: 8px; width: 100%; height: 28px; padding: 0 8px; border-radius: 4px; text-align: start; }
      .list button:hover { background: var(--bg-hover); }
      .list button[aria-current="true"] { background: var(--bg-selected); font-weight: 600; }
      .list span:first-child { flex: 1; }
    `,
  ];
  static override properties = { chosen: {}, counts: { attribute: false }, place: { state: true } };
  /** Id of the lens shown. */
  declare chosen: string;
  /** Figure beside each title, in the order of the table. */
  declare counts: readonly string[];
  declare private place: { readonly top: number; readonly left: number };

  constructor() {
    super();
    this.chosen = "";
    this.counts = [];
    this.place = { top: 0, left: 0 };
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("chosen")) this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  protected override render(): TemplateResult {
    return html`<div class="tabs" role="tablist" aria-label="Lenses" @keydown=${this.#onKey}>${LENSES.map((lens, at) => this.#tab(lens.id, lens.title, at))}</div>
      <button class="all" title="All lenses" aria-label="All lenses" aria-haspopup="true" popovertarget="list">▾</button>
      <div class="list" id="list" popover ${cssProps({ "--top": `${this.place.top}px`, "--left": `${this.place.left}px` })} @beforetoggle=${this.#onToggle}>
        ${LENSES.map((lens, at) => html`<button aria-current=${String(lens.id === this.chosen)} @click=${() => this.#choose(lens.id)}><span>${lens.title}</span><span class="num">${this.counts[at] ?? ""}</span><kbd>${keyLabel(lensKeys(at)[0] ?? "", false)}</kbd></button>`)}
      </div>`;
  }

  #tab(id: string, title: string, at: number): TemplateResult {
    const isChosen = id === this.chosen;
    const count = this.counts[at] ?? "";
    return html`<button role="tab" tabindex=${isChosen ? 0 : -1} aria-selected=${String(isChosen)} title=${`${title} (${lensKeys(at).join(" or ")})`} @click=${() => this.#choose(id)}>
      ${title}${count === "" ? nothing : html` <span class="num">${count}</span>`}
    </button>`;
  }

  #choose(id: string): void {
    this.renderRoot.querySelector<HTMLElement>("#list")?.hidePopover();
    this.dispatchEvent(new LensSelectEvent(id));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const step = Object.hasOwn(STEPS, event.key) ? (STEPS[event.key] ?? 0) : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = LENSES.findIndex((lens) => lens.id === this.chosen);
    const next = Math.abs(step) === 1 ? (at + step + LENSES.length) % LENSES.length : step < 0 ? 0 : LENSES.length - 1;
    this.#choose(LENSES[next]?.id ?? this.chosen);
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus());
  };

  readonly #onToggle = (): void => {
    const box = this.renderRoot.querySelector(".all")?.getBoundingClientRect();
    if (box !== undefined) this.place = { top: box.bottom + 2, left: Math.max(4, box.right - 240) };
  };
}

customElements.define("lens-tabs", LensTabs);
