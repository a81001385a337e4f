import { EXPORT_FORMS } from "../../model/exporting.ts";
import { countOf } from "../../model/text.ts";
import type { App } from "../../state/app.ts";
import { randomSecret } from "../../state/secret.ts";
import { saveFile } from "../kit/save-file.ts";
import type { CommandGroup } from "./registry.ts";

export const exportCommands: CommandGroup = (app) => {
  const { store } = app;
  const group = "Export";
  const hasRun = (): boolean => store.run.get() !== null;
  const hasRuns = (): boolean => store.runs.get().length > 1;
  return [
    ...EXPORT_FORMS.map(({ id, title }) => ({ id: `export-run-${id}`, title: `Export the run as ${title}`, group, keys: [], isReady: hasRun, run: () => void save(app, store.run.get(), id) })),
    ...EXPORT_FORMS.map(({ id, title }) => ({ id: `export-all-${id}`, title: `Export all runs as ${title}`, group, keys: [], isReady: hasRuns, run: () => void save(app, null, id) })),
    { id: "share-redacted-run", title: "Save a redacted copy of the run, to share", group: "Share", keys: [], isReady: hasRun, run: () => void save(app, store.run.get(), "trace", randomSecret()) },
    { id: "share-redacted-all", title: "Save a redacted copy of all runs, to share", group: "Share", keys: [], isReady: hasRuns, run: () => void save(app, null, "trace", randomSecret()) },
  ];
};

async function save({ client, store }: App, run: number | null, form: string, redactKey = ""): Promise<void> {
  store.announcement.set("Writing the export…");
  const made = await client.ask("exportRun", run, form, redactKey);
  if (made === null) return;
  saveFile(made.blob, made.name);
  store.announcement.set(`${countOf(made.events, "event")} written to ${made.name}${redactKey === "" ? "" : `; ${countOf(made.redacted, "value")} replaced by placeholders. No program finds everything: look at the copy before you share it.`}`);
}
