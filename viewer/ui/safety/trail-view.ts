import { html, nothing, type TemplateResult } from "lit";
import type { ChainInfo, SafetyInfo, SafetyVerdict, TrailEntry } from "../../engine/contracts/safety.ts";
import { chainText, filterTrail, SAFETY_FILTERS, VERDICT_SIGNS, type SafetyFilter } from "../../model/safety.ts";
import { formatCount } from "../../model/text.ts";
import { kindMark } from "../kit/kind-mark.ts";
import "../kit/virtual-list/row-list.ts";
import type { RowChooseEvent } from "../kit/virtual-list/row-list.ts";

/** What the trail needs. */
export interface TrailInput {
  readonly info: SafetyInfo;
  readonly shown: readonly TrailEntry[];
  readonly filter: SafetyFilter;
  readonly choose: (filter: SafetyFilter) => void;
  readonly chain: ChainInfo | null;
  readonly row: number;
  readonly goTo: (row: number) => void;
}

/** Every act and every word about it, in order. */
export function trailView({ info, shown, filter, choose, chain, row, goTo }: TrailInput): TemplateResult {
  const head = html`<span class="cell at" role="columnheader">event</span><span class="cell act" role="columnheader">act</span><span class="cell policy" role="columnheader">policy</span><span class="cell says" role="columnheader">verdict</span><span class="cell because" role="columnheader">because</span>`;
  const onChoose = (event: RowChooseEvent): void => goTo(shown[event.index]?.row ?? -1);
  return html`<div class="filters" role="group" aria-label="Show">
      ${SAFETY_FILTERS.map(({ id, title }) => {
        const count = filterTrail(info.entries, id).length;
        return count === 0 && id !== "all" && id !== filter ? nothing : html`<button class="chip ${id === "none" && count > 0 ? "alarm" : ""}" aria-pressed=${String(id === filter)} @click=${() => choose(id)}>${id === "none" ? "! " : nothing}${title} <span class="num">${formatCount(count)}</span></button>`;
      })}
      ${chain === null ? html`<span class="chain">checking the chain…</span>` : chainView(chain, goTo)}
    </div>
    ${shown.length === 0 ? html`<div class="answer-none" role="status">${info.entries.length === 0 ? "This run calls no tool, and no guard, person or model stopped anything." : "Nothing of that kind in this run."}</div>` : html`<row-list label="Safety trail" .count=${shown.length} .active=${shown.findIndex((entry) => entry.row === row)} .head=${head} .line=${(index: number) => entryView(shown[index])} .classOf=${(index: number) => (isGap(shown[index]) ? "bad" : "")} .drawn=${shown} @row-choose=${onChoose}></row-list>`}`;
}

/** True for calls that nobody judged and that may change something. */
function isGap(entry: TrailEntry | undefined): boolean {
  return entry?.verdict === "none" && entry.kind === "call" && entry.effect !== "read";
}

function entryView(entry: TrailEntry | undefined): TemplateResult {
  if (entry === undefined) return html``;
  const { number, eventKind, outcome, kind, act, policy, verdict, because } = entry;
  return html`<span class="cell at num" role="gridcell">#${number} ${kindMark(eventKind, outcome)}</span><span class="cell act" role="gridcell" title=${act} dir="auto">${kind === "wanted" ? html`<span class="dim">wanted </span>` : nothing}${act}</span><span class="cell policy" role="gridcell" title=${policy}>${policy || "–"}</span><span class="cell says" role="gridcell">${verdictView(verdict)}</span><span class="cell because" role="gridcell" title=${because} dir="auto">${because}</span>`;
}

/** A verdict by sign, word and colour. */
export function verdictView(verdict: SafetyVerdict): TemplateResult {
  const { sign, tone } = VERDICT_SIGNS[verdict];
  return html`<span class="tone ${tone}"><span aria-hidden="true">${sign}</span> ${verdict}</span>`;
}

function chainView(chain: ChainInfo, goTo: (row: number) => void): TemplateResult {
  const { broken } = chain;
  if (broken === null) return html`<span class="chain">${chainText(chain)}${chain.state === "unbroken" ? " ✓" : nothing}</span>`;
  return html`<span class="chain broken" role="alert" title=${broken.says}>✕ ${broken.row < 0 ? chainText(chain) : html`<button class="link" @click=${() => goTo(broken.row)}>${chainText(chain)}</button>`}</span>`;
}
