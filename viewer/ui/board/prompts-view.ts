import { html, nothing, type TemplateResult } from "lit";
import type { PromptVersion, ValueChange } from "../../engine/contracts/compare.ts";
import { formatCost, formatCount } from "../../model/text.ts";
import type { BoardActions } from "./sections.ts";

const SHOWN = 90;

/** Which two versions are held against one another, as places in the list. */
interface ChosenPrompts {
  readonly left: number;
  readonly right: number;
}

/** Versions of the prompts with how the runs went, and two of them word by word. */
export function promptsView(versions: readonly PromptVersion[], chosen: ChosenPrompts, parts: { readonly words: ValueChange["words"] | null; readonly choose: (chosen: ChosenPrompts) => void; readonly actions: BoardActions }): TemplateResult {
  return html`<table>
      <thead><tr><th scope="col">−</th><th scope="col">+</th><th scope="col">prompt</th><th scope="col" class="num">runs</th><th scope="col" class="num">passed</th><th scope="col" class="num">tokens in</th><th scope="col" class="num">out</th><th scope="col" class="num">cost</th><th scope="col"><span class="hidden-visually">runs with it</span></th></tr></thead>
      <tbody>${versions.map((version, index) => versionRow(version, index, { chosen, ...parts }))}</tbody>
    </table>
    ${versions.length < 2 ? html`<p class="note">Every run has the same prompt.</p>` : nothing}
    ${parts.words === null ? html`<pre>${versions[chosen.right]?.text ?? ""}</pre>` : html`<pre>${parts.words.map(({ side, text }) => (side === "both" ? text : side === "left" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`))}</pre>`}`;
}

function versionRow(version: PromptVersion, index: number, { chosen, choose, actions }: { readonly chosen: ChosenPrompts; readonly choose: (chosen: ChosenPrompts) => void; readonly actions: BoardActions }): TemplateResult {
  const judged = version.passed + version.failed;
  const pick = (side: keyof ChosenPrompts): TemplateResult => html`<td><input type="radio" name=${side} aria-label=${`${side === "left" ? "Old" : "New"} version: ${index + 1}`} ?checked=${chosen[side] === index} @change=${() => choose({ ...chosen, [side]: index })} /></td>`;
  return html`<tr>
    ${pick("left")}${pick("right")}
    <td class="name">${version.agent === "" ? nothing : html`<b>${version.agent}</b> `}${version.name} <span class="dim">${version.text.slice(0, SHOWN)}</span></td>
    <td class="num">${formatCount(version.runs.length)}</td>
    <td class="num">${judged === 0 ? "–" : `${version.passed} of ${judged}`}</td>
    <td class="num">${formatCount(Math.round(version.tokensIn))}</td>
    <td class="num">${formatCount(Math.round(version.tokensOut))}</td>
    <td class="num">${version.costUsd === 0 ? "–" : formatCost(version.costUsd)}</td>
    <td><button class="link" @click=${() => actions.goTo(version.row)}>show</button></td>
  </tr>`;
}
