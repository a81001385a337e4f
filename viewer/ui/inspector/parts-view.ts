import { html, nothing, type TemplateResult } from "lit";
import type { Message, MessagePart } from "../../model/message.ts";
import { contentText, mediaParts, structured } from "../../model/message.ts";
import type { Json } from "../../../format/event.ts";
import "../kit/picture.ts";

/** Levels of parts inside parts that are shown as such; what lies deeper is a tree. */
const DEEPEST = 4;

type PartView<T extends MessagePart["type"]> = (part: Extract<MessagePart, { type: T }>, level: number) => TemplateResult;

const VIEWS: { readonly [T in MessagePart["type"]]: PartView<T> } = {
  text: (part) => html`<peek-markdown .text=${part.text}></peek-markdown>`,
  reasoning: (part) => html`<details class="thought"><summary>reasoning</summary><peek-markdown .text=${part.text}></peek-markdown></details>`,
  tool_call: (part, level) => html`<div class="call"><b>${part.name || "call"}</b>${part.id === "" ? nothing : html` <code class="dim">${part.id}</code>`}${jsonValue(part.arguments, level)}</div>`,
  tool_result: (part, level) =>
    html`<div class="call ${part.failed ? "failed" : ""}">${part.failed ? html`<b class="bad">✕ failed</b>` : nothing}${part.id === "" ? nothing : html`<code class="dim">${part.id}</code>`}${jsonValue(part.value, level)}</div>`,
  media: (part) => html`<peek-picture .media=${part}></peek-picture>`,
  other: (part, level) => jsonValue(part.value, level),
};

/** A piece of a message. */
export function partView(part: MessagePart): TemplateResult {
  return viewAt(part, 0);
}

function viewAt(part: MessagePart, level: number): TemplateResult {
  return (VIEWS[part.type] as (part: MessagePart, level: number) => TemplateResult)(part, level);
}

/** Any value inside a message: text as text, pictures and what stands beside them as parts, structure as a tree. */
function jsonValue(value: Json, level: number): TemplateResult {
  const parts = level < DEEPEST ? mediaParts(value) : undefined;
  if (parts !== undefined) return html`${parts.map((part) => viewAt(part, level + 1))}`;
  if (value === null) return html`<div class="dim">nothing</div>`;
  const text = contentText(value);
  const inner = text === undefined ? value : structured(text);
  if (typeof inner === "string") return html`<peek-long-text .text=${inner}></peek-long-text>`;
  return html`<div class="code"><peek-json-tree .value=${inner}></peek-json-tree></div>`;
}

/** A message of a conversation: who speaks, then what is said. */
export function messageView(message: Message): TemplateResult {
  return html`<article class="message ${message.role}">
    <header><b>${message.role || "message"}</b>${message.name === "" ? nothing : html` ${message.name}`}</header>
    ${message.parts.length === 0 ? html`<div class="dim">empty</div>` : message.parts.map(partView)}
  </article>`;
}
