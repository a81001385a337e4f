import { html, nothing, type TemplateResult } from "lit";
import type { WhatIfCall, WhatIfInfo } from "../../engine/contracts/safety.ts";
import { countOf, formatCount } from "../../model/text.ts";
import { verdictView } from "./trail-view.ts";

const LISTED = 500;

/** An example to begin from, in the form docs/policy.md describes. */
const EXAMPLE = `{
  "policy": 1,
  "name": "careful",
  "default": "ask",
  "rules": [
    { "id": "no-drop", "decision": "deny", "arguments": { "*": { "contains": ["drop table", "rm -rf"] } } },
    { "id": "reads", "decision": "allow", "effect": "read" }
  ]
}`;

/** What may be done with a policy. */
export interface WhatIfActions {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly take: (files: FileList | null | undefined) => void;
  readonly changesOnly: boolean;
  readonly setChangesOnly: (only: boolean) => void;
  readonly row: number;
  readonly goTo: (row: number) => void;
}

/** Where a policy is put in. */
export function policyForm({ text, setText, take }: WhatIfActions): TemplateResult {
  const onDrop = (event: DragEvent): void => {
    if ((event.dataTransfer?.files.length ?? 0) === 0) return;
    event.preventDefault();
    take(event.dataTransfer?.files);
  };
  return html`<div class="try" @drop=${onDrop}>
    <label for="policy"><b>What if</b> another policy had been in force? Drop a policy file here, or paste its text.</label>
    <textarea id="policy" spellcheck="false" placeholder=${EXAMPLE} .value=${text} @input=${(event: Event) => setText((event.target as HTMLTextAreaElement).value)}></textarea>
    <div class="choices">
      <label class="button">Choose a file…<input class="hidden-visually" type="file" accept=".json,application/json" @change=${(event: Event) => take((event.target as HTMLInputElement).files)} /></label>
      <button class="button" @click=${() => setText(EXAMPLE)}>Begin from an example</button>
      ${text === "" ? nothing : html`<button class="button" @click=${() => setText("")}>Clear</button>`}
      <span class="dim">Nothing is executed; what came after a changed verdict would have been different.</span>
    </div>
  </div>`;
}

/** What it would have decided. */
export function whatIfView({ problems, name, counts, rules, calls, callsTotal, changes }: WhatIfInfo, actions: WhatIfActions): TemplateResult {
  if (problems.length > 0) return html`<ul class="problems" role="alert">${problems.map((problem) => html`<li>${problem}</li>`)}</ul>`;
  const listed = actions.changesOnly ? calls.filter(({ isChange }) => isChange) : calls;
  return html`<p class="note" role="status"><b>${name || "This policy"}</b> would have allowed ${formatCount(counts.allow)}, asked a person for ${formatCount(counts.ask)} and denied ${formatCount(counts.deny)} of ${countOf(callsTotal, "call")}: <b>${countOf(changes, "verdict")} would have been another</b>.</p>
    ${rules.length === 0 ? nothing : html`<table><thead><tr><th scope="col">rule</th><th scope="col">says</th><th scope="col" class="num">decides</th><th scope="col">because</th></tr></thead><tbody>${rules.map(({ title, decision, hits, because }) => html`<tr><th scope="row">${title}</th><td>${decisionView(decision)}</td><td class="num">${formatCount(hits)}</td><td>${because}</td></tr>`)}</tbody></table>`}
    <div class="tools"><button class="chip" aria-pressed=${String(actions.changesOnly)} @click=${() => actions.setChangesOnly(!actions.changesOnly)}>only changes <span class="num">${formatCount(changes)}</span></button></div>
    <table><thead><tr><th scope="col" class="num">event</th><th scope="col">call</th><th scope="col">was</th><th scope="col">would be</th><th scope="col">by</th></tr></thead>
    <tbody>${listed.slice(0, LISTED).map((call) => callRow(call, rules[call.rule]?.title ?? "default", actions))}</tbody></table>
    ${listed.length > LISTED ? html`<p class="note">The first ${LISTED} of ${formatCount(listed.length)}.</p>` : nothing}`;
}

function callRow({ row, number, act, was, decision, isChange }: WhatIfCall, rule: string, { goTo }: WhatIfActions): TemplateResult {
  return html`<tr><td class="num"><button class="ref num" @click=${() => goTo(row)} aria-label="Go to event ${number}">#${number}</button></td><td class="wide clip mono" title=${act}>${act}</td><td>${verdictView(was)}</td><td>${decisionView(decision)}${isChange ? html` <b title="another verdict than was given">≠</b>` : nothing}</td><td class="by">${rule}</td></tr>`;
}

const SIGNS = { allow: { sign: "●", tone: "good" }, ask: { sign: "?", tone: "warn" }, deny: { sign: "■", tone: "bad" } } as const;

function decisionView(decision: keyof typeof SIGNS): TemplateResult {
  const { sign, tone } = SIGNS[decision];
  return html`<span class="tone ${tone}"><span aria-hidden="true">${sign}</span> ${decision}</span>`;
}
