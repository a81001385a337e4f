import { html, nothing, type TemplateResult } from "lit";
import type { AgentsInfo, DebateTurn } from "../../engine/contracts/agents.ts";
import { arrowOf } from "../../model/agents.ts";
import { formatCount } from "../../model/text.ts";
import { eventNumber, type InsightActions } from "../insights/parts.ts";
import { policyChanges } from "./lanes-view.ts";

/** Messages on one page of the debate. */
export const DEBATE_PAGE = 30;

/** A page of the dialogue. */
export interface DebateInput {
  readonly info: AgentsInfo;
  readonly turns: readonly DebateTurn[];
  /** Place of the first message of the page. */
  readonly at: number;
  readonly page: (at: number) => void;
  readonly actions: InsightActions;
}

/** The dialogue as a debate: who says what to whom, to what end, and under which instructions. */
export function debateView({ info, turns, at, page, actions }: DebateInput): TemplateResult {
  const total = info.messages.rows.length;
  const last = Math.min(total, at + DEBATE_PAGE);
  return html`<div class="pages"><button class="button" ?disabled=${at <= 0} @click=${() => page(Math.max(0, at - DEBATE_PAGE))}>‹ Earlier</button><span class="num">${formatCount(at + 1)}–${formatCount(last)} of ${formatCount(total)} messages</span><button class="button" ?disabled=${last >= total} @click=${() => page(at + DEBATE_PAGE)}>Later ›</button></div>
    ${turns.map((turn, index) => turnView(info, turn, { at: at + index, actions }))}`;
}

function turnView(info: AgentsInfo, { event, goal, content, isCut }: DebateTurn, { at, actions }: { readonly at: number; readonly actions: InsightActions }): TemplateResult {
  const { from, to, form, implied } = arrowOf(info.messages, at);
  const name = (place: number): string => info.speakers[place]?.name || "somebody";
  return html`<article class="turn" aria-current=${String(event.row === actions.row)}>
    <div class="speaker"><b>${name(from)}</b>${from === to ? nothing : html`<span class="dim">${form === "said" ? "to" : `${form} to`} ${name(to)}${implied ? " (spoke next)" : ""}</span>`}<span>${eventNumber(event, actions)}</span></div>
    <div>${ruleView(info, at)}${goal === "" ? nothing : html`<p class="goal"><b>Goal:</b> ${goal}</p>`}<div class="words" dir="auto" tabindex="0" role="region" aria-label=${`Words of ${name(from)}, event ${event.number}`}>${content || html`<span class="dim">(nothing said)</span>`}${isCut ? html` <span class="dim">… (cut; the event holds the rest)</span>` : nothing}</div></div>
  </article>`;
}

/** The policy in force, where it is not that of the speaker's message before. */
function ruleView({ messages, policies }: AgentsInfo, at: number): TemplateResult | typeof nothing {
  const policy = policies[messages.policy[at] ?? -1];
  if (policy === undefined) return nothing;
  const speaker = messages.from[at];
  const before = messages.from.subarray(0, at).lastIndexOf(speaker ?? -1);
  if (before >= 0 && messages.policy[before] === messages.policy[at]) return nothing;
  const changes = policyChanges(policy);
  return html`<p class="rule">Prompt policy <b>${policy.name}</b>${before < 0 ? " in force" : " from here on"}${changes === "" ? nothing : html`: ${changes}`}</p>`;
}
