import { html, nothing, type TemplateResult } from "lit";
import type { Comparison, ContextLine, Difference, PairDetail, ValueChange } from "../../engine/contracts/compare.ts";
import { formatCount } from "../../model/text.ts";
import { STATE_SIGNS } from "./line-view.ts";

const SIGNS: Readonly<Record<ContextLine["side"], string>> = { both: "", left: "−", right: "+", changed: "≈" };
const RANKED = 8;
const MOST_EQUAL = 3;

/** The differences that are likely to matter most, to jump to. */
export function rankedDifferences(comparison: Comparison, active: number, goTo: (difference: Difference) => void): TemplateResult {
  const { differences, differencesTotal } = comparison;
  if (differences.length === 0) return html`<h3>Differences</h3><p class="dim">None: the two runs did the same, step for step.</p>`;
  return html`<h3>What differs most <span class="num">${differencesTotal > RANKED ? `${RANKED} of ${formatCount(differencesTotal)}` : ""}</span></h3>
    <ol class="ranked">
      ${differences.slice(0, RANKED).map(
        (difference, index) => html`<li><button aria-pressed=${String(difference.line === active)} title=${`Weight ${difference.weight.toFixed(2)} of 1`} @click=${() => goTo(difference)}>
          <span class="dim num">${index + 1}</span><b aria-hidden="true">${STATE_SIGNS[difference.state].sign}</b><span class="clip">${difference.what}</span><small class="clip">${STATE_SIGNS[difference.state].said} · ${difference.why}</small>
        </button></li>`,
      )}
    </ol>`;
}

/** What one line holds on either side, and what the model had seen before it. */
export function pairView(pair: PairDetail): TemplateResult {
  return html`<h3>What it holds ${pair.changesTotal > pair.changes.length ? html`<span class="num">first ${pair.changes.length} of ${formatCount(pair.changesTotal)}</span>` : nothing}</h3>
    ${pair.changes.length === 0 ? html`<p class="dim">The same on both sides, to the last character.</p>` : pair.changes.map(changeView)} ${contextView(pair)}`;
}

function changeView(change: ValueChange): TemplateResult {
  return html`<div class="change">
    <span class="path">${change.pointer === "" ? "whole" : change.pointer.slice(1).replaceAll("/", " › ")}</span>
    <span class="values">${change.words.length > 0 ? change.words.map(({ side, text }) => (side === "both" ? text : side === "left" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`)) : html`${change.left === null ? nothing : html`<del>${change.left}</del>`} ${change.right === null ? nothing : html`<ins>${change.right}</ins>`}`}</span>
  </div>`;
}

function contextView({ context }: PairDetail): TemplateResult | typeof nothing {
  const { left, right, messages, settings } = context;
  if (left === null || right === null) return html`<h3>What the model saw</h3><p class="dim">No request to a model was recorded ${left === null && right === null ? "in either run" : left === null ? "on the left" : "on the right"} before this step.</p>`;
  const changed = messages.filter(({ side }) => side !== "both");
  return html`<h3>What the model saw</h3>
    <p>${left.messages === right.messages ? `${formatCount(left.messages)} messages in both` : `${formatCount(left.messages)} / ${formatCount(right.messages)} messages`}, ${changed.length === 0 ? html`<b>equal</b>` : html`<b>${formatCount(changed.length)} differ</b>`}${settings.length === 0 ? "; settings and tools equal." : "; settings or tools differ."}</p>
    ${settings.map(changeView)} ${changed.length === 0 ? nothing : html`<div class="context">${nearChanges(messages).map(contextLine)}</div>`}`;
}

/** Messages that differ with a few equal ones before them. */
function nearChanges(messages: readonly ContextLine[]): readonly ContextLine[] {
  return messages.filter((_, index) => messages.slice(index, index + MOST_EQUAL).some(({ side }) => side !== "both"));
}

function contextLine({ side, role, left, right }: ContextLine): TemplateResult {
  return html`<div><span aria-label=${side}>${SIGNS[side]}</span><span class="dim">${role}</span><span class="said" title=${left}>${side === "left" ? html`<del>${left}</del>` : left}</span><span class="said" title=${right}>${side === "right" ? html`<ins>${right}</ins>` : right}</span></div>`;
}
