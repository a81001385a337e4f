import { html, nothing, type TemplateResult } from "lit";
import type { Trait, Traits } from "../../engine/contracts/compare.ts";
import { formatCount } from "../../model/text.ts";
import type { BoardActions } from "./sections.ts";

/** False discovery rate up to which a difference is called one. */
const SURE = 0.05;
const SUGGESTED = 0.2;

/** What failing runs have that the others lack, and the other way round. */
export function traitsView(traits: Traits, actions: BoardActions): TemplateResult {
  const few = traits.failed < 5 || traits.passed < 5;
  const sure = traits.traits.filter(({ q }) => q <= SURE).length;
  return html`<p class="note">${formatCount(traits.failed)} failed and ${formatCount(traits.passed)} passed runs, ${formatCount(traits.tested)} properties tested. ${sure === 0 ? "None stands out beyond what chance explains" : `${formatCount(sure)} stand out beyond chance`} (false discovery rate ${SURE * 100} %).${few ? " So few runs can hardly be told apart: take these as places to look." : ""} What goes with failing need not cause it.</p>
    ${traitTable(traits.traits.filter(({ kind }) => !WORDS.has(kind)), actions)}
    <h3>Words</h3>
    ${traitTable(traits.traits.filter(({ kind }) => WORDS.has(kind)), actions)}`;
}

/** Kinds of traits that are words people and agents used: many, and telling only at times. */
const WORDS: ReadonlySet<string> = new Set(["said by it", "said to it"]);

function traitTable(traits: readonly Trait[], actions: BoardActions): TemplateResult {
  return html`<table>
    <thead><tr><th scope="col">property</th><th scope="col"><span class="hidden-visually">value</span></th><th scope="col" class="num">failed</th><th scope="col" class="num">passed</th><th scope="col" class="num" title="Share of failed minus share of passed runs; for numbers Cliff's delta">effect</th><th scope="col" class="num" title="False discovery rate (Benjamini-Hochberg) of Fisher's exact or the Mann-Whitney test">chance</th><th scope="col"><span class="hidden-visually">runs that have it</span></th></tr></thead>
    <tbody>${traits.map((trait) => traitRow(trait, actions))}</tbody>
  </table>`;
}

function traitRow(trait: Trait, actions: BoardActions): TemplateResult {
  const isNumber = trait.failedMedian !== null || trait.passedMedian !== null;
  return html`<tr class=${trait.q > SUGGESTED ? "weak" : ""}>
    <td class="dim">${trait.kind}</td>
    <td class="name">${trait.name}</td>
    <td class="num">${isNumber ? html`median ${numberText(trait.failedMedian)}` : `${trait.failedWith} of ${trait.failed}`}</td>
    <td class="num">${isNumber ? html`median ${numberText(trait.passedMedian)}` : `${trait.passedWith} of ${trait.passed}`}</td>
    <td class="num">${trait.effect > 0 ? "+" : "−"}${Math.abs(Math.round(trait.effect * 100))} %</td>
    <td class="num" title=${`p = ${trait.p.toPrecision(3)}`}>${rateText(trait.q)}</td>
    <td class="act">${trait.runs.length === 0 ? nothing : html`<button class="link" @click=${() => actions.filter(trait.runs)}>show runs</button>`}</td>
  </tr>`;
}

function numberText(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value) ? formatCount(value) : value.toPrecision(3);
}

function rateText(rate: number): string {
  if (rate < 0.001) return "< 0.1 %";
  return `${(rate * 100).toPrecision(2)} %`;
}
