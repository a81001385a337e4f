import { css } from "lit";

/** Looks of what kinds show: messages, calls, pictures, verdicts, changes. */
export const partsStyles = css`
  .message {
    padding: 4px 0 6px 8px;
    border-left: 2px solid var(--line-strong);
  }
  .message + .message {
    margin-top: 6px;
  }
  .message header {
    font-size: 12px;
    color: var(--text-2);
  }
  .message.user {
    border-color: var(--k-agent);
  }
  .message.assistant,
  .message.model {
    border-color: var(--k-llm);
  }
  .message.tool,
  .message.function {
    border-color: var(--k-tool);
  }
  .call {
    margin: 2px 0;
  }
  .thought > summary {
    color: var(--text-2);
    font-size: 12px;
  }
  .verdict.failing {
    color: var(--k-error);
  }
  .verdict.stopped,
  .verdict.warn {
    color: var(--k-safety);
  }
  .verdict.ok,
  .verdict.passed {
    color: var(--ok);
  }
  .diff {
    font: 12px/1.5 var(--mono);
    white-space: pre-wrap;
  }
  .diff .added {
    background: color-mix(in srgb, var(--ok) 18%, transparent);
  }
  .diff .removed {
    background: color-mix(in srgb, var(--k-error) 16%, transparent);
  }
  .diff .place {
    color: var(--text-2);
  }
`;
