import { css } from "lit";

/** Looks of the inspector and of what is shown inside it. */
export const inspectorStyles = css`
  :host {
    display: block;
    overflow-wrap: anywhere;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: 8px;
    height: 32px;
    padding: 0 8px 0 12px;
    border-bottom: 1px solid var(--line);
    background: var(--bg);
    white-space: nowrap;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0;
    font-size: 13px;
    font-weight: 600;
  }
  .grow {
    flex: 1;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  .head .num {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    font: 12px var(--mono);
  }
  .dim {
    color: var(--text-2);
  }
  .bad {
    color: var(--k-error);
  }
  section {
    padding: 8px 12px;
    border-bottom: 1px solid var(--line);
  }
  section section {
    padding: 0;
    border: 0;
  }
  h3 {
    margin: 0 0 4px;
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--text-2);
  }
  .summary .name {
    font-weight: 600;
  }
  .banner h3 {
    color: var(--k-error);
    text-transform: none;
    font-size: 13px;
    letter-spacing: 0;
  }
  .banner peek-copy-button {
    float: inline-end;
    font-weight: 400;
  }
  .banner {
    background: color-mix(in srgb, var(--k-error) 8%, transparent);
    box-shadow: inset 2px 0 var(--k-error);
  }
  .banner.stopped {
    background: color-mix(in srgb, var(--k-safety) 10%, transparent);
    box-shadow: inset 2px 0 var(--k-safety);
  }
  .banner.stopped h3 {
    color: var(--k-safety);
  }
  .notice {
    background: var(--bg-sunk);
  }
  .notice p {
    margin: 0;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(64px, max-content) 1fr;
    gap: 2px 14px;
    margin: 0;
  }
  dt {
    color: var(--text-2);
  }
  dd {
    min-width: 0;
    margin: 0;
    unicode-bidi: plaintext;
  }
  code {
    font: 12px var(--mono);
  }
  .code {
    padding: 4px 6px;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--bg-sunk);
  }
  .meter {
    display: inline-block;
    vertical-align: middle;
    width: 72px;
    height: 5px;
    margin-left: 4px;
    border-radius: 3px;
    background: var(--line);
    overflow: hidden;
  }
  .meter i {
    display: block;
    height: 100%;
    background: var(--accent);
  }
  .meter.low i {
    background: var(--k-safety);
  }
  .plain,
  .links {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .plain > li + li {
    margin-top: 4px;
  }
  .links li {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 22px;
  }
  .links .here {
    margin: 1px -12px;
    padding: 0 12px;
    padding-left: 90px;
    background: var(--bg-selected);
  }
  .link {
    display: flex;
    align-items: center;
    gap: 6px;
    width: 100%;
    min-height: 22px;
    padding: 0;
    border: 0;
    border-radius: 3px;
    background: none;
    font: inherit;
    color: inherit;
    text-align: start;
    cursor: pointer;
  }
  .link:hover {
    background: var(--bg-hover);
  }
  .how {
    flex: none;
    width: 72px;
    font-size: 12px;
    color: var(--text-2);
  }
  .how:empty {
    display: none;
  }
  .what {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .missing {
    color: var(--k-safety);
  }
  .rest {
    padding-left: 78px;
  }
  button.text,
  button.tool {
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    font-size: 12px;
    color: var(--accent);
    text-decoration: underline;
    cursor: pointer;
  }
  button.tool {
    padding: 0 4px;
    border-radius: 3px;
    line-height: 18px;
    color: var(--text-2);
    text-decoration: none;
  }
  button.tool:hover {
    background: var(--bg-hover);
    color: var(--text);
  }
  button:focus-visible,
  summary:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  summary {
    cursor: pointer;
    border-radius: 3px;
  }
  summary h3 {
    display: inline;
    margin: 0 8px 0 0;
  }
  summary .dim {
    font-size: 12px;
  }
  details.tool {
    all: unset;
    display: block;
  }
  details.tool > summary {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  details[open].tool > summary {
    white-space: normal;
  }
  table {
    width: 100%;
    margin-top: 4px;
    border-collapse: collapse;
    font-size: 12px;
  }
  th {
    width: 1%;
    padding: 1px 12px 1px 0;
    font-weight: 400;
    text-align: start;
    vertical-align: top;
    white-space: nowrap;
    color: var(--text-2);
  }
  td {
    padding: 1px 0;
  }
  .tag {
    padding: 0 4px;
    border: 1px solid var(--line-strong);
    border-radius: 3px;
    font-size: 11px;
    color: var(--text-2);
  }
  .empty {
    padding: 24px 16px;
    color: var(--text-2);
    text-align: center;
  }
`;
