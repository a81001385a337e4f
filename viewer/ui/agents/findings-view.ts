import { html, nothing, type TemplateResult } from "lit";
import type { AgentsInfo, EscalationInfo, IgnoredInfo, LostInfo, PingPongInfo, ShiftInfo } from "../../engine/contracts/agents.ts";
import { countOf } from "../../model/text.ts";
import { eventLink, eventNumber, type InsightActions } from "../insights/parts.ts";

/** What goes wrong between agents, kind by kind. */
export function findingsView(info: AgentsInfo, actions: InsightActions): TemplateResult {
  const { lost, unchecked, shifts, escalations, pingPongs, ignored } = info;
  return html`${part("Lost at a handoff", lost, (found) => lostView(found, actions))}
    ${unchecked === 0 ? nothing : html`<p class="note">${countOf(unchecked, "handoff")} could not be checked: what the receiver got was not recorded.</p>`}
    ${part("Stance shifts", shifts, (found) => shiftView(found, actions))}
    ${part("Escalations", escalations, (found) => escalationView(found, actions))}
    ${part("Ping-pong", pingPongs, (found) => pingPongView(found, actions))}
    ${part("Not taken up", ignored, (found) => ignoredView(found, actions))}`;
}

/** How many things went wrong between agents. */
export function findingsCount({ lost, shifts, escalations, pingPongs, ignored }: AgentsInfo): number {
  return lost.length + shifts.length + escalations.length + pingPongs.length + ignored.length;
}

function part<T>(title: string, found: readonly T[], view: (one: T) => TemplateResult): TemplateResult {
  return html`<h3>${title} <span class="num">${found.length}</span></h3>${found.length === 0 ? html`<p class="note">None found.</p>` : found.map((one) => html`<article class="finding">${view(one)}</article>`)}`;
}

function lostView({ handoff, from, to, things, thingsTotal }: LostInfo, actions: InsightActions): TemplateResult {
  return html`<p><b>${from}</b> hands over to <b>${to}</b> in ${eventNumber(handoff, actions)}; these stand in what ${from} was told and in nothing that ${to} got:</p>
    <div class="things">${things.map(({ thing, stood }) => html`<span><span class="thing">${thing}</span> ${eventNumber(stood, actions)}</span>`)}${more(thingsTotal, things.length)}</div>`;
}

function shiftView({ speaker, before, after, was, is, following, cause }: ShiftInfo, actions: InsightActions): TemplateResult {
  const between = { "peer disagreement": "after somebody disagreed", "new evidence": "after something new was found or said", spontaneous: "by itself: nobody disagreed and nothing new came up" }[following];
  return html`<p><b>${speaker}</b> ${was} ${eventNumber(before, actions)} → ${is} ${eventNumber(after, actions)}, ${between}${cause === null ? "" : ":"}</p>${cause === null ? nothing : eventLink(cause, actions)}`;
}

function escalationView({ onset, peak, pressure, signs, signsTotal }: EscalationInfo, actions: InsightActions): TemplateResult {
  return html`<p>Builds up from ${eventNumber(onset, actions)} to ${eventNumber(peak, actions)}, pressure ${pressure.toFixed(1)} (an escalation from 2.5; half fades in ten steps).</p>
    <div class="things">${signs.map(({ event, says }) => html`<span><span class="thing">${says}</span> ${eventNumber(event, actions)}</span>`)}${more(signsTotal, signs.length)}</div>`;
}

function pingPongView({ one, other, passes, events }: PingPongInfo, actions: InsightActions): TemplateResult {
  return html`<p><b>${one}</b> ⇄ <b>${other}</b>: ${passes} messages with nothing new</p><div class="things">${events.map((event) => eventNumber(event, actions))}${more(passes, events.length)}</div>`;
}

function ignoredView({ event, by, things }: IgnoredInfo, actions: InsightActions): TemplateResult {
  return html`<p><b>${by}</b> never uses what was new in ${eventNumber(event, actions)}:</p><div class="things">${things.map((thing) => html`<span class="thing">${thing}</span>`)}</div>${eventLink(event, actions)}`;
}

function more(total: number, shown: number): TemplateResult | typeof nothing {
  return total > shown ? html`<span class="dim">and ${total - shown} more</span>` : nothing;
}
