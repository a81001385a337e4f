import { html, nothing, type TemplateResult } from "lit";
import { formatDuration, formatOffset } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import type { Mark } from "./scene.ts";

/** Says what a row is. */
export type DescribeRow = (row: number) => Promise<string>;

/** Pixels from the pointer, and pixels a tooltip may take. */
const BESIDE = 12;
const BELOW = 16;
const WIDEST = 260;

interface Shown {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

interface TooltipHost {
  readonly clientWidth: number;
  readonly describe: DescribeRow | null;
  requestUpdate(): void;
}

/** Says what is under the pointer: at once what the picture knows of it, and its name as soon as that has come. */
export class Tooltip {
  readonly #host: TooltipHost;
  #shown: Shown | null = null;

  constructor(host: TooltipHost) {
    this.#host = host;
  }

  /** Tells of a mark, at a point of the picture. Times are told in steps of `stepMs`. */
  show(at: { readonly x: number; readonly y: number }, mark: Mark, stepMs: number): void {
    const facts = factsOf(mark, stepMs);
    const x = Math.min(at.x + BESIDE, Math.max(0, this.#host.clientWidth - WIDEST));
    const text = this.#shown?.text.endsWith(facts) === true ? this.#shown.text : facts;
    this.#set({ x, y: at.y + BELOW, text });
    if (text !== facts) return;
    void this.#host.describe?.(mark.row).then((name) => {
      if (this.#shown?.text === facts && name !== "") this.#set({ ...this.#shown, text: `${name} · ${facts}` });
    });
  }

  hide(): void {
    if (this.#shown !== null) this.#set(null);
  }

  render(): TemplateResult | typeof nothing {
    const shown = this.#shown;
    return shown === null ? nothing : html`<div class="tip" ${cssProps({ left: `${shown.x}px`, top: `${shown.y}px` })}>${shown.text}</div>`;
  }

  #set(shown: Shown | null): void {
    this.#shown = shown;
    this.#host.requestUpdate();
  }
}

function factsOf({ startMs, endMs, events }: Mark, stepMs: number): string {
  const tookMs = endMs - startMs;
  return `${formatOffset(startMs, stepMs)}${tookMs > 0 ? ` · took ${formatDuration(tookMs)}` : ""}${events > 1 ? ` · ${events} events here` : ""}`;
}
