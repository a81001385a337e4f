import { describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import "../../../../viewer/ui/status/report-dialog.ts";
import { appWith, until } from "../app-support.ts";
import { inside, visibleText } from "../support.ts";

type Dialog = HTMLElement & { file: number; name: string };

const SPANS = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: "t", spanId: "a", name: "x", startTimeUnixNano: "1700000000000000000" }, { name: "no id" }] }] }] });

async function open(): Promise<{ app: App; dialog: Dialog }> {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const app = await appWith(host, [{ seq: 0, id: "a", kind: "log", session: "s", time_unix_us: 1 }]);
  await app.client.remote.open([{ name: "t.json", blob: new Blob([SPANS]) }]);
  for (let state = app.store.open.get(); state.files.length < 2 || state.files.some(({ status }) => status !== "ready"); ) {
    state = await app.client.remote.state(state.version);
    app.store.open.set(state);
  }
  const dialog = document.createElement("report-dialog") as Dialog;
  dialog.file = 1;
  dialog.name = "t.json";
  host.append(dialog);
  await until(() => visibleText(dialog).includes("What became of 2 records"));
  return { app, dialog };
}

describe("how a file was read", () => {
  it("counts what became of its records, and shows a listed one as it stands in the dropped file", async () => {
    const { dialog } = await open();
    expect(visibleText(dialog)).toContain("t.json · /resourceSpans/0/scopeSpans/0/spans/1");
    const button = inside(dialog, ".entries .link");
    button.click();
    await until(() => visibleText(dialog).includes('"name": "no id"'));
    expect(button.getAttribute("aria-expanded")).toBe("true");
    button.click();
    await until(() => !visibleText(dialog).includes('"name": "no id"'));
  });

  it("tells of every open file", async () => {
    const { dialog } = await open();
    const select = inside<HTMLSelectElement>(dialog, ".which select");
    expect([...select.options].map((option) => option.textContent?.trim())).toEqual(["test.peek.jsonl", "t.json — 1 skipped"]);
    select.value = "0";
    select.dispatchEvent(new Event("change"));
    await until(() => visibleText(dialog).includes("Everything was read"));
    expect(dialog.name).toBe("test.peek.jsonl");
  });
});
