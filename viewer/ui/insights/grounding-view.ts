import { html, nothing, type TemplateResult } from "lit";
import type { ClaimInfo, GroundingInfo, GroundingRate } from "../../engine/contracts/insight.ts";
import { countOf, formatCount } from "../../model/text.ts";
import { eventLink, eventNumber, shareBar, type InsightActions } from "./parts.ts";

/** Whether what agents say stands in what came before it. */
export function groundingView({ run, agents, decisions, claims, claimsTotal }: GroundingInfo, actions: InsightActions): TemplateResult {
  return html`<p class="note">Quotations, numbers, identifiers, evidence and arguments, looked up in everything recorded before them. This says where a thing stands, not whether it is true.</p>
    <table class="rates"><thead><tr><th scope="col">who</th><th scope="col">verifiable</th><th scope="col" class="num">found</th><th scope="col" class="num">altered</th><th scope="col" class="num">not found</th><th scope="col" class="num">not checkable</th></tr></thead>
    <tbody>${rateRow({ ...run, name: "the whole run" })}${agents.length < 2 ? nothing : agents.map((agent) => rateRow(agent))}</tbody></table>
    ${decisions.length === 0 ? nothing : html`<h3>Decisions</h3><table><tbody>${decisions.map(({ event, rate }) => html`<tr><td class="share">${rate.rate === null ? html`<span class="dim">not checkable</span>` : shareBar(rate.rate, "good")}</td><td class="wide">${eventLink(event, actions)}</td></tr>`)}</tbody></table>`}
    <h3>Altered or not found <span class="dim num">${formatCount(claimsTotal)}</span></h3>
    ${claims.length === 0 ? html`<p class="note">Everything that could be checked stands in what came before it.</p>` : html`<table><thead><tr><th scope="col">verdict</th><th scope="col">claim</th><th scope="col">said in</th><th scope="col">stands in</th></tr></thead><tbody>${claims.map((claim) => claimRow(claim, actions))}</tbody></table>`}
    ${claimsTotal > claims.length ? html`<p class="note">The ${countOf(claims.length, "claim")} that tell most are listed.</p>` : nothing}`;
}

function rateRow({ name, verifiable, altered, notFound, notCheckable, rate }: GroundingRate): TemplateResult {
  return html`<tr><th scope="row">${name || "(unnamed)"}</th><td class="share">${rate === null ? html`<span class="dim">nothing to check</span>` : shareBar(rate, "good")}</td><td class="num">${formatCount(verifiable)}</td><td class="num">${formatCount(altered)}</td><td class="num">${formatCount(notFound)}</td><td class="num">${formatCount(notCheckable)}</td></tr>`;
}

function claimRow({ kind, claim, verdict, event, source, standsAs }: ClaimInfo, actions: InsightActions): TemplateResult {
  return html`<tr><td><span class="verdict ${verdict === "altered" ? "altered" : "missing"}">${verdict}</span></td>
    <td class="claim"><span class="dim">${kind}</span> “${claim}”${standsAs === "" ? nothing : html`<div class="dim">stands as “${standsAs}”</div>`}</td>
    <td class="narrow">${eventLink(event, actions)}</td><td class="narrow">${source === null ? html`<span class="dim">nowhere before</span>` : verdict === "not found" ? html`<span class="dim">first said in ${eventNumber(source, actions)}</span>` : eventLink(source, actions)}</td></tr>`;
}
