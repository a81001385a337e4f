import { html, nothing, type TemplateResult } from "lit";
import type { RestoreInfo } from "../../engine/contracts/insight.ts";
import type { RestorePoint } from "../../engine/contracts/replay.ts";
import { rerunCode, type Rerun } from "../../model/rerun.ts";
import { countOf, formatBytes, formatCount } from "../../model/text.ts";
import "../kit/copy-button.ts";

/** What the list of places to go back to shows and tells. */
export interface RestoreInput {
  readonly points: readonly RestorePoint[];
  readonly total: number;
  /** The places the ranking of suspects recommends; empty while it is not known. */
  readonly picks: readonly RestoreInfo[];
  /** Row of the checkpoint in force. */
  readonly current: number;
  /** The run they are of. */
  readonly source: Omit<Rerun, "checkpoint">;
  readonly select: (row: number) => void;
}

const SHOWN = 20;

/** Checkpoints, best first with the reasons, each with the code that runs the agent again from there. */
export function restoreView({ points, total, current, source, picks, select }: RestoreInput): TemplateResult {
  if (total === 0) return html`<p class="line dim">No checkpoint was recorded. <code>ctx.checkpoint(state)</code> keeps the state to go back to.</p>`;
  const known = points.toSorted((a, b) => rankOf(picks, a) - rankOf(picks, b));
  const chosen = points.find((point) => point.row === current) ?? known[0];
  return html`<ol class="restore">
      ${known.slice(0, SHOWN).map((point, place) => pointLine(point, { place, isCurrent: point.row === current, source, pick: picks.find((pick) => pick.checkpoint?.row === point.row), select }))}
    </ol>
    ${total > SHOWN ? html`<p class="line dim">The best ${SHOWN} of ${formatCount(total)} are shown.</p>` : nothing}
    ${chosen === undefined ? nothing : html`<div class="code rerun"><peek-copy-button label="copy" hint="Copy the code that runs the agent again from here" .text=${() => rerunCode({ ...source, checkpoint: chosen.checkpoint })}></peek-copy-button><pre>${rerunCode({ ...source, checkpoint: chosen.checkpoint })}</pre></div>
    <p class="line dim">Starts your agent from the state of checkpoint ${chosen.number}. Recorded answers are served as long as it does what it did then; from the first difference on it runs for real.</p>`}`;
}

/** Recommended ones first, as they are recommended; the others keep their order. */
function rankOf(picks: readonly RestoreInfo[], point: RestorePoint): number {
  const at = picks.findIndex((pick) => pick.checkpoint?.row === point.row);
  return at < 0 ? picks.length : at;
}

interface Line {
  readonly place: number;
  readonly isCurrent: boolean;
  readonly source: Omit<Rerun, "checkpoint">;
  readonly pick: RestoreInfo | undefined;
  readonly select: (row: number) => void;
}

function pointLine(point: RestorePoint, { place, isCurrent, source, pick, select }: Line): TemplateResult {
  return html`<li class=${isCurrent ? "current" : ""} aria-current=${isCurrent ? "true" : nothing}>
    <button class="point" @click=${() => select(point.row)}>
      <b>checkpoint ${point.number}</b> <span class="dim num">step ${formatCount(point.step + 1)}</span>${pick !== undefined ? html` <span class="tag">${pick.name}</span>` : place === 0 ? html` <span class="tag">latest sound</span>` : nothing}<br /><span class="dim">${pick === undefined ? reasonsOf(point) : riskOf(pick)}</span>
    </button>
    <peek-copy-button label="copy code" hint=${`Copy the code that runs again from checkpoint ${point.number}`} .text=${() => rerunCode({ ...source, checkpoint: point.checkpoint })}></peek-copy-button>
  </li>`;
}

/** Reasons by what the ranking of suspects says. */
function riskOf({ errorIsLater, kept, sideEffectsTotal }: RestoreInfo): string {
  const effects = sideEffectsTotal === 0 ? "" : ` · ${countOf(sideEffectsTotal, "call")} since may have changed something`;
  return `the error is later: ${Math.round(errorIsLater * 100)} % · keeps ${Math.round(kept * 100)} % of the work${effects}`;
}

function reasonsOf({ kept, stepsToFailure, bytes }: RestorePoint): string {
  const safety = stepsToFailure === null ? "nothing failed in this run" : stepsToFailure > 0 ? `${countOf(stepsToFailure, "step")} before the first failure` : `${countOf(-stepsToFailure, "step")} after the first failure: may hold its damage`;
  return `${safety} · keeps ${Math.round(kept * 100)} % of the steps · ${formatBytes(bytes)}`;
}
