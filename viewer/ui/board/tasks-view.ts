import { html, nothing, type TemplateResult } from "lit";
import type { Board, BoardRow, BoardVerdict } from "../../engine/contracts/compare.ts";
import { shortNames } from "../../model/short-names.ts";
import { formatCount } from "../../model/text.ts";
import { runMarks, type BoardActions } from "./sections.ts";

const WORDS: Readonly<Record<BoardVerdict, string>> = { same_passed: "", same_failed: "", regressed: "regressed", improved: "improved", flaky: "flaky", missing: "no verdict" };
const MOST_ROWS = 2000;

/** Which rows are shown: all, or those with one verdict in any set. */
export type VerdictFilter = BoardVerdict | "all";

/** Tasks against sets of runs. */
export function tasksView(board: Board, filter: VerdictFilter, actions: BoardActions): TemplateResult {
  const rows = board.rows.filter(({ verdicts }) => filter === "all" || verdicts.includes(filter));
  const names = shortNames(board.sets.map(({ name }) => name));
  return html`<table>
      <thead><tr><th scope="col">task</th>${board.sets.map((set, index) => html`<th scope="col"><span class="set clip" title=${set.name}>${names[index] || "(unnamed)"}</span>${index === board.base && board.sets.length > 1 ? html`<span class="dim">base · </span>` : nothing}<span class="dim num">${formatCount(set.passed)} of ${formatCount(set.judged)} passed</span></th>`)}</tr></thead>
      <tbody>${rows.slice(0, MOST_ROWS).map((row) => taskRow(row, board, actions))}</tbody>
    </table>
    ${rows.length === 0 ? html`<p class="note" role="status">No task is ${filter.replace("_", " ")}.</p>` : rows.length > MOST_ROWS ? html`<p class="note">The first ${formatCount(MOST_ROWS)} of ${formatCount(rows.length)} tasks.</p>` : nothing}`;
}

function taskRow({ task, cells, verdicts }: BoardRow, { base, sets }: Board, actions: BoardActions): TemplateResult {
  const first = cells[base]?.[0]?.run;
  return html`<tr>
    <th scope="row">${task}</th>
    ${cells.map((cell, set) => {
      const verdict = verdicts[set] ?? "missing";
      const other = cell[0]?.run;
      const canCompare = set !== base && first !== undefined && other !== undefined && (verdict === "regressed" || verdict === "improved");
      return html`<td><span class="cell">${runMarks(cell.map(({ run }) => run), actions)} <span class="verdict ${verdict}">${set === base && sets.length > 1 && verdict !== "flaky" ? "" : WORDS[verdict]}</span> ${canCompare ? html`<button class="link" @click=${() => actions.compare(other, first)}>compare</button>` : nothing}</span></td>`;
    })}
  </tr>`;
}
