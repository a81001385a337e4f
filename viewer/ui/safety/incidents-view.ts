import { html, nothing, type TemplateResult } from "lit";
import type { EvasionInfo, IncidentInfo, IncidentStep, SafetyInfo } from "../../engine/contracts/safety.ts";
import { gapsText } from "../../model/safety.ts";
import { formatCount } from "../../model/text.ts";
import { eventLink, eventNumber, percent, type InsightActions } from "../insights/parts.ts";

/** From the policy in force to what came of it, incident by incident; then what was tried again after a stop. */
export function incidentsView({ incidents, incidentsTotal, evasions }: SafetyInfo, actions: InsightActions): TemplateResult {
  if (incidents.length === 0 && evasions.length === 0) return html`<div class="answer-none" role="status">No guard, person or model stopped, warned of or refused anything in this run.</div>`;
  return html`${evasions.length === 0 ? nothing : html`<h3>Tried again after a stop <span class="num">${evasions.length}</span></h3>${evasions.map((evasion) => evasionView(evasion, actions))}<h3>Incidents <span class="num">${formatCount(incidentsTotal)}</span></h3>`}
    ${incidents.map((incident) => incidentView(incident, actions))}
    ${incidentsTotal > incidents.length ? html`<p class="note">The first ${incidents.length} of ${formatCount(incidentsTotal)}.</p>` : nothing}`;
}

const TONES: Readonly<Partial<Record<IncidentStep["role"], string>>> = { block: "bad", "failed check": "bad", violation: "bad", denial: "bad", refusal: "bad", retry: "warn", warning: "warn" };

function incidentView({ title, policy, steps, stepsTotal }: IncidentInfo, actions: InsightActions): TemplateResult {
  return html`<article class="incident"><h3>${policy === "" ? nothing : html`${policy}: `}<span dir="auto">${title}</span></h3>
    <ol class="steps">${steps.map(({ role, event }) => html`<li><span class="role ${TONES[role] ?? ""}">${role}</span>${eventLink(event, actions)}</li>`)}</ol>
    ${stepsTotal > steps.length ? html`<p class="note">${formatCount(stepsTotal - steps.length)} more steps.</p>` : nothing}
  </article>`;
}

function evasionView({ blocked, retry, wanted, triedAs, likeness, gotThrough }: EvasionInfo, actions: InsightActions): TemplateResult {
  return html`<article class="evasion"><p>What was stopped at ${eventNumber(blocked, actions)} is tried again at ${eventNumber(retry, actions)}, holding ${percent(likeness)} of it, and <b class="tone ${gotThrough ? "bad" : "good"}">${gotThrough ? "gets through" : "is stopped again"}</b>.</p>
    <div class="mono">${wanted}</div><div class="mono">→ ${triedAs}</div></article>`;
}

/** Calls nobody judged, by tool. */
export function gapsView(info: SafetyInfo, { actions, showCalls }: { readonly actions: InsightActions; readonly showCalls: () => void }): TemplateResult {
  const { tools, none } = info.gaps;
  return html`<p class="note">${gapsText(info)}${none === 0 ? nothing : html` <button class="link" @click=${showCalls}>Show them in the trail</button>`}</p>
    ${tools.length === 0 ? nothing : html`<table><thead><tr><th scope="col">tool</th><th scope="col">does</th><th scope="col" class="num">without a verdict</th><th scope="col" class="num">calls</th><th scope="col">first</th></tr></thead>
    <tbody>${tools.map(({ tool, effect, none: open, calls, first }) => html`<tr><th scope="row">${tool || "(unnamed)"}</th><td><span class="tone ${effect === "write" ? "bad" : "plain"}">${{ write: "! changes", read: "reads", unknown: "? unknown" }[effect]}</span></td><td class="num">${formatCount(open)}</td><td class="num">${formatCount(calls)}</td><td class="wide">${eventLink(first, actions)}</td></tr>`)}</tbody></table>
    <p class="note">What a tool does is guessed from its name. A verdict is a check, a permission, an approval or a refusal that names the call, is named by it, or has the same cause.</p>`}`;
}
