import { html, nothing, type TemplateResult } from "lit";
import { headOf } from "../../../format/shorten.ts";
import type { ClusterInfo } from "../../engine/contracts/insight.ts";
import { countOf } from "../../model/text.ts";
import type { GroupActions } from "./groups-view.ts";

const LONGEST_OPTION = 70;

/** What a person calls a group. */
export function titleOf({ name, template }: ClusterInfo): string {
  return name || template || "(no message)";
}

/** Name, merge and split of a group. */
export function editView(cluster: ClusterInfo, all: readonly ClusterInfo[], actions: GroupActions): TemplateResult {
  const { joined, isSplit, name, template, rows } = cluster;
  const others = all.filter(({ id }) => id !== cluster.id);
  const chosen = [...actions.chosen].filter((row) => rows.includes(row)).length;
  const merge = (event: Event): void => {
    const select = (event.target as HTMLElement).closest("form")?.querySelector("select");
    event.preventDefault();
    if (select != null && select.value !== "") actions.merge(cluster, select.value);
  };
  return html`<div class="edit">
    <label>name <input .value=${name} placeholder=${template || "(no message)"} maxlength="300" dir="auto" @change=${(event: Event) => actions.rename(cluster, (event.target as HTMLInputElement).value)} /></label>
    ${others.length === 0 ? nothing : html`<form @submit=${merge}><label>same as <select aria-label="Group that is the same as this one"><option value="">…</option>${others.map((other) => html`<option value=${other.id}>${headOf(titleOf(other), LONGEST_OPTION)} (${other.count}×)</option>`)}</select></label> <button class="button">Make one</button></form>`}
    ${chosen === 0 ? nothing : html`<button class="button" ?disabled=${chosen === rows.length} @click=${actions.split}>Make ${countOf(chosen, "failure")} a group</button>`}
    ${joined.length === 0 ? nothing : html`<button class="button" @click=${() => actions.takeBack(cluster)}>Take apart again</button>`}
    ${isSplit && joined.length === 0 ? html`<button class="button" @click=${() => actions.takeBack(cluster)}>Put back</button>` : nothing}
  </div>`;
}
