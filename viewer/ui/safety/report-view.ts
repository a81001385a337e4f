import { html, nothing, render, type TemplateResult } from "lit";
import { reportHtml, reportMarkdown, type ReportPart } from "../../model/safety-report.ts";
import { saveFile } from "../kit/save-file.ts";

/** The report as it will be printed or saved. */
export function reportView(parts: readonly ReportPart[], name: string): TemplateResult {
  return html`<div class="tools">
      <button class="button main" @click=${() => printReport(parts)}>Print…</button>
      <button class="button" @click=${() => saveFile(new Blob([reportMarkdown(parts)], { type: "text/markdown" }), `${name}.safety.md`)}>Save as Markdown</button>
      <button class="button" @click=${() => saveFile(new Blob([reportHtml(parts)], { type: "text/html" }), `${name}.safety.html`)}>Save as HTML</button>
    </div>
    <div class="report">${partsView(parts)}</div>`;
}

function partsView(parts: readonly ReportPart[]): TemplateResult {
  return html`${parts.map(({ heading, sentences, head, rows }) => html`<h2>${heading}</h2>${sentences.map((sentence) => html`<p>${sentence}</p>`)}
    ${head.length === 0 ? nothing : html`<table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`}`)}`;
}

const PRINT = `
  .print-sheet { display: none; }
  @media print {
    html, body { height: auto; overflow: visible; background: #fff; color: #000; }
    body > :not(.print-sheet) { display: none !important; }
    .print-sheet { display: block; font: 11px/1.4 sans-serif; }
    .print-sheet table { border-collapse: collapse; width: 100%; }
    .print-sheet th, .print-sheet td { border: 1px solid #999; padding: 2px 4px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
    .print-sheet thead { display: table-header-group; }
    .print-sheet tr { break-inside: avoid; }
  }`;

/** Puts the report alone on the sheets the browser prints, and takes it away afterwards. */
function printReport(parts: readonly ReportPart[]): void {
  const sheet = document.createElement("div");
  sheet.className = "print-sheet";
  render(partsView(parts), sheet);
  const looks = new CSSStyleSheet();
  looks.replaceSync(PRINT);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, looks];
  document.body.append(sheet);
  const done = (): void => {
    sheet.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== looks);
  };
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}
