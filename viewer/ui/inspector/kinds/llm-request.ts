import { html, nothing } from "lit";
import type { Json } from "../../../../format/event.ts";
import { listMember, toJsonText } from "../../../model/json.ts";
import { contentText, messagesOf, readToolOffer } from "../../../model/message.ts";
import { countOf, formatCount } from "../../../model/text.ts";
import { tree, value, type BodyView } from "../body.ts";
import "../conversation.ts";

/** What the model was given: instructions folded, the conversation, the tools, the settings. */
export const llmRequest: BodyView = {
  shows: ["messages", "system", "tools", "settings"],
  view: ({ payload }) => {
    const all = messagesOf(payload, "messages");
    const isSystem = (role: string): boolean => role === "system" || role === "developer";
    const said = all.filter((message) => !isSystem(message.role));
    const instructions = [contentText(payload["system"]) ?? "", ...all.filter((message) => isSystem(message.role)).flatMap((message) => message.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])))].filter(Boolean);
    return html`${instructions.map(
      (text) => html`<section>
        <details>
          <summary><h3>System prompt</h3><span class="dim">${formatCount(text.length)} characters</span></summary>
          <peek-text-block .source=${() => text}><peek-markdown .text=${text}></peek-markdown></peek-text-block>
        </details>
      </section>`,
    )}
    ${payload["system"] !== undefined && contentText(payload["system"]) === undefined ? value("System prompt", payload["system"]) : nothing}
    ${said.length === 0
      ? nothing
      : html`<section><peek-text-block heading=${countOf(said.length, "message")} .source=${() => toJsonText(payload["messages"] ?? null, 20_000_000)}><peek-conversation .messages=${said}></peek-conversation></peek-text-block></section>`}
    ${tools(listMember(payload, "tools"))} ${payload["settings"] === undefined ? nothing : tree("Settings", payload["settings"])}`;
  },
};

function tools(list: readonly Json[]): unknown {
  if (list.length === 0) return nothing;
  return html`<section>
    <h3>${countOf(list.length, "tool")} offered</h3>
    ${list.map((item) => {
      const tool = readToolOffer(item);
      return html`<details class="tool">
        <summary><code>${tool.name || "tool"}</code> <span class="dim">${tool.description}</span></summary>
        <div class="code"><peek-json-tree .value=${tool.schema ?? item}></peek-json-tree></div>
      </details>`;
    })}
  </section>`;
}
