import { describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import "../../../../viewer/ui/mapping/mapping-dialog.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, inside, settled, visibleText } from "../support.ts";

type Dialog = HTMLElement & { file: number; name: string };

const LOGS = [{ when: "2026-01-01T00:00:00Z", who: "planner", note: "begin" }, { when: "2026-01-01T00:00:01Z", who: "critic", note: "no" }].map((line) => JSON.stringify(line)).join("\n");

async function open(): Promise<{ app: App; dialog: Dialog }> {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const app = await appWith(host, [{ seq: 0, id: "a", kind: "log", session: "s", time_unix_us: 1 }]);
  await app.client.remote.open([{ name: "log.jsonl", blob: new Blob([LOGS]) }]);
  for (let state = app.store.open.get(); state.files.at(-1)?.generic === undefined || state.files.at(-1)?.status !== "ready"; ) {
    state = await app.client.remote.state(state.version);
    app.store.open.set(state);
  }
  const dialog = document.createElement("mapping-dialog") as Dialog;
  dialog.file = app.store.open.get().files.at(-1)?.file ?? -1;
  dialog.name = "log.jsonl";
  host.append(dialog);
  await until(() => dialog.shadowRoot?.querySelector("select") !== null);
  return { app, dialog };
}

function choose(dialog: Dialog, member: string, path: string): void {
  const select = inside<HTMLSelectElement>(dialog, `select[name=${member}]`);
  select.value = path;
  select.dispatchEvent(new Event("change"));
}

describe("what fields mean", () => {
  it("shows the guess and what the first records become, and follows a choice", async () => {
    const { dialog } = await open();
    expect(inside<HTMLSelectElement>(dialog, "select[name=time]").value).toBe("when");
    expect(visibleText(dialog)).toContain("2026-01-01 00:00:00.000");
    choose(dialog, "actor", "who");
    choose(dialog, "text", "note");
    await until(() => visibleText(dialog).includes("begin") && inside<HTMLSelectElement>(dialog, "select[name=text]").value === "note");
    expect(deepAll(dialog, "select")).toHaveLength(7);
    inside(dialog, "p .link").click();
    await settled();
    expect(deepAll(dialog, "select")).toHaveLength(17);
  });

  it("is read so, remembered for its shape, and the dialog is done", async () => {
    const { app, dialog } = await open();
    let closed = 0;
    dialog.addEventListener("close", () => closed++);
    choose(dialog, "actor", "who");
    await until(() => visibleText(dialog).includes("critic"));
    const before = dialog.file;
    inside(dialog, ".button.main").click();
    expect(closed).toBe(1);
    await until(() => Object.keys(app.store.preferences.get().mappings).length === 1);
    expect(Object.values(app.store.preferences.get().mappings)).toMatchObject([{ actor: "who", time: "when" }]);
    for (let state = app.store.open.get(); state.files.some(({ file }) => file === before) || state.files.at(-1)?.status !== "ready"; ) {
      state = await app.client.remote.state(state.version);
      app.store.open.set(state);
    }
    expect(app.store.open.get().files.at(-1)?.generic).toMatchObject({ guessed: false });
  });

  it("every choice has a name, and a file without fields says so", async () => {
    const { dialog } = await open();
    for (const select of deepAll(dialog, "select")) expect((select as HTMLSelectElement).labels?.[0]?.textContent?.trim()).not.toBe("");
    dialog.file = 0;
    await until(() => visibleText(dialog).includes("No records whose fields could be mapped"));
  });
});
