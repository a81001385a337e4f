import { html, nothing, type TemplateResult } from "lit";
import type { Message, MessagePart } from "../../model/message.ts";
import { contentText, structured } from "../../model/message.ts";
import { formatBytes } from "../../model/text.ts";
import type { Json } from "../../../format/event.ts";

/** Pictures shown from data in the trace; all other media are only named. Drawings that are programs (SVG) are not. */
const PICTURES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const LARGEST_PICTURE = 20_000_000;

type PartView<T extends MessagePart["type"]> = (part: Extract<MessagePart, { type: T }>) => TemplateResult;

const VIEWS: { readonly [T in MessagePart["type"]]: PartView<T> } = {
  text: (part) => html`<peek-markdown .text=${part.text}></peek-markdown>`,
  reasoning: (part) => html`<details class="thought"><summary>reasoning</summary><peek-markdown .text=${part.text}></peek-markdown></details>`,
  tool_call: (part) => html`<div class="call"><b>${part.name || "call"}</b>${part.id === "" ? nothing : html` <code class="dim">${part.id}</code>`}${jsonValue(part.arguments)}</div>`,
  tool_result: (part) =>
    html`<div class="call ${part.failed ? "failed" : ""}">${part.failed ? html`<b class="bad">✕ failed</b>` : nothing}${part.id === "" ? nothing : html`<code class="dim">${part.id}</code>`}${jsonValue(part.value)}</div>`,
  media: mediaView,
  other: (part) => jsonValue(part.value),
};

/** A piece of a message. */
export function partView(part: MessagePart): TemplateResult {
  return (VIEWS[part.type] as (part: MessagePart) => TemplateResult)(part);
}

/** Any value inside a message: text as text, structure as a tree. */
function jsonValue(value: Json): TemplateResult {
  if (value === null) return html`<div class="dim">nothing</div>`;
  const text = contentText(value);
  const inner = text === undefined ? value : structured(text);
  if (typeof inner === "string") return html`<peek-long-text .text=${inner}></peek-long-text>`;
  return html`<div class="code"><peek-json-tree .value=${inner}></peek-json-tree></div>`;
}

function mediaView(part: Extract<MessagePart, { type: "media" }>): TemplateResult {
  const size = part.bytes > 0 ? ` · ${formatBytes(part.bytes)}` : "";
  const shown = PICTURES.has(part.mediaType) && part.data !== "" && part.data.length <= LARGEST_PICTURE && /^[A-Za-z0-9+/=\s]*$/.test(part.data);
  return html`<figure>
    ${shown ? html`<img alt="Picture recorded in the trace" loading="lazy" src=${`data:${part.mediaType};base64,${part.data}`} />` : nothing}
    <figcaption class="dim">${part.mediaType || "media"}${size}${part.place === "" ? nothing : html` · <code>${part.place}</code>, not loaded`}</figcaption>
  </figure>`;
}

/** A message of a conversation: who speaks, then what is said. */
export function messageView(message: Message): TemplateResult {
  return html`<article class="message ${message.role}">
    <header><b>${message.role || "message"}</b>${message.name === "" ? nothing : html` ${message.name}`}</header>
    ${message.parts.length === 0 ? html`<div class="dim">empty</div>` : message.parts.map(partView)}
  </article>`;
}
