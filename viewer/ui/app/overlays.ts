import { html, nothing, type TemplateResult } from "lit";
import type { Command } from "../../model/commands.ts";
import type { App } from "../../state/app.ts";

/** The dialog that is open over the page, if one is. */
export function overlayView(app: App, commands: readonly Command[], isMac: boolean): TemplateResult | typeof nothing {
  const { overlay, open } = app.store;
  const shown = overlay.get();
  const close = (): void => overlay.set({ kind: "none" });
  const nameOf = (number: number): string => open.get().files.find(({ file }) => file === number)?.name ?? "the file";
  switch (shown.kind) {
    case "palette":
      return html`<command-palette .commands=${commands} .isMac=${isMac} @close=${close}></command-palette>`;
    case "keys":
      return html`<key-sheet .commands=${commands} .isMac=${isMac} @close=${close}></key-sheet>`;
    case "proof":
      return html`<proof-dialog .requests=${app.requests()} .version=${app.version} @close=${close}></proof-dialog>`;
    case "report":
      return html`<report-dialog .file=${shown.file} .name=${nameOf(shown.file)} @close=${close}></report-dialog>`;
    case "mapping":
      return html`<mapping-dialog .file=${shown.file} .name=${nameOf(shown.file)} @close=${close}></mapping-dialog>`;
    case "brief":
      return html`<brief-dialog .about=${shown.about} @close=${close}></brief-dialog>`;
    case "none":
      return nothing;
  }
}
