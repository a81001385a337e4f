import { css } from "lit";

/** Looks of the event table. */
export const eventTableStyles = css`
  :host {
    display: block;
    position: relative;
    min-height: 0;
    contain: strict;
  }
  .scroller {
    position: absolute;
    inset: 0;
    overflow: hidden scroll;
    overflow-anchor: none;
    outline: none;
    scrollbar-width: thin;
    scrollbar-color: var(--line-strong) transparent;
  }
  .spacer {
    position: relative;
    min-height: 100%;
  }
  .layer {
    position: sticky;
    top: 24px;
    overflow: hidden;
    contain: strict;
  }
  .rows {
    position: absolute;
    inset: 0 0 auto;
    will-change: transform;
  }
  .row {
    display: grid;
    grid-template-columns: var(--columns);
    height: 24px;
    line-height: 24px;
    contain: layout style;
  }
  .rows .row {
    position: absolute;
    inset: 0 0 auto;
    contain: strict;
    cursor: default;
  }
  .row[hidden] {
    display: none;
  }
  .header {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--bg);
    color: var(--text-2);
    font-size: 12px;
    box-shadow: inset 0 -1px var(--line);
  }
  .rows .row:hover {
    background: var(--bg-hover);
  }
  .rows .row.active {
    background: var(--bg-selected);
    box-shadow: inset 2px 0 var(--accent);
  }
  .scroller:focus-visible .row.active {
    outline: 1px solid var(--accent);
    outline-offset: -1px;
  }
  .scroller:focus-visible:not([aria-activedescendant]) {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .cell {
    contain: strict;
    padding: 0 6px;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .cell.time,
  .cell.took,
  .cell.tokens,
  .cell.cost {
    text-align: right;
    font-variant-numeric: tabular-nums;
    color: var(--text-2);
  }
  .rows .cell.time {
    font: 12px/24px var(--mono);
  }
  .cell.agent {
    color: var(--text-2);
  }
  .cell.cost {
    padding-right: 12px;
  }
  .rows .cell.event {
    display: flex;
    align-items: center;
    gap: 6px;
    padding-left: 0;
  }
  .indent {
    flex: none;
    width: calc(var(--level, 0) * 16px);
    margin-right: -6px;
  }
  .level {
    flex: none;
    color: var(--text-3);
    font-size: 11px;
  }
  .twisty {
    flex: none;
    width: 16px;
    height: 24px;
    margin-right: -4px;
    text-align: center;
    font-style: normal;
    font-size: 11px;
    color: var(--text-3);
  }
  .twisty.can {
    cursor: pointer;
  }
  .twisty.can:hover {
    color: var(--text);
  }
  .text {
    unicode-bidi: plaintext;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .text b {
    font-weight: 600;
  }
  .failing .text {
    color: var(--k-error);
  }
  .fail {
    flex: none;
    font-style: normal;
    font-weight: 600;
    font-size: 11px;
    color: var(--k-error);
  }
  .badge {
    flex: none;
    font-size: 12px;
    color: var(--text-2);
    font-variant-numeric: tabular-nums;
  }
  .badge.low,
  .badge.stop {
    color: var(--k-safety);
  }
  .badge.noted {
    color: var(--accent);
  }
  mark {
    color: var(--text);
    background: var(--bg-hit);
    border-radius: 2px;
    padding: 0 1px;
  }
  .waiting .cell {
    visibility: hidden;
  }
  .waiting::after {
    content: "";
    position: absolute;
    top: 8px;
    left: 96px;
    width: 30%;
    height: 8px;
    border-radius: 4px;
    background: var(--line);
  }
  :is(.level, .fail, .badge):empty {
    display: none;
  }
`;
