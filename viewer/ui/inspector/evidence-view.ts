import { html, nothing, type TemplateResult } from "lit";
import type { Json } from "../../../format/event.ts";
import { contentText } from "../../model/message.ts";
import { isObject, listMember, previewOf, textMember } from "../../model/json.ts";
import type { BodyInput } from "./body.ts";
import { linkLine } from "./links-view.ts";

/** The grounds of a decision or a check: events, quotations, or, where they are expected, that none were given. */
export function evidenceView(input: BodyInput, expected: boolean): TemplateResult | typeof nothing {
  const items = listMember(input.payload, "evidence");
  const quoted = new Set(items.flatMap((item) => (isObject(item) ? [textMember(item, "event")] : [])));
  const links = input.detail.links.filter((link) => link.type === "evidence" && !quoted.has(link.id));
  if (items.length + links.length === 0) return expected ? html`<span class="bad">none given</span>` : nothing;
  return html`<ul class="plain">
    ${items.map((item) => evidenceItem(item, input))}${links.map((link) => linkLine(link, "", input.select))}
  </ul>`;
}

function evidenceItem(item: Json, { detail, select }: BodyInput): TemplateResult {
  if (!isObject(item)) return html`<li dir="auto">${previewOf(item, 300)}</li>`;
  const source = textMember(item, "source");
  const content = contentText(item["content"]);
  const link = detail.links.find((candidate) => candidate.id === textMember(item, "event"));
  return html`<li dir="auto">
    ${source === "" ? nothing : html`<span class="dim">${source}</span>`}
    ${content === undefined ? html`<peek-json-tree .value=${item["content"] ?? null}></peek-json-tree>` : html`<peek-long-text .text=${content} .first=${400}></peek-long-text>`}
    ${link === undefined ? nothing : html`<ul class="links">${linkLine(link, "", select)}</ul>`}
  </li>`;
}
