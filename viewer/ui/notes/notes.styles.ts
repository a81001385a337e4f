import { css } from "lit";

/** Looks of the notes lens. */
export const notesStyles = css`
  :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; padding: 6px 12px; border-bottom: 1px solid var(--line); }
  .bar input { height: 26px; padding: 0 8px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); }
  .bar input[type="search"] { flex: 1 1 90px; min-width: 90px; max-width: 220px; }
  .chips { display: inline-flex; flex-wrap: wrap; gap: 4px; }
  .author { color: var(--text-2); white-space: nowrap; }
  .bar .author input { width: 86px; }
  .grow { flex: 1; }
  .list { flex: 1; min-height: 0; container-type: inline-size; }
  .cell { flex: none; padding: 0 8px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .cell.sign { width: 34px; padding-right: 0; text-align: center; color: var(--accent); }
  .cell.what { flex: 4 1 0; min-width: 0; display: flex; align-items: center; gap: 6px; }
  .cell.what > * { flex: none; }
  .cell.what > :last-child { flex: 0 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .cell.text { flex: 5 1 0; min-width: 0; }
  .cell.by { width: 68px; color: var(--text-2); }
  .cell.trace { width: 120px; color: var(--text-2); }
  .away .cell { color: var(--text-2); }
  @container (max-width: 560px) { .cell.by { display: none; } .cell.trace { width: 96px; } }
  .reader { border-top: 1px solid var(--line); background: var(--bg-sunk); padding: 6px 12px 8px; }
  .reader .head { display: flex; align-items: center; gap: 8px; min-height: 28px; }
  .reader .head b { white-space: nowrap; }
  .reader .head .dim { min-width: 0; }
  .reader .text { max-height: 132px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; outline-offset: 2px; }
  .hint { margin: 0; padding: 6px 12px; border-top: 1px solid var(--line); color: var(--text-2); }
  .trouble { margin: 0; padding: 6px 12px; border-bottom: 1px solid var(--line); color: var(--k-safety); }
  .answer-none p { margin: 0 0 8px; }
`;
