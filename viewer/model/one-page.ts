/** What the viewer's own program begins with, in its one file. Written so that it does not find itself in that program. */
const PROGRAM = /<script type="module"(?:>)/g;

/** What stands before and after a trace in a page that holds viewer and trace. */
export interface OnePage {
  readonly before: string;
  readonly after: string;
}

/** Opens the one-file viewer for a trace (gzip, as base64, between the two parts). Undefined if the text is no such viewer, or holds a trace already. */
export function pageAround(viewer: string, traceName: string): OnePage | undefined {
  const at = [...viewer.matchAll(PROGRAM)].at(-1)?.index ?? 0;
  const parts = viewer.slice(0, at);
  if (!parts.includes('id="peek-wasm"') || parts.includes('id="peek-trace"')) return undefined;
  const name = traceName.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return { before: `${parts}<script type="application/gzip" id="peek-trace" data-name="${name}">`, after: `</script>\n${viewer.slice(at)}` };
}
