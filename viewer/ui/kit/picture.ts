import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { decodeBase64 } from "../../../format/pictures/base64.ts";
import type { PictureHead } from "../../../format/pictures/head.ts";
import { shortened } from "../../../format/shorten.ts";
import type { MediaPart } from "../../model/media.ts";
import { boxOf, fitIn, lookOf, mediaWords, type MediaLook } from "../../model/picture.ts";
import { sharpContext } from "./canvas.ts";
import { cssProps } from "./css-props.ts";
import { PictureWantedEvent } from "./picture-wanted.ts";
import { saveFile } from "./save-file.ts";
import { base, buttons } from "./tokens.ts";
import "./long-text.ts";
import "./modal.ts";

/** Characters of base64 read of what is shown as text, and of an address. */
const TEXT_UNITS = 400_000;
const ADDRESS_UNITS = 300;
/** Pictures smaller than their box are drawn larger up to this, each pixel a square. */
const LARGEST_PIXEL = 12;
const NOTHING_KNOWN: MediaPart = { type: "media", mediaType: "", bytes: 0, place: "", data: "", absent: "" };

/**
 * Media of a message: a raster picture small in the room kept for it, larger at a press; all else by its name, with the
 * reason. Pictures are painted on canvases, so the page's policy need let none in, and only while they are in sight.
 *
 * @fires picture-wanted the picture was left in the file
 */
export class Picture extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host { display: block; margin: 4px 0; }
      figure { margin: 0; }
      .frame { display: block; position: relative; box-sizing: content-box; max-width: calc(100% - 2px); padding: 0; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--bg-sunk); overflow: hidden; cursor: zoom-in; }
      .frame:hover { border-color: var(--accent); }
      .frame canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
      figcaption { margin-top: 2px; font-size: 12px; color: var(--text-2); overflow-wrap: anywhere; }
      code { font: 12px var(--mono); }
      .text { margin-top: 4px; padding: 6px 8px; border: 1px solid var(--line); border-radius: 4px; background: var(--bg-sunk); }
      .large { padding: 16px; background: var(--bg-sunk); }
      .large canvas { display: block; max-width: 100%; margin: 0 auto; }
      .foot { display: flex; justify-content: flex-end; padding: 8px 16px; border-top: 1px solid var(--line); }
    `,
  ];
  static override properties = { media: { attribute: false }, fault: { state: true }, isLarge: { state: true } };
  declare media: MediaPart;
  declare private fault: string;
  declare private isLarge: boolean;

  /** One picture is taken apart at a time: each may need a hundred megabytes for a moment. */
  static #decoding: Promise<unknown> = Promise.resolve();
  readonly #sight = new IntersectionObserver((entries) => this.#onSight(entries.at(-1)?.isIntersecting === true), { rootMargin: "200px" });
  #look: MediaLook = { as: "words", reason: "" };
  #isInSight = false;

  constructor() {
    super();
    this.media = NOTHING_KNOWN;
    this.fault = "";
    this.isLarge = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight.disconnect();
    this.#onSight(false);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("media")) return;
    this.#look = lookOf(this.media);
    this.fault = "";
    this.isLarge = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("media") && this.#isInSight) void this.#paint(".frame canvas");
    if (this.isLarge && (changed as Map<string, unknown>).has("isLarge")) void this.#paint(".large canvas");
  }

  protected override render(): TemplateResult {
    const look = this.#look;
    const words = mediaWords(this.media, look);
    return html`<figure>
        ${look.as === "picture" && this.fault === "" ? this.#frame(look.head, words) : nothing}
        <figcaption>${words}${this.#reason(look)}</figcaption>
        ${look.as === "text" ? html`<div class="text"><peek-long-text mono .text=${this.#asText()}></peek-long-text></div>` : nothing}
      </figure>
      ${look.as === "picture" && this.isLarge ? this.#large(look.head, words) : nothing}`;
  }

  #frame(head: PictureHead, words: string): TemplateResult {
    const { width, height } = boxOf(head);
    return html`<button type="button" class="frame" title="Enlarge" aria-label=${`Enlarge the picture: ${words}`} ${cssProps({ width: `${width}px`, "aspect-ratio": `${width} / ${height}` })} @click=${() => (this.isLarge = true)}>
      <canvas role="img" aria-label=${`Picture recorded in the trace, ${words}`}></canvas>
    </button>`;
  }

  #large({ width, height }: PictureHead, words: string): TemplateResult {
    return html`<modal-dialog heading=${words} ${cssProps({ "--modal-width": `max(360px, ${width + 34}px)` })} @close=${() => (this.isLarge = false)} @keydown=${(event: Event) => event.stopPropagation()}>
      <div class="large"><canvas role="img" aria-label=${`Picture recorded in the trace, ${words}`} ${cssProps({ width: `${width}px`, "aspect-ratio": `${width} / ${height}` })}></canvas></div>
      <div class="foot"><button type="button" class="button" @click=${() => void this.#save()}>Save the picture</button></div>
    </modal-dialog>`;
  }

  #reason(look: MediaLook): TemplateResult | typeof nothing {
    const { place } = this.media;
    const reason = this.fault || (look.as === "words" ? look.reason : look.as === "text" ? "shown as text" : "");
    return html`${place === "" ? nothing : html` · <code>${shortened(place, ADDRESS_UNITS)}</code>`}${reason === "" ? nothing : ` · ${reason}`}`;
  }

  #asText(): string {
    return new TextDecoder().decode(decodeBase64(this.media.data.slice(0, TEXT_UNITS)));
  }

  #onSight(isInSight: boolean): void {
    this.#isInSight = isInSight;
    const canvas = this.renderRoot?.querySelector<HTMLCanvasElement>(".frame canvas");
    if (canvas === null || canvas === undefined) return;
    if (isInSight) void this.#paint(".frame canvas");
    // A canvas without a size keeps no pixels; its box is that of the frame.
    else canvas.width = 0;
  }

  async #paint(selector: string): Promise<void> {
    const { media } = this;
    const bitmap = await this.#decoded();
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(selector);
    const isStale = this.media !== media || canvas === null || !(this.#isInSight || this.isLarge);
    if (typeof bitmap === "string") {
      if (!isStale) this.fault = bitmap;
      return;
    }
    const sharp = isStale ? null : sharpContext(canvas);
    if (sharp !== null) {
      const { x, y, width, height } = fitIn(bitmap, sharp, LARGEST_PIXEL);
      sharp.context.imageSmoothingEnabled = width < bitmap.width;
      sharp.context.imageSmoothingQuality = "high";
      sharp.context.drawImage(bitmap, x, y, width, height);
    }
    bitmap.close();
  }

  /** The picture taken apart, or why it cannot be. */
  async #decoded(): Promise<ImageBitmap | string> {
    const blob = await this.#blob();
    if (typeof blob === "string") return `not shown: ${blob}`;
    const bitmap = Picture.#decoding.then(() => createImageBitmap(blob)).catch(() => "not shown: the browser cannot decode it");
    Picture.#decoding = bitmap;
    return bitmap;
  }

  async #blob(): Promise<Blob | string> {
    const look = this.#look;
    if (look.as !== "picture") return "it is no picture";
    if (look.isLeft) {
      const event = new PictureWantedEvent(this.media.data);
      this.dispatchEvent(event);
      return (await event.answer) ?? "it is not in this file";
    }
    const bytes = decodeBase64(this.media.data);
    return bytes === undefined ? "its data are no base64" : new Blob([bytes], { type: look.head.type });
  }

  async #save(): Promise<void> {
    const blob = await this.#blob();
    if (typeof blob !== "string") saveFile(blob, `picture.${blob.type.slice("image/".length)}`);
  }
}

customElements.define("peek-picture", Picture);
