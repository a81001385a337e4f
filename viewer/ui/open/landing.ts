import { SignalWatcher } from "@lit-labs/signals";
import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { App, Sample } from "../../state/app.ts";
import { appContext } from "../app/context.ts";
import { PageActionEvent } from "../commands/messages.ts";
import { groupMark, kindMarkStyles } from "../kit/kind-mark.ts";
import { base, buttons } from "../kit/tokens.ts";

/** What the page shows before a trace is open: one sentence, one button, a few samples, one promise. */
export class LandingPage extends SignalWatcher(LitElement) {
  static override styles = [
    base,
    buttons,
    kindMarkStyles,
    css`
      :host { display: grid; place-items: center; overflow: auto; height: 100%; }
      main { width: min(560px, calc(100vw - 48px)); padding: 32px 0; }
      h1 { margin: 0 0 8px; font-size: 26px; letter-spacing: -0.01em; line-height: 1.2; }
      p { margin: 0; color: var(--text-2); }
      .well { margin: 20px 0; padding: 32px 24px; display: grid; justify-items: center; gap: 12px; text-align: center; border: 1px dashed var(--line-strong); border-radius: 10px; background: var(--bg-sunk); }
      .well .button { height: 32px; padding: 0 18px; }
      .formats { max-width: 480px; font-size: 12px; text-wrap: balance; }
      .own code { white-space: nowrap; }
      .wanted { margin: 16px 0 0; padding: 10px 12px; border-left: 3px solid var(--accent); background: var(--bg-sunk); color: var(--text); }
      .samples { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; margin: 8px 0 20px; }
      .sample { display: flex; align-items: center; gap: 10px; min-height: 34px; padding: 4px 10px; text-align: left; border: 1px solid var(--line); border-radius: 5px; background: var(--bg-raised); }
      .sample:hover { background: var(--bg-hover); border-color: var(--line-strong); }
      .more { margin: -10px 0 20px; }
      code { font: 12px var(--mono); color: var(--text); overflow-wrap: anywhere; }
      @media (max-width: 560px) { .samples { grid-template-columns: 1fr; } }
    `,
  ];
  static override properties = { allSamples: { state: true } };
  declare private allSamples: boolean;
  readonly #app = new ContextConsumer(this, { context: appContext });

  constructor() {
    super();
    this.allSamples = false;
  }

  protected override render(): TemplateResult {
    const app = this.#app.value;
    if (app === undefined) return html``;
    return landing(app, this.allSamples ? app.samples : app.samples.slice(0, FIRST_SAMPLES), () => (this.allSamples = true));
  }
}

const FORMATS = "Peaky Peek · OpenTelemetry · Langfuse · LangSmith · Phoenix · Jaeger · Inspect · Claude Code · Codex · Gemini CLI · opencode · Copilot · Cline · aider · pi · OpenHands · SWE-agent · ATIF · chat messages · any JSON, JSONL or CSV";

/** Samples shown before all are asked for. */
const FIRST_SAMPLES = 4;

function landing(app: App, samples: readonly Sample[], showAll: () => void): TemplateResult {
  const { trace } = app.store.wanted.get();
  return html`<main>
    <h1>See why your agent did that.</h1>
    <p>Drop a trace. It is read in this page and goes nowhere else.</p>
    ${trace === "" ? nothing : wanted(trace)}
    <div class="well">
      <button class="button main" @click=${() => window.dispatchEvent(new PageActionEvent("open-files"))}>Open a trace…</button>
      <p>or drop files and folders anywhere, or paste</p>
      <p class="formats">${FORMATS}</p>
    </div>
    ${app.samples.length === 0 ? nothing : html`<p>No trace at hand? Open one of these.</p>
      <div class="samples">${samples.map((sample) => sampleButton(app, sample))}</div>
      ${samples.length < app.samples.length ? html`<p class="more"><button class="link" @click=${showAll}>Show all ${app.samples.length} samples</button></p>` : nothing}`}
    <p class="own">Record your own: <code>import { init, TraceContext } from "peaky-peek"</code></p>
  </main>`;
}

function sampleButton(app: App, sample: Sample): TemplateResult {
  return html`<button class="sample" title=${sample.question} @click=${() => void app.openSample(sample)}>${groupMark(sample.group)}<span>${sample.title}</span></button>`;
}

function wanted(trace: string): TemplateResult {
  return html`<p class="wanted" role="status">
    This link shows an event of the trace whose SHA-256 begins with <code>${trace}</code>. Links carry no data: drop that same file here and the page goes to the event.
  </p>`;
}

customElements.define("landing-page", LandingPage);
