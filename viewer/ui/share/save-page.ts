import { carried, CARRIED, openViewer } from "../../../format/one-page.ts";
import { countOf } from "../../model/text.ts";
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
  const made = await client.ask("exportPage", run, redactKey);
  if (made === null) return;
  const page = openViewer(await viewer.text());
  if (page === undefined) {
    store.announcement.set(`${viewer.name} is not the viewer in one file without a trace in it: choose peaky-peek.html as it came, or use peek html.`);
    return;
  }
  const parts = await element(CARRIED.trace, made.name, made.blob, made.leftOut);
  for (const [index, { hash, blob }] of made.blobs.entries()) parts.push(...(await element(CARRIED.blob(index), `${made.name}.blobs/${hash}`, blob)));
  saveFile(new Blob([page.before, ...parts, page.after], { type: "text/html" }), `${made.name.replace(/\.peek\.jsonl$/, "")}.peek.html`);
  const beside = made.blobs.length === 0 ? "" : ` and ${countOf(made.blobs.length, "value")} kept beside the trace`;
  store.announcement.set(`Saved with ${countOf(made.events, "event")}${beside} in it. It opens by double-click, without a network.${made.leftOut === "" ? "" : ` ${made.leftOut}.`}`);
}

/** A blob packed into an element of the page. */
async function element(id: string, name: string, blob: Blob, leftOut = ""): Promise<string[]> {
  const [before, after] = carried(id, name, leftOut);
  const packed = await new Response(blob.stream().pipeThrough(new CompressionStream("gzip"))).blob();
  return [before, await base64(packed), after];
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
