import type { KindGroup } from "../../../format/kinds.ts";
import { css, html, type TemplateResult } from "lit";
import { groupOf, labelOf, standingOf } from "../../model/event-row.ts";

/** Letters of kinds that differ from their group's. */
const LETTERS: ReadonlyMap<string, string> = new Map([["tool_result", "R"], ["retrieval", "R"], ["agent_start", "▸"], ["agent_end", "■"], ["handoff", "H"], ["human_input", "U"]]);
const GROUP_LETTERS = { agent: "A", decision: "D", llm: "L", tool: "T", safety: "S", error: "!", checkpoint: "C" } as const;

/** What tells a kind from others. */
interface MarkParts {
  readonly group: KindGroup;
  readonly letter: string;
  readonly hollow: boolean;
}

/** Letter, shape and colour of a kind's mark. A failing result bears the mark of an error. */
export function markParts(kind: string, outcome = ""): MarkParts {
  const failed = kind === "tool_result" && standingOf(kind, outcome) === "failing";
  const group = failed ? "error" : groupOf(kind);
  const letter = failed ? "!" : (LETTERS.get(kind) ?? GROUP_LETTERS[group]);
  const hollow = group === "checkpoint" || (!failed && (kind === "tool_result" || kind === "retrieval" || kind === "llm_request"));
  return { group, letter, hollow };
}

/** The mark of a kind: letter, shape and colour together. */
export function kindMark(kind: string, outcome = ""): TemplateResult {
  const { group, letter, hollow } = markParts(kind, outcome);
  return html`<span class="k k-${group} ${hollow ? "hollow" : ""}" role="img" aria-label=${labelOf(kind)} title=${labelOf(kind)}>${letter}</span>`;
}

/** The mark of a whole family, for decoration. */
export function groupMark(group: KindGroup): TemplateResult {
  return html`<span class="k k-${group}" aria-hidden="true">${GROUP_LETTERS[group]}</span>`;
}

export const kindMarkStyles = css`
  .k { display: inline-grid; place-items: center; flex: none; width: 16px; height: 16px; font: 600 10px/1 var(--mono); color: var(--bg); border-radius: 3px; --c: var(--k-checkpoint); background: var(--c); }
  .k.k-decision { --c: var(--k-decision); border-radius: 50% 0 50% 0; }
  .k.k-llm { --c: var(--k-llm); border-radius: 50%; }
  .k.k-tool { --c: var(--k-tool); }
  .k.k-safety { --c: var(--k-safety); clip-path: polygon(50% 0, 100% 30%, 100% 75%, 50% 100%, 0 75%, 0 30%); }
  .k.k-error { --c: var(--k-error); clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%); }
  .k.k-agent { --c: var(--k-agent); border-radius: 6px 6px 6px 0; }
  .k.hollow, .k.k-checkpoint { background: transparent; color: var(--c); box-shadow: inset 0 0 0 1.5px var(--c); }
  .k.k-checkpoint { border-radius: 0 0 50% 50%; }
`;
