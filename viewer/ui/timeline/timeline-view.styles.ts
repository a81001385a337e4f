import { css } from "lit";

/** Looks of the timeline; what is inside the canvas is drawn, not styled. */
export const timelineStyles = css`
  :host {
    display: block;
    position: relative;
    background: var(--bg-sunk);
    border-bottom: 1px solid var(--line);
    user-select: none;
  }
  :host([fill]),
  :host([fill]) .stage {
    height: 100%;
  }
  :host([fill]) {
    border: 0;
  }
  .stage {
    position: relative;
    outline: none;
  }
  .stage:focus-visible {
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  canvas {
    display: block;
    width: 100%;
    touch-action: pan-y;
  }
  /* In the flow, a height in percent would have the whole page laid out many times over at each change. */
  :host([fill]) canvas,
  .lines {
    position: absolute;
    inset: 0;
  }
  .lines {
    height: 100%;
    pointer-events: none;
  }
  .handle {
    position: absolute;
    top: 20px;
    bottom: 0;
    width: 1px;
    pointer-events: none;
    outline: none;
  }
  .handle:focus-visible {
    background: var(--accent);
    box-shadow: 0 0 0 2px var(--accent);
  }
  .corner {
    position: absolute;
    top: 1px;
    right: 8px;
    display: flex;
    align-items: center;
    gap: 6px;
    padding-left: 8px;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    color: var(--text-2);
    background: var(--bg-sunk);
  }
  .corner button {
    height: 18px;
    padding: 0 5px;
    border: 0;
    border-radius: 3px;
    background: none;
    font: inherit;
    color: var(--text-2);
    cursor: pointer;
  }
  .corner button:hover {
    background: var(--bg-hover);
    color: var(--text);
  }
  .corner button:focus-visible {
    outline: 2px solid var(--accent);
  }
  .tip {
    position: absolute;
    z-index: 5;
    max-width: 260px;
    padding: 3px 8px;
    border: 1px solid var(--line-strong);
    border-radius: 4px;
    background: var(--bg-raised);
    color: var(--text);
    font-size: 12px;
    overflow-wrap: anywhere;
    pointer-events: none;
    box-shadow: 0 2px 8px rgb(0 0 0 / 18%);
  }
`;
