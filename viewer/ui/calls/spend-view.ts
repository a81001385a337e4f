import { html, nothing, type TemplateResult } from "lit";
import type { Spend, SpendInfo, Waste } from "../../engine/contracts/calls.ts";
import { countOf, formatCost, formatCount, formatDuration } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import type { CallsActions } from "./llm-view.ts";

const MOST_BARS = 12;

/** What bars are as long as: money where there is any, else time, else tokens. */
type Measure = "costUsd" | "ms" | "tokensIn";

/** Where time, tokens and money went, and what was wasted. */
export function spendView({ total, byModel, byTool, byAgent, isEstimated, waste }: SpendInfo, actions: CallsActions): TemplateResult {
  const measure: Measure = total.costUsd > 0 ? "costUsd" : total.ms > 0 ? "ms" : "tokensIn";
  return html`<div class="totals">
      <div><span>cost</span><b class="num">${total.costUsd > 0 ? `${isEstimated ? "≈ " : ""}${formatCost(total.costUsd)}` : "–"}</b></div>
      <div><span>in models and tools</span><b class="num">${total.ms > 0 ? formatDuration(total.ms) : "–"}</b></div>
      <div><span>tokens in</span><b class="num">${formatCount(total.tokensIn)}</b></div>
      <div><span>tokens out</span><b class="num">${formatCount(total.tokensOut)}</b></div>
      <div><span>calls</span><b class="num">${formatCount(total.calls)}</b></div>
    </div>
    ${isEstimated ? html`<p class="note">≈ worked out from tokens and list prices; the trace does not say.</p>` : nothing}
    ${bars("Models", byModel, measure, "")} ${bars("Tools", byTool, byTool.some(({ costUsd }) => costUsd > 0) ? measure : "ms", "tools")} ${bars("Agents", byAgent, measure, "agents")}
    <section><h3>Wasted</h3>${waste.length === 0 ? html`<p class="dim">Nothing that the trace shows: no failed, repeated or unanswered calls.</p>` : waste.map((part) => wasteView(part, total, actions))}</section>`;
}

function bars(title: string, rows: readonly Spend[], measure: Measure, look: string): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  const most = Math.max(...rows.map((row) => row[measure]), Number.MIN_VALUE);
  return html`<section>
    <h3>${title}</h3>
    <div class="bars ${look}">${rows.slice(0, MOST_BARS).map((row) => html`<span class="clip" title=${row.name}>${row.name}</span><span><i ${cssProps({ width: `${(row[measure] / most) * 100}%` })}></i></span><span class="num">${amounts(row)}</span>`)}</div>
    ${rows.length > MOST_BARS ? html`<p class="dim">and ${formatCount(rows.length - MOST_BARS)} more</p>` : nothing}
  </section>`;
}

function amounts({ costUsd, ms, tokensIn, tokensOut, calls }: Spend): string {
  return [costUsd > 0 ? formatCost(costUsd) : "", ms > 0 ? formatDuration(ms) : "", tokensIn + tokensOut > 0 ? `${formatCount(tokensIn + tokensOut)} tok` : "", countOf(calls, "call")].filter(Boolean).join(" · ");
}

function wasteView({ what, why, events, ms, tokens, costUsd, rows }: Waste, total: Spend, { goTo }: CallsActions): TemplateResult {
  const share = total.costUsd > 0 && costUsd > 0 ? `${Math.round((costUsd / total.costUsd) * 100)} % of the cost` : total.ms > 0 && ms > 0 ? `${Math.round((ms / total.ms) * 100)} % of the time` : "";
  const spent = [costUsd > 0 ? formatCost(costUsd) : "", ms > 0 ? formatDuration(ms) : "", tokens > 0 ? `${formatCount(tokens)} tok` : "", share].filter(Boolean).join(" · ");
  return html`<p><b>${formatCount(events)} ${what}</b> <span class="num">${spent}</span> <span class="dim">${why}</span></p>
    <div class="links">${rows.map((row, index) => html`<button class="link num" aria-label=${`${what}, ${index + 1}`} @click=${() => goTo(row)}>${index + 1}</button>`)}</div>`;
}
