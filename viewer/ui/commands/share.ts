import type { BriefSubject } from "../../engine/contracts/brief.ts";
import { randomSecret } from "../../state/secret.ts";
import { savePage } from "../share/save-page.ts";
import type { CommandGroup } from "./registry.ts";

export const shareCommands: CommandGroup = (app, act) => {
  const { store } = app;
  const group = "Share";
  const hasRun = (): boolean => store.run.get() !== null;
  const brief = (about: BriefSubject) => (): void => store.overlay.set({ kind: "brief", about });
  const page = (redactKey: string): void => {
    const run = store.run.get();
    if (run !== null) savePage(app, run, redactKey);
  };
  return [
    { id: "copy-link", title: "Copy a link to the event", group, keys: ["c"], isReady: hasRun, run: act("copy-link") },
    { id: "brief-why", title: "Copy as Markdown: why it failed, for a colleague or a coding agent…", group, keys: ["Shift+C"], isReady: hasRun, run: brief("why") },
    { id: "brief-run", title: "Copy as Markdown: the run…", group, keys: [], isReady: hasRun, run: brief("run") },
    { id: "brief-event", title: "Copy as Markdown: the event…", group, keys: [], isReady: () => store.row.get() >= 0, run: brief("event") },
    { id: "share-page", title: "Save the run and the viewer as one HTML file…", group, keys: [], isReady: hasRun, run: () => page("") },
    { id: "share-page-redacted", title: "Save a redacted copy of the run and the viewer as one HTML file…", group, keys: [], isReady: hasRun, run: () => page(randomSecret()) },
  ];
};
