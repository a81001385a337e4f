import { html, nothing, type TemplateResult } from "lit";
import type { JsonChange, ReplayState } from "../../engine/contracts/replay.ts";
import { parseJson } from "../../model/json.ts";
import { formatBytes, formatCount } from "../../model/text.ts";
import "../kit/json-tree.ts";
import "../kit/long-text.ts";

/** What the state pane shows and tells. */
export interface StateInput {
  readonly state: ReplayState;
  readonly onlyChanges: boolean;
  /** What it is held against, in words; empty for nothing. */
  readonly against: string;
  readonly select: (row: number) => void;
}

/** The state in force: what differs from another one, or the whole. */
export function stateView(input: StateInput): TemplateResult {
  const { state, onlyChanges, against, select } = input;
  return html`${state.cut
      ? html`<p class="line notice">This checkpoint is ${formatBytes(state.bytes)}; its beginning is shown. <button class="link" @click=${() => select(state.row)}>open it in the details</button></p>`
      : nothing}
    ${onlyChanges && against !== "" ? changesView(state, against) : wholeView(state)}`;
}

const SIGNS: Readonly<Record<JsonChange["type"], string>> = { added: "+", removed: "−", changed: "~" };

function changesView({ changes, changesTotal }: ReplayState, against: string): TemplateResult {
  if (changes === null) return html`<p class="line dim">It is too large to be compared.</p>`;
  if (changes.length === 0) return html`<p class="line dim">Nothing differs from ${against}.</p>`;
  return html`<table class="changes">
      <caption class="line dim">${formatCount(changesTotal)} ${changesTotal === 1 ? "difference" : "differences"} from ${against}</caption>
      ${changes.map(
        (change) => html`<tr class=${change.type}>
          <td class="sign" title=${change.type}>${SIGNS[change.type]}<span class="hidden-visually">${change.type}</span></td>
          <th scope="row" dir="auto">${change.path}</th>
          <td dir="auto">${change.before === "" ? nothing : html`<del>${valueText(change.before)}</del>`} ${change.after === "" ? nothing : html`<ins>${valueText(change.after)}</ins>`}</td>
        </tr>`,
      )}
    </table>
    ${changesTotal > changes.length ? html`<p class="line dim">The first ${formatCount(changes.length)} are shown.</p>` : nothing}`;
}

/** Longer values show their beginning. */
const LONG = 160;

function valueText(text: string): unknown {
  return text.length > LONG ? html`<peek-long-text mono .text=${text} .first=${LONG}></peek-long-text>` : text;
}

function wholeView({ state, memory }: ReplayState): TemplateResult {
  return html`${jsonBlock("State", state)} ${memory === "" ? nothing : jsonBlock("Memory", memory)}`;
}

function jsonBlock(label: string, text: string): TemplateResult {
  const value = text === "" ? undefined : parseJson(text);
  return html`<div class="code">${value === undefined ? html`<peek-long-text mono .text=${text || "nothing was kept"}></peek-long-text>` : html`<peek-json-tree label=${label} .value=${value}></peek-json-tree>`}</div>`;
}
