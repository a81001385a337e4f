import { html, nothing, type TemplateResult } from "lit";
import { formatDuration, formatOffset, formatRange } from "../../model/text.ts";
import { xOf } from "../../model/timeline.ts";
import { cssProps } from "../kit/css-props.ts";
import { brushPixels } from "./draw.ts";
import { GUTTER, type TimelineScene } from "./scene.ts";

/** What lies over the picture: text, buttons and the brush's sliders. */
export interface OverlayInput {
  readonly scene: TimelineScene;
  /** Of the whole timeline, CSS pixels. */
  readonly width: number;
  readonly stepMs: number;
  /** Less than the whole run is in sight. */
  readonly zoomed: boolean;
  readonly onBrush: (range: readonly [fromMs: number, toMs: number] | null) => void;
  readonly onWhole: () => void;
  readonly onFold: () => void;
}

type Edge = "from" | "to";

/** Keys that move an edge, in shares of what is in sight. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01, PageDown: -0.1, PageUp: 0.1, Home: -Infinity, End: Infinity };

/** The brush's edges as sliders, for keyboards and screen readers. */
export function brushHandles(input: OverlayInput): TemplateResult {
  const { scene, width } = input;
  const [from, to] = brushOf(scene);
  const plot = width - GUTTER;
  const xs = scene.brush === null ? [GUTTER + xOf(scene.span, plot, from), GUTTER + xOf(scene.span, plot, to)] : brushPixels(scene, plot);
  const handle = (edge: Edge, ms: number, x: number): TemplateResult => html`<span
    class="handle"
    role="slider"
    tabindex="0"
    aria-label=${edge === "from" ? "Range start" : "Range end"}
    aria-valuemin="0"
    aria-valuemax=${Math.round(scene.data.durationMs)}
    aria-valuenow=${Math.round(ms)}
    aria-valuetext=${formatOffset(ms, input.stepMs)}
    ${cssProps({ left: `${Math.min(width - 4, Math.max(GUTTER, x))}px` })}
    @keydown=${(event: KeyboardEvent) => onKey(event, edge, input)}
  ></span>`;
  return html`${handle("from", from, xs[0] ?? 0)}${handle("to", to, xs[1] ?? 0)}`;
}

function brushOf(scene: TimelineScene): readonly [number, number] {
  return scene.brush === null ? [0, scene.data.durationMs] : [scene.brush.fromMs, scene.brush.toMs];
}

function onKey(event: KeyboardEvent, edge: Edge, { scene, onBrush }: OverlayInput): void {
  const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const [from, to] = brushOf(scene);
  const by = step * (scene.span.toMs - scene.span.fromMs);
  onBrush(edge === "from" ? [Math.min(from + by, to), to] : [from, Math.max(to + by, from)]);
}

/** The range in words, and what can be done to it and to the lanes. */
export function corner(input: OverlayInput): TemplateResult {
  const { scene, stepMs, zoomed } = input;
  const { brush, folded, data } = scene;
  const lanes = data.lanes.length;
  const more = data.lanesFolded === 0 ? "" : `, the last holds ${data.lanesFolded} agents more`;
  return html`<div class="corner">
    <span role="status">${brush === null ? nothing : html`${formatRange(brush.fromMs, brush.toMs, stepMs)} · ${formatDuration(brush.toMs - brush.fromMs)}`}</span>
    ${brush === null ? nothing : html`<button title="Clear the range (Esc)" aria-label="Clear the range" @click=${() => input.onBrush(null)}>✕</button>`}
    ${zoomed ? html`<button title="Show the whole run (0)" @click=${input.onWhole}>whole run</button>` : nothing}
    ${lanes < 2
      ? nothing
      : html`<button title=${`${folded ? "Show a lane for each agent" : "Lay all lanes upon each other"}${more}`} aria-expanded=${String(!folded)} @click=${input.onFold}>${folded ? "▸" : "▾"} ${lanes} lanes</button>`}
  </div>`;
}
