import { html, nothing, type TemplateResult } from "lit";
import type { Consensus, Flow } from "../../engine/contracts/compare.ts";
import { formatCount } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import { runMarks, type BoardActions } from "./sections.ts";

const MOST_STEPS = 14;
const MOST_RUNS = 40;
const MOST_MOVES = 60;

/** The ways runs went: which moves end badly, and which ways were taken how often. */
export function waysView(flow: Flow, actions: BoardActions): TemplateResult {
  if (flow.runs === 0) return html`<p class="note" role="status">There is no run to follow.</p>`;
  const name = (index: number): string => flow.nodes[index]?.name ?? "";
  return html`<p class="note">What follows what in ${formatCount(flow.runs)} runs. Red: share of these moves in runs that failed.</p>
    <table>
      <thead><tr><th scope="col">after</th><th scope="col">comes</th><th scope="col" class="num">times</th><th scope="col">in failing runs</th></tr></thead>
      <tbody>${flow.edges.slice(0, MOST_MOVES).map(({ from, to, count, failed, passed }) => html`<tr><td class="name">${name(from)}</td><td class="name">${name(to)}</td><td class="num">${formatCount(count)}</td><td>${shareBar(failed, passed)}</td></tr>`)}</tbody>
    </table>
    <p class="note">Ways taken, the most frequent first.</p>
    <table>
      <thead><tr><th scope="col">way</th><th scope="col" class="num">runs</th><th scope="col">which</th></tr></thead>
      <tbody>${flow.variants.map(({ steps, stepsTotal, runs }) => html`<tr><td><span class="ways">${steps.slice(0, MOST_STEPS).map((step, index) => html`${index > 0 ? html`<i aria-hidden="true">→</i>` : nothing}<span>${step}</span>`)}${stepsTotal > MOST_STEPS ? html`<i>and ${formatCount(stepsTotal - MOST_STEPS)} more</i>` : nothing}</span></td><td class="num">${formatCount(runs.length)}</td><td>${runMarks(runs.slice(0, MOST_RUNS), actions)}</td></tr>`)}</tbody>
    </table>`;
}

function shareBar(failed: number, passed: number): TemplateResult {
  const all = failed + passed;
  if (all === 0) return html`<span class="dim">no verdict</span>`;
  const share = failed / all;
  return html`<span class="share" aria-hidden="true"><i ${cssProps({ width: `${share * 100}%` })}></i></span> <span class="num">${Math.round(share * 100)} %</span>`;
}

/** The way most runs of the task go, and where each leaves it. */
export function consensusView(consensus: Consensus, actions: BoardActions): TemplateResult {
  return html`<p class="note">The way of the run nearest to all others of this task; each step with the share of runs that take it.</p>
    <table>
      <thead><tr><th scope="col" class="num">step</th><th scope="col">what</th><th scope="col" class="num">taken by</th><th scope="col">runs that leave here</th></tr></thead>
      <tbody>${[...consensus.steps.keys(), consensus.steps.length].map((step) => stepRow(consensus, step, actions))}</tbody>
    </table>`;
}

function stepRow({ steps, runs }: Consensus, at: number, actions: BoardActions): TemplateResult {
  const step = steps[at];
  const leaving = runs.filter(({ leavesAt }) => leavesAt === at);
  const staying = step === undefined ? runs.filter(({ leavesAt }) => leavesAt < 0) : [];
  return html`<tr>
    <td class="num">${at + 1}</td>
    <td class="name">${step === undefined ? html`<span class="dim">the end</span>` : step.name}</td>
    <td class="num">${step === undefined ? nothing : `${Math.round(step.support * 100)} %`}</td>
    <td>${leaving.map(({ run, row }) => html`<button class="link" @click=${() => actions.goTo(row)}>${actions.outcomeOf(run) === "passed" ? "✓" : "✕"} ${actions.titleOf(run)}</button> `)}${staying.length > 0 ? html`<span class="dim">${formatCount(staying.length)} go it to the end</span>` : nothing}</td>
  </tr>`;
}
