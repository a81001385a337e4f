import { pageAround } from "../../model/one-page.ts";
import type { App } from "../../state/app.ts";
import { choose } from "../kit/choose-files.ts";
import { saveFile } from "../kit/save-file.ts";

/**
 * Writes the run and the whole viewer as one HTML file. A page cannot read its own file, so the person chooses the
 * one-file viewer (peaky-peek.html), which comes with every copy. Must be called by a key or a click.
 */
export function savePage(app: App, run: number, redactKey: string): void {
  app.store.announcement.set("Choose peaky-peek.html, the viewer in one file: the run is put into a copy of it.");
  choose({ accept: ".html,text/html" }, ([viewer]) => {
    if (viewer !== undefined) void write(app, { run, redactKey, viewer });
  });
}

interface Wanted {
  readonly run: number;
  readonly redactKey: string;
  readonly viewer: File;
}

async function write({ client, store }: App, { run, redactKey, viewer }: Wanted): Promise<void> {
  const made = await client.ask("exportRun", run, "trace", redactKey);
  if (made === null) return;
  const page = pageAround(await viewer.text(), made.name);
  if (page === undefined) {
    store.announcement.set(`${viewer.name} is not the viewer in one file without a trace in it: choose peaky-peek.html as it came, or use peek html.`);
    return;
  }
  const packed = await new Response(made.blob.stream().pipeThrough(new CompressionStream("gzip"))).blob();
  saveFile(new Blob([page.before, await base64(packed), page.after], { type: "text/html" }), `${made.name.replace(/\.peek\.jsonl$/, "")}.peek.html`);
  store.announcement.set(`Saved with ${made.events.toLocaleString("en")} events in it. It opens by double-click, without a network.`);
}

async function base64(blob: Blob): Promise<string> {
  const reader = new FileReader();
  const read = new Promise<void>((resolve, reject) => {
    reader.addEventListener("load", () => resolve());
    reader.addEventListener("error", () => reject(reader.error ?? new Error("the trace could not be packed")));
  });
  reader.readAsDataURL(blob);
  await read;
  const address = typeof reader.result === "string" ? reader.result : "";
  return address.slice(address.indexOf(",") + 1);
}
