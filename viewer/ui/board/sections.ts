import { html, type TemplateResult } from "lit";

/** What a section of the board needs of the lens. */
export interface BoardActions {
  readonly run: number | null;
  readonly titleOf: (run: number) => string;
  readonly outcomeOf: (run: number) => string;
  readonly select: (run: number) => void;
  /** Lays two runs side by side. */
  readonly compare: (left: number, right: number) => void;
  readonly goTo: (row: number) => void;
  /** Shows only these runs in the list of runs. */
  readonly filter: (runs: readonly number[]) => void;
}

/** The runs of a cell as marks to press. */
export function runMarks(runs: readonly number[], { run: active, titleOf, outcomeOf, select }: BoardActions): TemplateResult {
  return html`<span class="runs">${runs.map((run) => {
    const outcome = outcomeOf(run);
    const [look, sign] = outcome === "passed" || outcome === "ok" ? ["good", "✓"] : outcome === "failed" || outcome === "error" ? ["bad", "✕"] : ["open", "…"];
    return html`<button class=${look} aria-current=${String(run === active)} title=${`${titleOf(run)}: ${outcome}`} aria-label=${`${titleOf(run)}, ${outcome}`} @click=${() => select(run)}>${sign}</button>`;
  })}</span>`;
}
