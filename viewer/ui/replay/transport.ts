import { html, nothing, type TemplateResult } from "lit";
import { PACES, stretchAt } from "../../model/replay.ts";
import { countOf, formatCount } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import type { StepSeekEvent } from "./messages.ts";
import "./replay-track.ts";

/** Buttons, track and pace of the player. */
export function transport(app: App): TemplateResult {
  const { replay, store } = app;
  const steps = replay.known;
  const [step, total] = [replay.step.get(), steps?.rows.length ?? 0];
  const isPlaying = store.playing.get();
  const playing = replay.playing.get();
  const kind = steps?.kinds[steps.kind[step] ?? -1] ?? "";
  const set = (change: Partial<typeof playing>): void => replay.playing.set({ ...replay.playing.get(), ...change });
  return html`<div class="transport" role="toolbar" aria-label="Player">
    <span class="group">
      ${button("Back one step (k)", "◀", () => replay.move("previous"))}
      <button class="button ${isPlaying ? "" : "main"}" title=${isPlaying ? "Pause (p or space)" : "Play (p or space)"} aria-label=${isPlaying ? "Pause" : "Play"} @click=${() => replay.toggle()}>${isPlaying ? html`❚❚<span class="word">Pause</span>` : html`▶<span class="word">Play</span>`}</button>
      ${button("On one step (j)", "▶❘", () => replay.move("next"))}
    </span>
    <span class="group">${button("Into: first step inside this one (i)", "into", () => replay.move("into"))}${button("Over: next step outside of this one (o)", "over", () => replay.move("over"))}${button("Out: next step outside of what encloses this one (u)", "out", () => replay.move("out"))}</span>
    <peek-replay-track .steps=${steps} .stops=${replay.stops.state.get().value?.rows ?? null} .step=${step} .said=${`${formatCount(step + 1)} of ${formatCount(total)}, ${kind}`} @step-seek=${(event: StepSeekEvent) => replay.seek(event.step)}></peek-replay-track>
    <span class="place num" title="Step">${step < 0 ? "–" : formatCount(step + 1)} / ${formatCount(total)}</span>
    <select aria-label="Pace" @change=${(event: Event) => set({ pace: PACES.find(({ id }) => id === (event.target as HTMLSelectElement).value) ?? playing.pace })}>
      ${PACES.map((pace) => html`<option value=${pace.id} ?selected=${pace === playing.pace}>${pace.title}</option>`)}
    </select>
    ${playing.pace.stepsPerSecond > 0 ? nothing : html`<button class="chip" aria-pressed=${String(playing.skipGaps)} title="Cut pauses longer than a second" @click=${() => set({ skipGaps: !playing.skipGaps })}>skip gaps</button>`}
    <button class="chip" aria-pressed=${String(playing.skipStretches)} title="Leave stretches that say little in one stride" @click=${() => set({ skipStretches: !playing.skipStretches })}>skip dull</button>
  </div>`;
}

function button(title: string, label: string, run: () => void): TemplateResult {
  return html`<button class="button" title=${title} aria-label=${title.replace(/ \(.*\)$/, "")} @click=${run}>${label}</button>`;
}

/** Says that the next steps, or these, say little, and offers the way in or past. */
export function stretchNote({ replay }: App): TemplateResult | typeof nothing {
  const steps = replay.known;
  const step = replay.step.get();
  if (steps === null || step < 0) return nothing;
  const here = stretchAt(steps.stretches, step);
  const ahead = here ?? stretchAt(steps.stretches, step + 1);
  if (ahead === undefined) return nothing;
  const count = ahead.to - ahead.from;
  const what = ahead.period > 0 ? `${countOf(Math.round(count / ahead.period), "round")} like the one before (${countOf(count, "step")})` : `${countOf(count, "step")} of little weight`;
  return html`<div class="note" role="status">
    <span class="hatch" aria-hidden="true"></span>
    ${here === undefined
      ? html`<span>Next come ${what}.</span><button class="link" @click=${() => replay.enter(ahead)}>go in</button>`
      : html`<span>Step ${formatCount(step - here.from + 1)} of ${formatCount(count)} in a stretch: ${what}.</span>`}
    <button class="link" @click=${() => replay.seek(Math.min(ahead.to, steps.rows.length - 1))}>go past</button>
  </div>`;
}
