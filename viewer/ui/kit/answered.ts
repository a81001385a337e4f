import { css, html, nothing, type TemplateResult } from "lit";
import type { AnalysisState } from "../../state/analysis-task.ts";

/** How an answer is shown, and what stands in its place where there is none. */
export interface AnsweredInput<T> {
  readonly state: AnalysisState<T>;
  readonly view: (value: T) => unknown;
  /** What to say of an answer that holds nothing to show; null if it holds something. */
  readonly empty?: (value: T) => string | null;
  readonly retry: () => void;
}

/**
 * An answer in its place: the value, or that it is on its way, or why there is none. A failure stands beside the last
 * value and hides nothing else of the page.
 */
export function answered<T>({ state, view, empty, retry }: AnsweredInput<T>): TemplateResult {
  const { value, failure, pending } = state;
  const failed = failure === null ? nothing : html`<div class="answer-failed" role="alert"><p><b>This could not be worked out:</b> ${failure.cause}.</p><p>${failure.next}</p>${failure.detail === undefined ? nothing : html`<p class="dim mono">${failure.detail}</p>`}<button class="button" @click=${retry}>Try again</button></div>`;
  if (value === null) return html`${failed}${failure === null && pending ? html`<div class="answer-waiting" role="status">Working it out…</div>` : nothing}`;
  const none = empty?.(value) ?? null;
  return html`${failed}${none === null ? view(value) : html`<div class="answer-none" role="status">${none}</div>`}`;
}

/** Looks of what stands in an answer's place. The waiting line appears late, so that quick answers do not flash. */
export const answeredStyles = css`
  .answer-waiting, .answer-none { display: grid; place-content: center; min-height: 96px; padding: 24px; text-align: center; color: var(--text-2); }
  .answer-waiting { animation: answer-late 0.3s steps(1, jump-end); }
  .answer-failed { margin: 12px; padding: 10px 12px; border: 1px solid var(--k-error); border-radius: 6px; background: var(--bg-failed); }
  .answer-failed p { margin: 0 0 6px; overflow-wrap: anywhere; }
  @keyframes answer-late { from { visibility: hidden; } to { visibility: visible; } }
`;
