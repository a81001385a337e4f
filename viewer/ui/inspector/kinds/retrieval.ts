import { html, nothing } from "lit";
import { isObject, listMember, textMember } from "../../../model/json.ts";
import { contentText } from "../../../model/message.ts";
import { countOf } from "../../../model/text.ts";
import { value, type BodyView } from "../body.ts";

const SHOWN = 50;

/** What was looked for and what was found. */
export const retrieval: BodyView = {
  shows: ["query", "documents"],
  view: ({ payload }) => {
    const documents = listMember(payload, "documents");
    return html`${value("Query", payload["query"])}
    <section>
      <h3>${countOf(documents.length, "document")}</h3>
      ${documents.slice(0, SHOWN).map((item) => {
        const text = isObject(item) ? contentText(item["content"] ?? item["text"] ?? item["page_content"]) : contentText(item);
        const title = isObject(item) ? textMember(item, "title") || textMember(item, "id") || textMember(item, "source") : "";
        return html`<details class="tool" open>
          <summary><b>${title || "document"}</b></summary>
          ${text === undefined ? html`<div class="code"><peek-json-tree .value=${item}></peek-json-tree></div>` : html`<peek-long-text .text=${text} .first=${400}></peek-long-text>`}
        </details>`;
      })}
      ${documents.length > SHOWN ? html`<p class="dim">The first ${SHOWN} are shown; all are in the raw view.</p>` : nothing}
    </section>`;
  },
};
