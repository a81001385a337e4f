import { html, nothing, type TemplateResult } from "lit";
import type { EventRow } from "../../engine/api.ts";
import type { AgentsInfo, PolicyInfo } from "../../engine/contracts/agents.ts";
import { arrowOf, laneWidth, lineOfRow, type LaneLine } from "../../model/agents.ts";
import { cssProps } from "../kit/css-props.ts";
import "../kit/virtual-list/row-list.ts";
import type { RowChooseEvent } from "../kit/virtual-list/row-list.ts";

/** What the lanes need beside what was found. */
export interface LaneInput {
  readonly info: AgentsInfo;
  readonly lines: readonly LaneLine[];
  /** Row looked at. */
  readonly row: number;
  readonly rowOf: (row: number) => EventRow | undefined;
  /** Changes when rows arrive. */
  readonly drawn: number;
  readonly goTo: (row: number) => void;
  /** Width there is, in CSS pixels. */
  readonly space: number;
}

/** A lane for each agent, and what passes between them, in order. */
export function lanesView({ info, lines, row, rowOf, drawn, goTo, space }: LaneInput): TemplateResult {
  const width = laneWidth(info.speakers.length, space);
  const head = html`${info.speakers.map(({ name, turns }, lane) => html`<span class="lane-name clip" role="columnheader" title=${name} ${cssProps({ left: `${lane * width}px`, width: `${width}px` })}>${name || "(unnamed)"} <span class="dim num">${turns}</span></span>`)}`;
  const line = (index: number): TemplateResult => lineView(info, lines[index], { width, rowOf });
  const choose = (event: RowChooseEvent): void => goTo(lines[event.index]?.row ?? -1);
  return html`<row-list label="Messages between agents" .count=${lines.length} .active=${lineOfRow(lines, row)} .head=${head} .line=${line} .drawn=${drawn} .wide=${info.speakers.length * width} @row-choose=${choose}></row-list>`;
}

interface LineParts {
  readonly width: number;
  readonly rowOf: (row: number) => EventRow | undefined;
}

function lineView(info: AgentsInfo, line: LaneLine | undefined, { width, rowOf }: LineParts): TemplateResult {
  if (line === undefined) return html``;
  const lane = cssProps({ "--lane": `${width}px` });
  if (line.kind === "policy") {
    const policy = info.policies[line.at] as PolicyInfo;
    return html`<span class="lane-cell" role="gridcell" ${lane}><span class="ruled"><span class="dim">prompt policy</span><b class="clip">${policy.name}</b><span class="dim">${policy.agent}</span><span class="clip">${policyChanges(policy)}</span></span></span>`;
  }
  const { from, to, form, implied } = arrowOf(info.messages, line.at);
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const way = from === to ? "alone" : to > from ? "right" : "left";
  const box = cssProps({ left: `${(left + 0.5) * width}px`, width: `${Math.max(1, right - left) * width}px` });
  const names = `${nameOf(info, from)} ${form}${from === to ? "" : ` to ${nameOf(info, to)}`}`;
  return html`<span class="lane-cell" role="gridcell" aria-label=${`${names}: ${rowOf(line.row)?.preview ?? ""}`} ${lane}>
    <span class="arrow ${way} ${implied ? "implied" : ""} ${form === "said" ? "" : "passed"}" ${box}><span class="says clip" dir="auto">${form === "said" ? nothing : html`<b>${form}</b> `}${rowOf(line.row)?.preview || rowOf(line.row)?.name || "…"}</span></span>
  </span>`;
}

function nameOf({ speakers }: AgentsInfo, place: number): string {
  return speakers[place]?.name || "somebody";
}

/** What a policy changes, in one line: "strict 0.4 → 0.8". */
export function policyChanges({ changes, isFirst }: PolicyInfo): string {
  return changes.map(({ key, before, after }) => (isFirst ? `${key} ${after}` : `${key} ${before || "–"} → ${after || "–"}`)).join(" · ");
}
