import { html, nothing, type TemplateResult } from "lit";
import type { EventRef } from "../../engine/contracts/insight.ts";
import { cssProps } from "../kit/css-props.ts";
import { kindMark } from "../kit/kind-mark.ts";

/** What may be done from the insights lens. */
export interface InsightActions {
  readonly goTo: (row: number) => void;
  /** Row looked at. */
  readonly row: number;
}

/** An event as a button that goes there. */
export function eventLink({ row, kind, outcome, number, agent, text }: EventRef, { goTo, row: shown }: InsightActions): TemplateResult {
  return html`<button class="event" aria-current=${row === shown ? "true" : "false"} @click=${() => goTo(row)} title=${text}>${kindMark(kind, outcome)}<span class="at num">#${number}</span>${agent === "" ? nothing : html`<b class="who clip">${agent}</b>`}<span class="what clip">${text}</span></button>`;
}

/** The bare number of an event, for inside a sentence. */
export function eventNumber({ row, number, text }: EventRef, { goTo }: InsightActions): TemplateResult {
  return html`<button class="ref num" @click=${() => goTo(row)} title=${text} aria-label="Go to event ${number}">#${number}</button>`;
}

/** A share as a bar with its figure. `tone` says what it stands for. */
export function shareBar(share: number, tone: "suspect" | "plain" | "good" = "plain"): TemplateResult {
  const percent = Math.round(share * 100);
  return html`<span class="bar ${tone}"><i ${cssProps({ width: `${Math.max(0, Math.min(100, share * 100))}%` })}></i></span><span class="figure num">${percent} %</span>`;
}

/** A share as people read it. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
