import { html, nothing, type TemplateResult } from "lit";
import type { Json } from "../../../format/event.ts";
import type { EventDetail } from "../../engine/api.ts";
import { contentText, mediaParts, structured } from "../../model/message.ts";
import { toJsonText, type JsonObject } from "../../model/json.ts";
import { cssProps } from "../kit/css-props.ts";
import "../kit/json-tree.ts";
import "../kit/long-text.ts";
import "../kit/markdown.ts";
import "../kit/text-block.ts";
import { partView } from "./parts-view.ts";

/** Characters of JSON written for copying or for the raw view of a block. */
const JSON_LIMIT = 20_000_000;

/** What a kind's view is given. */
export interface BodyInput {
  readonly detail: EventDetail;
  /** The payload, if it is an object; else empty. */
  readonly payload: JsonObject;
  readonly select: (row: number) => void;
}

/** How a kind's payload is shown. */
export interface BodyView {
  /** Payload members the view shows; all others follow under "Further members". */
  readonly shows: readonly string[];
  readonly view: (input: BodyInput) => unknown;
}

/** A titled part of the inspector; nothing if it has no content. */
export function section(content: unknown): TemplateResult | typeof nothing {
  return content === nothing || content === "" ? nothing : html`<section>${content}</section>`;
}

/** Prose under a heading, Markdown shown; nothing if empty. */
export function prose(heading: string, text: string): TemplateResult | typeof nothing {
  if (text === "") return nothing;
  return html`<section><peek-text-block heading=${heading} .source=${() => text}><peek-markdown .text=${text}></peek-markdown></peek-text-block></section>`;
}

/** Text as it stands, in a fixed pitch; nothing if empty. */
export function verbatim(heading: string, text: string): TemplateResult | typeof nothing {
  if (text === "") return nothing;
  return html`<section><peek-text-block heading=${heading} plain .source=${() => text}><div class="code"><peek-long-text mono .text=${text}></peek-long-text></div></peek-text-block></section>`;
}

/** Any JSON under a heading: text as prose, pictures and what stands beside them as parts, structure as a tree; nothing if absent. */
export function value(heading: string, content: Json | undefined): TemplateResult | typeof nothing {
  if (content === undefined || content === null) return nothing;
  const text = contentText(content);
  if (text !== undefined) {
    const inner = structured(text);
    return typeof inner === "string" ? prose(heading, text) : tree(heading, inner, text);
  }
  const parts = mediaParts(content);
  if (parts === undefined) return tree(heading, content);
  return html`<section><peek-text-block heading=${heading} .source=${() => toJsonText(content, JSON_LIMIT)}>${parts.map(partView)}</peek-text-block></section>`;
}

/** A JSON tree under a heading. `text` is what stood in the file, if it was text. */
export function tree(heading: string, content: Json, text?: string): TemplateResult {
  const source = (): string => text ?? toJsonText(content, JSON_LIMIT);
  return html`<section><peek-text-block heading=${heading} .source=${source}><div class="code"><peek-json-tree label=${heading} .value=${content}></peek-json-tree></div></peek-text-block></section>`;
}

/** Label and content, side by side; facts without content are left out, and so is the section if none is left. */
export function facts(list: readonly (readonly [label: string, content: unknown])[]): TemplateResult | typeof nothing {
  const given = list.filter(([, content]) => content !== nothing && content !== "" && content !== undefined && content !== null);
  if (given.length === 0) return nothing;
  return html`<section><dl class="facts">${given.map(([label, content]) => html`<dt>${label}</dt><dd dir="auto">${content}</dd>`)}</dl></section>`;
}

/** A share of 0 to 1 as figure and bar. */
export function meter(share: number, label: string): TemplateResult {
  const percent = Math.round(share * 100);
  return html`<span class="num">${share.toFixed(2)}</span> <span class="meter ${share < 0.5 ? "low" : ""}" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax="1" aria-valuenow=${share}
      ><i ${cssProps({ width: `${percent}%` })}></i
    ></span>`;
}
