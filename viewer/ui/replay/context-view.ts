import { html, nothing, type TemplateResult } from "lit";
import type { ContextMessage, Occupancy, ReplayContext } from "../../engine/contracts/replay.ts";
import { parseJson } from "../../model/json.ts";
import { contentText, mediaParts, readMessage, type MessagePart } from "../../model/message.ts";
import { countOf, formatCount } from "../../model/text.ts";
import { cssProps } from "../kit/css-props.ts";
import { messageView } from "../inspector/parts-view.ts";
import "../kit/json-tree.ts";
import "../kit/long-text.ts";
import "../kit/markdown.ts";

/** What the context pane shows and tells. */
export interface ContextInput {
  readonly context: ReplayContext;
  /** Only what is new and what is gone since the call before. */
  readonly onlyChanges: boolean;
  /** Messages shown, from the newest. */
  readonly shown: number;
  readonly onMore: () => void;
  readonly select: (row: number) => void;
}

/** Exactly what the model was given: how full, of what, and message by message. */
export function contextView(input: ContextInput): TemplateResult {
  const { context, onlyChanges } = input;
  const all = onlyChanges ? context.messages.filter((message) => message.isNew) : context.messages;
  const hidden = Math.max(0, all.length - input.shown);
  const unseen = onlyChanges ? 0 : context.messagesTotal - context.messages.length;
  return html`${occupancy(context)} ${notes(context)} ${tools(context)} ${gone(input)}
    ${hidden + unseen > 0 ? html`<p class="line">${hidden > 0 ? html`<button class="link" @click=${input.onMore}>show ${formatCount(Math.min(hidden, 100))} earlier</button>` : nothing} <span class="dim">${formatCount(hidden + unseen)} earlier ${hidden + unseen === 1 ? "message" : "messages"} not shown${unseen > 0 ? "; the request itself holds them all" : ""}</span></p>` : nothing}
    ${all.slice(hidden).map((message) => messageLine(message, message.isNew && context.charactersBefore !== null ? "new" : "kept", input))}
    ${onlyChanges && all.length === 0 && context.droppedTotal === 0 ? html`<p class="line dim">Nothing changed since the call before.</p>` : nothing}`;
}

const CLASSES: Readonly<Record<Occupancy["category"], string>> = { system: "system", tools: "offered", user: "user", assistant: "assistant", "tool results": "results", other: "other" };

/** A bar and its figures in words: nobody needs the colours. */
function occupancy({ occupancy: parts, tokensIn }: ReplayContext): TemplateResult {
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0);
  if (tokens === 0) return html``;
  // An estimate may be far off; only what no estimate explains is said.
  const unrecorded = tokensIn !== null && tokensIn > tokens * 2 && tokensIn - tokens > 200 ? tokensIn - tokens : 0;
  return html`<div class="full">
    <div class="bar" aria-hidden="true">${parts.map((part) => html`<i class=${CLASSES[part.category]} ${cssProps({ "flex-grow": String(part.tokens) })}></i>`)}</div>
    <p><b class="num">${formatCount(tokensIn ?? tokens)}</b> tokens${tokensIn === null ? " (estimated: characters ÷ 4)" : " recorded; by category estimated"}${unrecorded > 0 ? html`, about ${formatCount(unrecorded)} more than the trace holds: prompts or tools that were not recorded` : nothing}</p>
    <ul class="legend">${parts.map((part) => html`<li><i class="swatch ${CLASSES[part.category]}" aria-hidden="true"></i>${part.category} <span class="num">${formatCount(part.tokens)}</span> <span class="dim num">${Math.round((part.tokens / tokens) * 100)} %</span></li>`)}</ul>
  </div>`;
}

function notes(context: ReplayContext): unknown {
  const before = context.charactersBefore;
  const grown = before === null ? 0 : context.occupancy.reduce((sum, part) => sum + (part.category === "tools" ? 0 : part.characters), 0) - before;
  return html`${context.request < 0 ? html`<p class="line notice">No request was recorded here: this is put together from what was said before the answer.</p>` : nothing}
  ${context.tooLarge ? html`<p class="line notice">The request is too large to be taken apart here; the details show its beginning.</p>` : nothing}
  ${before === null ? html`<p class="line dim">The first call: nothing to compare with.</p>` : html`<p class="line dim">${countOf(context.messages.filter((message) => message.isNew).length, "new message")}, ${countOf(context.droppedTotal, "message")} gone since the call before; ${grown >= 0 ? "+" : "−"}${formatCount(Math.abs(grown))} characters.</p>`}`;
}

function tools({ tools: names }: ReplayContext): unknown {
  if (names.length === 0) return nothing;
  return html`<details class="entry"><summary><span class="role">tools</span><span class="said"><b>${countOf(names.length, "tool")} offered</b> ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""}</span></summary><p class="names">${names.join(", ")}</p></details>`;
}

/** What the call before held and this one does not: it was compacted away or dropped. */
function gone(input: ContextInput): unknown {
  const { dropped, droppedTotal, droppedCharacters } = input.context;
  if (droppedTotal === 0) return nothing;
  return html`<details class="gone" ?open=${input.onlyChanges}>
    <summary><span class="sign" aria-hidden="true">−</span> ${countOf(droppedTotal, "message")} of the call before fell out, ${formatCount(droppedCharacters)} characters${droppedTotal === 1 ? `: ${oneLine(dropped[0])}` : ""}</summary>
    ${dropped.map((message) => messageLine(message, "gone", input))}
    ${droppedTotal > dropped.length ? html`<p class="line dim">The newest ${formatCount(dropped.length)} are shown.</p>` : nothing}
  </details>`;
}

function oneLine(message: ContextMessage | undefined): string {
  const value = message === undefined || message.cut ? undefined : parseJson(message.json);
  return value === undefined ? "" : `${message?.role ?? ""} “${briefOf(readMessage(value)).slice(0, 90)}”`;
}

const SIGNS = { new: "+", gone: "−", kept: "" } as const;

function messageLine(message: ContextMessage, standing: keyof typeof SIGNS, { select, context }: ContextInput): TemplateResult {
  const value = message.cut ? undefined : parseJson(message.json);
  const read = value === undefined ? undefined : readMessage(value);
  const row = message.row >= 0 ? message.row : context.request;
  return html`<details class="entry ${standing}">
    <summary>
      <span class="sign" title=${standing === "new" ? "not in the call before" : standing === "gone" ? "no longer in this call" : ""}>${SIGNS[standing]}${standing === "kept" ? nothing : html`<span class="hidden-visually">${standing}</span>`}</span><span class="role">${message.role || "message"}</span
      ><span class="said" dir="auto">${read === undefined ? briefOfCut(message.json) : briefOf(read)}</span><span class="num dim" title="tokens, estimated: characters ÷ 4">${formatCount(Math.ceil(message.characters / 4))}</span>
    </summary>
    ${read === undefined ? html`<peek-long-text mono .text=${message.json}></peek-long-text>` : messageView(read)}
    ${row < 0 ? nothing : html`<button class="link" @click=${() => select(row)}>${message.cut ? "all of it, in the event that holds it" : "the event that holds it"}</button>`}
  </details>`;
}

/** The beginning of a message too long to be whole, without the JSON around it. */
function briefOfCut(json: string): string {
  return json.slice(0, 400).replace(/^\{"role":"\w+","content":"/, "").replaceAll(/\\[nrt]/g, " ").slice(0, 300);
}

function briefOfPart(part: MessagePart): string {
  if (part.type === "text" || part.type === "reasoning") return part.text;
  if (part.type === "tool_call") return `${part.name}(${JSON.stringify(part.arguments)})`;
  if (part.type === "media") return `[${part.mediaType || "media"}]`;
  if (part.type === "other") return JSON.stringify(part.value);
  const parts = mediaParts(part.value);
  return parts === undefined ? (contentText(part.value) ?? JSON.stringify(part.value)) : parts.map((inner) => (inner.type === "tool_result" ? "…" : briefOfPart(inner))).join(" · ");
}

/** One line of what a message says. */
function briefOf(message: ReturnType<typeof readMessage>): string {
  const text = message.parts.map(briefOfPart).join(" · ").slice(0, 300).replaceAll(/\s+/g, " ");
  return `${message.name === "" ? "" : `${message.name}: `}${text}`;
}
