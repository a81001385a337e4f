import { css } from "lit";

/** Looks of the list of nodes. */
export const graphListStyles = css`
  :host { display: block; min-height: 0; overflow: auto; }
  .line { display: flex; align-items: center; gap: 6px; min-height: 24px; padding: 1px 12px 1px calc(8px + var(--level, 0) * 16px); cursor: default; }
  .line:hover { background: var(--bg-hover); }
  .line[aria-selected="true"] { background: var(--bg-selected); box-shadow: inset 2px 0 var(--accent); }
  .line:focus-visible { outline: 1px solid var(--accent); outline-offset: -1px; }
  .ghost > :not(.twisty) { opacity: 0.55; }
  .hit .text { background: var(--bg-hit); }
  .twisty { flex: none; width: 14px; font-style: normal; font-size: 11px; text-align: center; color: var(--text-3); cursor: pointer; }
  .text { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: plaintext; }
  small { flex: none; color: var(--text-2); font-variant-numeric: tabular-nums; }
  .why { flex: 1 1 0; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: end; }
`;
