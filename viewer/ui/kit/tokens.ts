import { css } from "lit";

/** Colours, type and measures of the page. Dense: 13 px text, 24 px rows, 4 px grid. Colour never stands alone. */
export const tokens = css`
  :root {
    color-scheme: light dark;
    --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    --bg: light-dark(#ffffff, #16181d);
    --bg-sunk: light-dark(#f5f6f8, #101216);
    --bg-raised: light-dark(#ffffff, #1d2027);
    --bg-hover: light-dark(#eef1f6, #242833);
    --bg-selected: light-dark(#dfe9fb, #243452);
    --bg-failed: light-dark(#fdeeee, #2b1e22);
    --bg-hit: light-dark(#ffe9a8, #5c4a1d);
    --line: light-dark(#e1e4ea, #2a2e38);
    --line-strong: light-dark(#c5cad4, #3b4150);
    --text: light-dark(#1b1f27, #e4e7ed);
    --text-2: light-dark(#525a6b, #9aa3b5);
    --text-3: light-dark(#626b7e, #8b94a8);
    --accent: light-dark(#2458c6, #7aa5ff);
    --on-accent: light-dark(#ffffff, #0e1420);
    --k-decision: light-dark(#6d3fc0, #b796ff);
    --k-llm: light-dark(#1f62b8, #74adf5);
    --k-tool: light-dark(#0b7a75, #56c7be);
    --k-safety: light-dark(#8f5400, #e9b35b);
    --k-error: light-dark(#c02626, #ff8580);
    --k-checkpoint: light-dark(#5b6472, #a4adbd);
    --k-agent: light-dark(#8a2f78, #e293d2);
    --ok: light-dark(#1a7339, #6fce8d);
    --row: 24px;
  }
  :root[data-theme="light"] { color-scheme: light; }
  :root[data-theme="dark"] { color-scheme: dark; }
  html, body { margin: 0; height: 100%; }
  body { font: 13px/1.4 var(--font); color: var(--text); background: var(--bg); overflow: hidden; }
`;

/** What every element of ours starts from. */
export const base = css`
  *, ::before, ::after { box-sizing: border-box; }
  :host { font: 13px/1.4 var(--font); color: var(--text); }
  :host([hidden]) { display: none; }
  button, input, select { font: inherit; color: inherit; }
  button { cursor: pointer; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  kbd { font: 11px var(--mono); border: 1px solid var(--line-strong); border-bottom-width: 2px; border-radius: 3px; padding: 0 4px; color: var(--text-2); background: var(--bg-raised); }
  .dim { color: var(--text-2); }
  .mono { font-family: var(--mono); font-size: 12px; }
  .num { font-variant-numeric: tabular-nums; }
  .clip { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .hidden-visually { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** Buttons: plain with a hairline, the main one filled, links, and chips that are pressed or not. */
export const buttons = css`
  .button { display: inline-flex; align-items: center; gap: 6px; height: 26px; padding: 0 10px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--bg-raised); white-space: nowrap; }
  .button:hover { background: var(--bg-hover); }
  .button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; }
  .button.main:hover { filter: brightness(1.08); }
  .button:disabled { opacity: 0.55; cursor: default; }
  .link { border: 0; padding: 0; background: none; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; }
  .icon-button { display: inline-grid; place-items: center; width: 24px; height: 24px; border: 0; border-radius: 4px; background: none; color: var(--text-2); }
  .icon-button:hover { background: var(--bg-hover); color: var(--text); }
  .chip { display: inline-flex; align-items: center; gap: 5px; height: 22px; padding: 0 8px; border: 1px solid var(--line-strong); border-radius: 11px; background: none; color: var(--text-2); white-space: nowrap; }
  .chip:hover { background: var(--bg-hover); }
  @media (pointer: coarse) { .button { height: 36px; } .chip { height: 32px; border-radius: 16px; padding: 0 12px; } .icon-button { width: 36px; height: 36px; } }
  .chip[aria-pressed="true"] { background: var(--bg-selected); border-color: transparent; color: var(--text); }
`;
