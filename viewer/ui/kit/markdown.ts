import DOMPurify from "dompurify";
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { Marked, type Tokens } from "marked";
import { copyText } from "./copy-button.ts";
import "./long-text.ts";

/** Beyond this many characters text is shown as it stands: a parser is no place for megabytes of strangers' text. */
const LONGEST = 24_000;

const TAGS = "p br hr strong em del code pre ul ol li blockquote h1 h2 h3 h4 h5 h6 table thead tbody tr th td span button".split(" ");

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** An address is text with a button that copies it: nothing of a trace opens or loads anything. */
function address(href: string): string {
  return `<button type="button" class="address" title="Copy this address">${escaped(href)}</button>`;
}

const markdown = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ raw }: Tokens.HTML | Tokens.Tag) => escaped(raw),
    image: ({ href, text }: Tokens.Image) => `<span class="media">image${text === "" ? "" : `: ${escaped(text)}`}</span> ${address(href)}`,
    checkbox: ({ checked }: Tokens.Checkbox) => (checked ? "☑ " : "☐ "),
    link({ href, text, tokens }: Tokens.Link) {
      return text === href ? address(href) : `${this.parser.parseInline(tokens)} ${address(href)}`;
    },
  },
});

/** The text as a document fragment without a link, image, script or style in it; `null` if it cannot be parsed. */
function render(text: string): DocumentFragment | null {
  try {
    const dirty = markdown.parse(text, { async: false });
    return DOMPurify.sanitize(dirty, { RETURN_DOM_FRAGMENT: true, ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ["class", "title", "type", "start"], ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false });
  } catch {
    // Text nested deep enough overflows the parser's stack.
    return null;
  }
}

/** Message text with its Markdown shown. HTML in it is shown as text. */
export class MarkdownText extends LitElement {
  static override styles = css`
    :host {
      display: block;
      overflow-wrap: anywhere;
    }
    :is(p, ul, ol, pre, blockquote, table, h1, h2, h3, h4, h5, h6) {
      margin: 0 0 6px;
    }
    :last-child {
      margin-bottom: 0;
    }
    p,
    li,
    td,
    th,
    h1,
    h2,
    h3,
    h4,
    h5,
    h6 {
      unicode-bidi: plaintext;
    }
    :is(h1, h2, h3, h4, h5, h6) {
      font-size: 13px;
      font-weight: 600;
    }
    ul,
    ol {
      padding-left: 20px;
    }
    code {
      font: 12px var(--mono);
      background: var(--bg-sunk);
      border-radius: 3px;
      padding: 0 3px;
    }
    pre {
      padding: 6px 8px;
      border: 1px solid var(--line);
      border-radius: 4px;
      background: var(--bg-sunk);
      white-space: pre-wrap;
    }
    pre code {
      padding: 0;
      background: none;
    }
    blockquote {
      padding-left: 8px;
      border-left: 2px solid var(--line-strong);
      color: var(--text-2);
    }
    table {
      border-collapse: collapse;
    }
    td,
    th {
      padding: 1px 6px;
      border: 1px solid var(--line);
      text-align: start;
    }
    hr {
      border: 0;
      border-top: 1px solid var(--line);
    }
    .address {
      padding: 0 3px;
      border: 0;
      border-radius: 3px;
      background: var(--bg-sunk);
      font: 12px var(--mono);
      color: var(--text-2);
      text-align: start;
      overflow-wrap: anywhere;
      cursor: copy;
    }
    .media {
      color: var(--text-2);
    }
  `;
  static override properties = { text: { attribute: false } };
  declare text: string;
  #fragment: DocumentFragment | null = null;

  constructor() {
    super();
    this.text = "";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("text")) this.#fragment = this.text.length > LONGEST ? null : render(this.text);
  }

  protected override render(): TemplateResult {
    if (this.#fragment === null) return html`<peek-long-text .text=${this.text}></peek-long-text>`;
    return html`<div dir="auto" @click=${this.#onClick}>${this.#fragment}</div>`;
  }

  readonly #onClick = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest(".address") : null;
    if (button !== null) void copyText(button.textContent ?? "");
  };
}

customElements.define("peek-markdown", MarkdownText);
