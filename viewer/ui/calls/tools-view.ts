import { html, nothing, type TemplateResult } from "lit";
import type { CallsInfo, ToolUse } from "../../engine/contracts/calls.ts";
import { countOf, formatCount, formatDuration } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import type { CallsActions } from "./llm-view.ts";

/** Every tool: how often, how long, how often it failed, with which arguments. */
export function toolsView({ tools }: CallsInfo, actions: CallsActions): TemplateResult {
  return html`${tools.map((tool) => toolView(tool, actions))}`;
}

function toolView(use: ToolUse, { goTo }: CallsActions): TemplateResult {
  const share = use.calls === 0 ? 0 : Math.round((use.failures / use.calls) * 100);
  return html`<section>
    <h3>${use.tool} <span class="dim num">${countOf(use.calls, "call")}</span>${use.failures > 0 ? html`<span class="bad num">✕ ${formatCount(use.failures)} failed (${share} %)</span>` : nothing}${use.unanswered > 0 ? html`<span class="num">${formatCount(use.unanswered)} without a result</span>` : nothing}${use.repeats > 0 ? html`<span class="num" title="Calls with the very arguments of an earlier one">${formatCount(use.repeats)} repeated</span>` : nothing}</h3>
    ${use.p50Ms === null ? html`<p class="dim">No call says how long it took.</p>` : times(use, goTo)}
    ${use.arguments.length === 0 ? nothing : html`<h4>Arguments</h4><div class="links">${use.arguments.map(({ name, calls, values }) => html`<span><code>${name}</code> <span class="dim num">in ${formatCount(calls)}, ${countOf(values, "value")}</span></span>`)}</div>`}
    ${use.failed.length === 0 ? nothing : html`<h4>Failures</h4>${use.failed.map(({ row, says }) => html`<div class="clip"><button class="link" @click=${() => goTo(row)}>${says}</button></div>`)}`}
  </section>`;
}

function times(use: ToolUse, goTo: (row: number) => void): TemplateResult {
  const most = Math.max(1, ...use.histogram);
  const label = `${countOf(use.calls, "call")} between ${formatDuration(use.histogramFromMs)} and ${formatDuration(use.histogramToMs)}; half below ${formatDuration(use.p50Ms ?? 0)}, 95 % below ${formatDuration(use.p95Ms ?? 0)}`;
  return html`<div class="histogram" role="img" aria-label=${label}>${use.histogram.map((count) => html`<i ${cssProps({ height: `${(count / most) * 100}%` })}></i>`)}</div>
    <div class="axis num"><span>${formatDuration(use.histogramFromMs)}</span><span>p50 ${formatDuration(use.p50Ms ?? 0)} · p95 ${formatDuration(use.p95Ms ?? 0)} · ${formatDuration(use.totalMs)} in all</span><span>${formatDuration(use.histogramToMs)}</span></div>
    <div class="links">slowest ${use.slowest.map(({ row, ms }) => html`<button class="link num" @click=${() => goTo(row)}>${formatDuration(ms)}</button>`)}</div>`;
}
