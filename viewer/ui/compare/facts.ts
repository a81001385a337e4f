import { html, type TemplateResult } from "lit";
import type { ComparedFact, Comparison } from "../../engine/contracts/compare.ts";
import { shortened } from "../../../format/shorten.ts";
import { formatCost, formatCount, formatDuration } from "../../model/text.ts";

const LONGEST = 40;

function shown(value: number | string | null, unit: ComparedFact["unit"]): string {
  if (value === null || value === "") return "–";
  if (typeof value === "string") return shortened(value, LONGEST);
  if (unit === "ms") return formatDuration(value);
  if (unit === "usd") return formatCost(value);
  return unit === "share" ? `${Math.round(value * 100)} %` : formatCount(value);
}

/** What is set side by side above the lines: where the runs part first, then every fact that differs, then those that do not. */
export function factsStrip(comparison: Comparison): TemplateResult {
  const { facts, firstDifference, left, state } = comparison;
  const sorted = facts.toSorted((a, b) => Number(a.left === a.right) - Number(b.left === b.right));
  const before = firstDifference < 0 ? left.length : left.subarray(0, firstDifference).filter((row) => row >= 0).length;
  const same = firstDifference < 0 ? "to the end" : `${formatCount(before)} of ${formatCount(state.length)} lines`;
  return html`<div class="facts" tabindex="0" role="region" aria-label="Facts of the two runs">
    <div class="fact"><span>same until</span><b>${same}</b></div>
    ${sorted.map((fact) => html`<div class="fact" title=${`${fact.name}: ${fact.left ?? "–"} / ${fact.right ?? "–"}`}><span>${fact.name}</span>${fact.left === fact.right ? shown(fact.left, fact.unit) : html`<b>${shown(fact.left, fact.unit)} / ${shown(fact.right, fact.unit)}</b>`}</div>`)}
  </div>`;
}
