import { html, nothing, type TemplateResult } from "lit";
import type { AlertInfo, HighlightInfo, RestoreAnswer, RestoreInfo } from "../../engine/contracts/insight.ts";
import { countOf, wordsOf } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import { eventLink, eventNumber, percent, shareBar, type InsightActions } from "./parts.ts";

/** What is odd, in the order in which it happened, on a line of the run and one by one. */
export function alertsView(alerts: readonly AlertInfo[], events: number, actions: InsightActions): TemplateResult {
  const place = (number: number): number => (events < 2 ? 0 : (number / (events - 1)) * 100);
  return html`<div class="strip" aria-hidden="true">${alerts.map(({ severity, events: shown }) => {
      const [first, last] = [place(shown[0]?.number ?? 0), place(shown.at(-1)?.number ?? 0)];
      return html`<i class=${severity} ${cssProps({ left: `${first}%`, width: `max(4px, ${last - first}%)` })}></i>`;
    })}</div>
    ${alerts.map(({ type, severity, signal, agent, events: shown, total }) => html`<article class="alert ${severity}">
      <p><span class="badge ${severity}">${severity}</span> <b>${wordsOf(type)}</b>${agent === "" ? nothing : html` · ${agent}`}: ${signal}</p>
      <div class="sequence">${shown.map((event) => eventNumber(event, actions))}${total > shown.length ? html`<span class="dim">of ${countOf(total, "event")}</span>` : nothing}</div>
    </article>`)}`;
}

/** The decisive moments of a run. */
export function momentsView(moments: readonly HighlightInfo[], events: number, actions: InsightActions): TemplateResult {
  return html`<p class="note">${countOf(moments.length, "moment")} of ${countOf(events, "event")}, in order. Importance is worked out from what the trace shows, not from what it says of itself.</p>
    <table><thead><tr><th scope="col">importance</th><th scope="col">moment</th><th scope="col">because</th></tr></thead>
    <tbody>${moments.map(({ event, importance, why }) => html`<tr><td class="share">${shareBar(importance)}</td><td class="wide">${eventLink(event, actions)}</td><td>${why}</td></tr>`)}</tbody></table>`;
}

const PICKS: Readonly<Record<RestoreInfo["name"], string>> = {
  safest: "Safest: the latest place at which the error very likely is still to come",
  balanced: "Balanced: most work kept for the risk",
  restart: "From the start",
};

/** Three places to start again from. */
export function restoreView({ picks, checkpoints, unit, note }: RestoreAnswer, actions: InsightActions): TemplateResult {
  return html`<p class="note">${note === "" ? `${countOf(checkpoints, "checkpoint")} recorded.` : note} Work is counted in ${unit}.</p>
    ${picks.map((pick) => html`<article class="pick">
      <h3>${PICKS[pick.name]}</h3>
      <div class="facts">before ${eventLink(pick.event, actions)}${pick.checkpoint === null ? nothing : html`from checkpoint ${eventLink(pick.checkpoint, actions)}`}</div>
      <dl><dt>the error is later</dt><dd>${shareBar(pick.errorIsLater, "good")}</dd><dt>work kept</dt><dd>${shareBar(pick.kept)}</dd>
        <dt>would happen again</dt><dd>${pick.sideEffectsTotal === 0 ? "nothing that changes anything outside" : html`${countOf(pick.sideEffectsTotal, "change")} outside: ${pick.sideEffects.map((event) => eventNumber(event, actions))}`}</dd></dl>
    </article>`)}
    <p class="note">On labelled runs the safest pick lay before the error more than nine times in ten; "${percent(0.8)}" is where that is drawn.</p>`;
}
