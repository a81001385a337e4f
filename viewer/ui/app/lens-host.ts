import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { Lens } from "./lenses.ts";

/** Shows a lens; gets its code when it is first shown, and says so if that fails. Its content stands in the page's own tree. */
class LensHost extends LitElement {
  static override properties = { lens: { attribute: false }, failed: { state: true } };
  declare lens: Lens | null;
  declare private failed: string;
  readonly #loaded = new Set<string>();

  constructor() {
    super();
    this.lens = null;
    this.failed = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lens") && this.lens !== null && !this.#loaded.has(this.lens.id)) void this.#load(this.lens);
  }

  protected override render(): TemplateResult {
    const { lens } = this;
    if (lens === null) return html``;
    if (this.#loaded.has(lens.id)) return lens.view();
    if (this.failed !== "") return html`<div class="waiting" role="alert"><span>The ${lens.title} lens could not be started: ${this.failed}</span><button class="button" @click=${() => void this.#load(lens)}>Try again</button></div>`;
    return html`<div class="waiting late" role="status">Starting ${lens.title}…</div>`;
  }

  async #load(lens: Lens): Promise<void> {
    this.failed = "";
    try {
      await lens.load();
      this.#loaded.add(lens.id);
    } catch (error) {
      if (this.lens === lens) this.failed = String(error);
    }
    this.requestUpdate();
  }
}

customElements.define("lens-host", LensHost);
