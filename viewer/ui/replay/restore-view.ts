import { html, nothing, type TemplateResult } from "lit";
import type { RestorePoint } from "../../engine/contracts/replay.ts";
import { rerunCode } from "../../model/rerun.ts";
import { countOf, formatBytes, formatCount } from "../../model/text.ts";
import "../kit/copy-button.ts";

/** What the list of places to go back to shows and tells. */
export interface RestoreInput {
  readonly points: readonly RestorePoint[];
  readonly total: number;
  /** Row of the checkpoint in force. */
  readonly current: number;
  /** Name of the trace file. */
  readonly file: string;
  readonly select: (row: number) => void;
}

const SHOWN = 20;

/** Checkpoints, best first with the reasons, each with the code that runs the agent again from there. */
export function restoreView({ points, total, current, file, select }: RestoreInput): TemplateResult {
  if (total === 0) return html`<p class="line dim">No checkpoint was recorded. <code>ctx.checkpoint(state)</code> keeps the state to go back to.</p>`;
  const chosen = points.find((point) => point.row === current) ?? points[0];
  return html`<ol class="restore">
      ${points.slice(0, SHOWN).map((point, place) => pointLine(point, { place, isCurrent: point.row === current, file, select }))}
    </ol>
    ${total > SHOWN ? html`<p class="line dim">The best ${SHOWN} of ${formatCount(total)} are shown.</p>` : nothing}
    ${chosen === undefined ? nothing : html`<div class="code rerun"><peek-copy-button label="copy" hint="Copy the code that runs the agent again from here" .text=${() => rerunCode(file, chosen.checkpoint)}></peek-copy-button><pre>${rerunCode(file, chosen.checkpoint)}</pre></div>
    <p class="line dim">Runs your agent again from checkpoint ${chosen.number}: recorded answers are served up to step ${formatCount(chosen.step + 1)}, then your code runs live.</p>`}`;
}

interface Line {
  readonly place: number;
  readonly isCurrent: boolean;
  readonly file: string;
  readonly select: (row: number) => void;
}

function pointLine(point: RestorePoint, { place, isCurrent, file, select }: Line): TemplateResult {
  return html`<li class=${isCurrent ? "current" : ""} aria-current=${isCurrent ? "true" : nothing}>
    <button class="point" @click=${() => select(point.row)}>
      <b>checkpoint ${point.number}</b> <span class="dim num">step ${formatCount(point.step + 1)}</span>${place === 0 ? html` <span class="tag">best</span>` : nothing}<br /><span class="dim">${reasonsOf(point)}</span>
    </button>
    <peek-copy-button label="copy code" hint=${`Copy the code that runs again from checkpoint ${point.number}`} .text=${() => rerunCode(file, point.checkpoint)}></peek-copy-button>
  </li>`;
}

function reasonsOf({ kept, stepsToFailure, bytes }: RestorePoint): string {
  const safety = stepsToFailure === null ? "nothing failed in this run" : stepsToFailure > 0 ? `${countOf(stepsToFailure, "step")} before the first failure` : `${countOf(-stepsToFailure, "step")} after the first failure: may hold its damage`;
  return `${safety} · keeps ${Math.round(kept * 100)} % of the steps · ${formatBytes(bytes)}`;
}
