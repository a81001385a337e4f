import { html, nothing, type TemplateResult } from "lit";
import type { CallsInfo, LlmCall } from "../../engine/contracts/calls.ts";
import { formatCost, formatCount, formatDuration, formatOffset } from "../../model/text.ts";

const STEP_MS = 100;
const FAILED: ReadonlySet<string> = new Set(["error", "failed", "no answer"]);

/** What the views of this lens need of the page. */
export interface CallsActions {
  /** Row of the event looked at. */
  readonly row: number;
  readonly goTo: (row: number) => void;
}

/** Every call of a model: what it was, how long, how much, and how it ended. */
export function llmView({ llm, llmTotal }: CallsInfo, most: number, actions: CallsActions): TemplateResult {
  const isEstimated = llm.some((call) => call.isEstimated);
  // Where room is short, columns that no call fills give theirs to the answer.
  const has: Columns = { agents: new Set(llm.map(({ agent }) => agent)).size > 1, cached: llm.some(({ tokensCached }) => tokensCached !== null), firstToken: llm.some(({ firstTokenMs }) => firstTokenMs !== null) };
  return html`<table>
      <thead><tr><th scope="col" class="num">at</th><th scope="col">model</th>${has.agents ? html`<th scope="col">agent</th>` : nothing}<th scope="col" class="num">took</th>${has.firstToken ? html`<th scope="col" class="num" title="Time to the first token">first token</th>` : nothing}<th scope="col" class="num">in</th>${has.cached ? html`<th scope="col" class="num">cached</th>` : nothing}<th scope="col" class="num">out</th><th scope="col" class="num">cost</th><th scope="col">answer</th></tr></thead>
      <tbody>${llm.slice(0, most).map((call) => callRow(call, has, actions))}</tbody>
    </table>
    ${isEstimated ? html`<p class="note">≈ worked out from tokens and list prices; the trace does not say.</p>` : nothing}
    ${llmTotal > Math.min(most, llm.length) ? html`<p class="note">The first ${formatCount(Math.min(most, llm.length))} of ${formatCount(llmTotal)}.</p>` : nothing}`;
}

interface Columns {
  readonly agents: boolean;
  readonly cached: boolean;
  readonly firstToken: boolean;
}

function callRow(call: LlmCall, has: Columns, { row, goTo }: CallsActions): TemplateResult {
  return html`<tr aria-selected=${String(row >= 0 && (row === call.request || row === call.response))}>
    <td class="num">${formatOffset(call.offsetMs, STEP_MS)}</td>
    <td>${call.request >= 0 ? html`<button class="link" title="Go to what was asked" @click=${() => goTo(call.request)}>${call.model || "model"}</button>` : call.model || "model"} <span class="dim">${contextText(call)}</span></td>
    ${has.agents ? html`<td>${call.agent}</td>` : nothing}
    <td class="num">${time(call.durationMs)}</td>
    ${has.firstToken ? html`<td class="num">${time(call.firstTokenMs)}</td>` : nothing}
    <td class="num">${count(call.tokensIn)}</td>
    ${has.cached ? html`<td class="num">${count(call.tokensCached)}</td>` : nothing}
    <td class="num">${count(call.tokensOut)}</td>
    <td class="num">${call.costUsd === null ? "" : `${call.isEstimated ? "≈ " : ""}${formatCost(call.costUsd)}`}</td>
    ${answerCell(call, goTo)}
  </tr>`;
}

function answerCell(call: LlmCall, goTo: (row: number) => void): TemplateResult {
  const hasFailed = FAILED.has(call.outcome);
  const said = call.asks.length > 0 ? `asks for ${call.asks.join(", ")}` : call.stop || call.outcome || "answer";
  const text = hasFailed ? `✕ ${call.outcome}` : said;
  return html`<td class="grow ${hasFailed ? "bad" : ""}" title=${said}>${call.response >= 0 ? html`<button class="link" title="Go to the answer" @click=${() => goTo(call.response)}>${text}</button>` : text}</td>`;
}

function contextText({ messages, tools }: LlmCall): string {
  return [messages === null ? "" : `${formatCount(messages)} messages`, tools === null ? "" : `${formatCount(tools)} tools`].filter(Boolean).join(", ");
}

function count(value: number | null): string {
  return value === null ? "" : formatCount(value);
}

function time(ms: number | null): string {
  return ms === null ? "" : formatDuration(ms);
}
