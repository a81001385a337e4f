import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { EventRow } from "../../engine/api.ts";
import type { ClusterInfo, ClustersInfo } from "../../engine/contracts/insight.ts";
import { countOf, formatCount, formatDuration, wordsOf } from "../../model/text.ts";
import { editView, titleOf } from "./group-edits-view.ts";
import { eventLink, percent, shareBar, type InsightActions } from "./parts.ts";

/** What may be done with groups. */
export interface GroupActions extends InsightActions {
  readonly scope: "run" | "all";
  readonly setScope: (scope: "run" | "all") => void;
  /** Group whose members are listed; empty for none. */
  readonly open: string;
  readonly toggle: (id: string) => void;
  /** Members chosen to be taken out. */
  readonly chosen: ReadonlySet<number>;
  readonly choose: (row: number) => void;
  /** Members listed at most. */
  readonly listed: number;
  readonly listMore: () => void;
  readonly rename: (group: ClusterInfo, name: string) => void;
  readonly merge: (group: ClusterInfo, other: string) => void;
  readonly split: () => void;
  readonly takeBack: (group: ClusterInfo) => void;
  readonly rowOf: (row: number) => EventRow | undefined;
  readonly titleOf: (run: number) => string;
}

/** Failures in groups of the same kind, with one of each to read. */
export function groupsView(found: ClustersInfo, actions: GroupActions): TemplateResult {
  const { clusters, failures, runs, note } = found;
  return html`<div class="tools">
      <span role="group" aria-label="Failures of">${(["run", "all"] as const).map((scope) => html`<button class="chip" aria-pressed=${String(scope === actions.scope)} @click=${() => actions.setScope(scope)}>${scope === "run" ? "this run" : "all open runs"}</button>`)}</span>
      <span class="dim">${countOf(failures, "failure")} in ${countOf(clusters.length, "group")}${actions.scope === "all" ? ` over ${countOf(runs, "run")}` : ""}</span>
      ${queueView(found, actions)}
    </div>
    ${clusters.length === 0 ? html`<div class="answer-none" role="status">${note || (actions.scope === "run" ? "Nothing failed or was stopped in this run." : "Nothing failed.")}</div>` : html`${repeat(clusters, ({ id }) => id, (cluster) => groupView(cluster, clusters, actions))}${note === "" ? nothing : html`<p class="note">${note}</p>`}`}`;
}

/** One of each: steps through the representatives, most severe and surprising first. */
function queueView({ clusters, queue }: ClustersInfo, actions: GroupActions): TemplateResult | typeof nothing {
  if (queue.length < 2) return nothing;
  const representatives = queue.map((id) => clusters.find((cluster) => cluster.id === id)?.representative.row ?? -1);
  const at = representatives.indexOf(actions.row);
  const go = (place: number): void => actions.goTo(representatives[place] ?? -1);
  return html`<span class="queue" role="group" aria-label="Read one of each"><span class="dim">one of each</span>
    <button class="button" ?disabled=${at <= 0} @click=${() => go(at - 1)} aria-label="Previous group">‹</button><span class="num">${at < 0 ? "–" : at + 1} / ${queue.length}</span><button class="button" ?disabled=${at === queue.length - 1} @click=${() => go(at + 1)} aria-label="Next group">›</button></span>`;
}

function groupView(cluster: ClusterInfo, all: readonly ClusterInfo[], actions: GroupActions): TemplateResult {
  const { id, name, template, count, severity, tool, errorClass, kind } = cluster;
  const isOpen = actions.open === id;
  return html`<article class="group">
    <button class="head" aria-expanded=${String(isOpen)} @click=${() => actions.toggle(id)}>
      <span class="count num" title=${countOf(count, "failure")}>${formatCount(count)}×</span>
      <span class="template"><b dir="auto">${titleOf(cluster)}</b><span class="dim">${[name === "" ? "" : template, tool || kind, errorClass].filter(Boolean).join(" · ")}</span></span>
      <span class="severity" title="severity">${shareBar(severity, "suspect")}</span>
    </button>
    <div class="facts">${eventLink(cluster.representative, actions)}${factsOf(cluster, actions.scope).map((fact) => html`<span>${fact}</span>`)}</div>
    ${isOpen ? membersView(cluster, all, actions) : nothing}
  </article>`;
}

function factsOf({ joined, isSplit, runs, files, wastedMs, wastedTokens, novelty, onlyHere }: ClusterInfo, scope: "run" | "all"): string[] {
  return [
    joined.length > 0 ? `${joined.length} groups made one by hand` : "",
    isSplit ? "taken out by hand" : "",
    scope === "all" ? `in ${countOf(runs, "run")}${files > 1 ? `, ${countOf(files, "file")}` : ""}` : "",
    onlyHere ? "only in this run" : novelty === null ? "" : `novelty ${novelty.toFixed(1)} bits`,
    wastedMs > 0 ? `${formatDuration(wastedMs)} lost` : "",
    wastedTokens > 0 ? `${formatCount(wastedTokens)} tokens spent on reading it` : "",
  ].filter((fact) => fact !== "");
}

function membersView(cluster: ClusterInfo, all: readonly ClusterInfo[], actions: GroupActions): TemplateResult {
  const { rows, severityReasons, inside } = cluster;
  const listed = [...rows.subarray(0, actions.listed)];
  const where = inside.filter(({ kind }) => kind !== "").map(({ kind, count }) => `${wordsOf(kind)} ${formatCount(count)}×`);
  return html`<div class="inside">
    <p class="note">Severe because: ${severityReasons.map(({ says, share }) => `${says} (${percent(share)})`).join(", ") || "no sign of harm"}.${where.length === 0 ? "" : ` Stands inside: ${where.join(", ")}.`}</p>
    ${editView(cluster, all, actions)}
    <ol class="members">${listed.map((row) => memberView(row, actions))}</ol>
    ${rows.length > actions.listed ? html`<p class="note">The first ${formatCount(actions.listed)} of ${formatCount(rows.length)}. <button class="link" @click=${actions.listMore}>Show more</button></p>` : nothing}
  </div>`;
}

function memberView(row: number, actions: GroupActions): TemplateResult {
  const event = actions.rowOf(row);
  return html`<li><input type="checkbox" aria-label="Choose this failure" .checked=${actions.chosen.has(row)} @change=${() => actions.choose(row)} /><button class="event" aria-current=${String(row === actions.row)} @click=${() => actions.goTo(row)}><span class="what clip">${event === undefined ? "…" : event.preview || event.name}</span>${event === undefined || actions.scope === "run" ? nothing : html`<span class="run clip">${actions.titleOf(event.run)}</span>`}</button></li>`;
}
