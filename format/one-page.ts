/** What the viewer's own program begins with, in its one file. Written so that it does not find itself in that program. */
const PROGRAM = /<script type="module"(?:>)/g;

/** Elements of the one-file viewer that carry what it opens, by id: gzip, as base64. */
export const CARRIED = { trace: "peek-trace", notes: "peek-notes", blob: (index: number): string => `peek-blob-${index}` } as const;

/** What stands before and after what a page carries. */
export interface OnePage {
  readonly before: string;
  readonly after: string;
}

/** Opens a page before its program; undefined if it has none. */
export function openPage(page: string): OnePage | undefined {
  const at = [...page.matchAll(PROGRAM)].at(-1)?.index;
  return at === undefined ? undefined : { before: page.slice(0, at), after: page.slice(at) };
}

/** Opens the one-file viewer. Undefined if the text is no such viewer, or holds a trace already. */
export function openViewer(text: string): OnePage | undefined {
  const page = openPage(text);
  return page?.before.includes('id="peek-wasm"') === true && !page.before.includes(`id="${CARRIED.trace}"`) ? page : undefined;
}

/** An element of the page around gzip in base64; `leftOut` says what is not in the page. */
export function carried(id: string, name: string, leftOut = ""): readonly [before: string, after: string] {
  return [`<script type="application/gzip" id="${id}" data-name="${escaped(name)}"${leftOut === "" ? "" : ` data-left-out="${escaped(leftOut)}"`}>`, "</script>\n"];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
