import { html, nothing, type TemplateResult } from "lit";
import { formatCount } from "../../model/text.ts";
import type { App } from "../../state/app.ts";

/** Conditions everybody needs, with their names. */
const USUAL: readonly { readonly condition: string; readonly title: string }[] = [
  { condition: "failing", title: "failures" },
  { condition: "stopped", title: "what was stopped" },
  { condition: "kind = behavior_alert", title: "alerts" },
  { condition: "confidence < 0.5", title: "confidence < 0.5" },
  { condition: "cost > 0.05", title: "cost > $0.05" },
  { condition: "kind = checkpoint", title: "checkpoints" },
];

/** What the reader may write, shown beside the field. */
const CONDITION_HELP = 'tool = update_*, agent = planner and confidence < 0.5, cost > 0.05 or failing, text ~ "refund", has evidence, not (kind = log)';

/** Where the player stops: chips that are in force or not, and a field for more. */
export function stopBar(app: App): TemplateResult {
  const { replay, store } = app;
  const stops = store.stops.get();
  const answers = replay.stops.state.get().value;
  const usual = new Set(USUAL.map(({ condition }) => condition));
  const own = [...new Set([...replay.added.get(), ...stops])].filter((condition) => !usual.has(condition));
  const chip = (condition: string, title: string): TemplateResult => {
    const answer = answers?.conditions[stops.indexOf(condition)];
    const isOn = stops.includes(condition);
    const fault = isOn ? (answer?.fault ?? null) : null;
    return html`<span class="stop ${fault === null ? "" : "faulty"}"
      ><button class="chip" aria-pressed=${String(isOn)} title=${fault === null ? `Stop where ${condition}` : `${fault.message} (at character ${fault.at + 1})`} @click=${() => replay.toggleStop(condition)}>
        ${title}${isOn && answer !== undefined ? html` <span class="num">${fault === null ? formatCount(answer.count) : "✕"}</span>` : nothing}
      </button>${usual.has(condition) ? nothing : html`<button class="icon-button" title="Forget this condition" aria-label=${`Forget ${condition}`} @click=${() => replay.removeStop(condition)}>✕</button>`}</span>`;
  };
  const faults = stops.flatMap((condition, at) => {
    const fault = answers?.conditions[at]?.fault ?? null;
    return fault === null ? [] : [html`<p class="fault" role="alert"><code>${condition}</code>: ${fault.message}, at character ${fault.at + 1}. It stops nothing.</p>`];
  });
  return html`<div class="stops" role="group" aria-label="Stop at">
      <span class="dim">stop at</span>
      ${USUAL.map(({ condition, title }) => chip(condition, title))}${own.map((condition) => chip(condition, condition))}
      <form @submit=${(event: SubmitEvent) => add(app, event)}><input name="condition" class="condition" aria-label="Condition to stop at" title=${`Add a condition to stop at (Shift+I). For example: ${CONDITION_HELP}`} placeholder="+ condition" autocomplete="off" spellcheck="false" /></form>
      <span class="group end"><button class="link" title="Previous place to stop at (Shift+L)" @click=${() => replay.runTo(-1)}>previous</button><button class="link" title="Next place to stop at (l)" @click=${() => replay.runTo(1)}>next stop</button></span>
    </div>
    ${faults}`;
}

function add({ replay }: App, event: SubmitEvent): void {
  event.preventDefault();
  const field = (event.target as HTMLFormElement).elements.namedItem("condition") as HTMLInputElement;
  replay.addStop(field.value);
  field.value = "";
}
