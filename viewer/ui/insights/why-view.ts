import { html, nothing, type TemplateResult } from "lit";
import type { Sentence, SpectrumInfo, SuspectInfo, SuspectReason, WhyInfo } from "../../engine/contracts/insight.ts";
import { cssProps } from "../kit/css-props.ts";
import { eventLink, eventNumber, percent, shareBar, type InsightActions } from "./parts.ts";

/** Log odds that fill the bar of a reason. */
const FULL = 2;

/** The answer a person reads in ten seconds, then what it rests on. */
export function whyView(why: WhyInfo, actions: InsightActions): TemplateResult {
  return html`<section class="answer" aria-label="Why did this fail?">
      <h2>${why.failed ? "Why did this fail?" : "Where to look first"}</h2>
      <ol>${why.sentences.map(({ text, events }) => html`<li>${text} ${events.map((event) => eventNumber(event, actions))}</li>`)}</ol>
    </section>
    <section>
      <h3>Suspects <span class="dim">of ${why.steps} ${why.steps === 1 ? "step" : "steps"}</span></h3>
      ${why.suspects.map((suspect, rank) => suspectView(suspect, rank, actions))}
    </section>
    ${why.agents.length < 2 ? nothing : html`<section><h3>By agent</h3><table class="rates"><tbody>${why.agents.map(({ agent, probability }) => html`<tr><th scope="row">${agent || "(unnamed)"}</th><td class="share">${shareBar(probability, "suspect")}</td></tr>`)}</tbody></table></section>`}
    <section>
      <h3>Against other runs of its task</h3>
      ${spectrumView(why.spectrum, actions)}<p class="note">${why.spectrumNote}</p>
    </section>
    <p class="note">Ranked as: ${why.family}. ${why.basis} A suspect is a place to look, not a verdict: probabilities say how often such a step was judged decisive in labelled runs.</p>`;
}

/** What happened, for somebody who builds no agents. */
export function storyView(sentences: readonly Sentence[], actions: InsightActions): TemplateResult {
  return html`<section class="answer" aria-label="What happened">
    <h2>What happened</h2>
    <ol>${sentences.map(({ text, events }) => html`<li>${text} ${events.map((event) => eventNumber(event, actions))}</li>`)}</ol>
  </section>
  <p class="note">Told from what was recorded, in words for a person who builds no agents; each sentence leads to the events it rests on. What stands in quotes was written by the agent, its tools or people.</p>`;
}

function suspectView({ event, probability, reasons, otherReasons, otherLogOdds, path }: SuspectInfo, rank: number, actions: InsightActions): TemplateResult {
  return html`<div class="suspected">${eventLink(event, actions)}<details class="suspect" ?open=${rank === 0}>
    <summary aria-label="What speaks for and against step ${event.number}, suspected with ${percent(probability)}"><span class="rank num">${rank + 1}</span>${shareBar(probability, "suspect")}</summary>
    <div class="inside">
      <table class="reasons"><caption class="hidden-visually">What speaks for and against step ${event.number}</caption><tbody>
        ${reasons.map(reasonRow)}
        ${otherReasons === 0 ? nothing : reasonRow({ says: `${otherReasons} more, together`, logOdds: otherLogOdds })}
      </tbody></table>
      ${path.length < 2 ? nothing : html`<h4>How it reached where it shows</h4><ol class="path">${path.map(({ event: step, via }) => html`<li>${via === "" ? nothing : html`<span class="via">${via}</span>`}${eventLink(step, actions)}</li>`)}</ol>`}
    </div>
  </details></div>`;
}

function reasonRow({ says, logOdds }: SuspectReason): TemplateResult {
  const isFor = logOdds >= 0;
  return html`<tr>
    <td class="sign">${isFor ? "+" : "−"}<span class="hidden-visually">${isFor ? "speaks for it" : "speaks against it"}</span></td>
    <td>${says}</td>
    <td class="odds"><span class="bar ${isFor ? "suspect" : "good"}"><i ${cssProps({ width: `${Math.min(100, (Math.abs(logOdds) / FULL) * 100)}%` })}></i></span></td>
    <td class="num" title="log odds against the average step of this run">${isFor ? "+" : "−"}${Math.abs(logOdds).toFixed(2)}</td>
  </tr>`;
}

function spectrumView(acts: readonly SpectrumInfo[], actions: InsightActions): TemplateResult | typeof nothing {
  if (acts.length === 0) return nothing;
  return html`<table><thead><tr><th scope="col">what this run does</th><th scope="col" class="num">failed runs</th><th scope="col" class="num">passed runs</th><th scope="col" class="num" title="Ochiai's coefficient">suspicion</th></tr></thead>
    <tbody>${acts.map(({ act, event, suspicion, failedWith, failed, passedWith, passed }) => html`<tr><td>${act} ${eventNumber(event, actions)}</td><td class="num">${failedWith} of ${failed}</td><td class="num">${passedWith} of ${passed}</td><td class="num">${percent(suspicion)}</td></tr>`)}</tbody></table>`;
}
