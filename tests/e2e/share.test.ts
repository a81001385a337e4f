import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "./support/test.ts";
import { fileAt } from "./support/viewer.ts";

const sample = (name: string): ReturnType<typeof fileAt> => fileAt(join(import.meta.dirname, `../../samples/scenarios/${name}.peek.jsonl`));

test("a failure is copied as Markdown by keyboard alone, within the budget that was chosen", async ({ page, viewer, context }) => {
  await viewer.drop(sample("looping_behavior"));
  await viewer.allRead();
  await page.keyboard.press("Shift+C");
  const dialog = page.locator("brief-dialog");
  await expect(dialog.getByLabel("What will be copied")).toContainText("# Why did this fail?");
  await dialog.getByRole("button", { name: "2k tokens", exact: true }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "tokens" })).toContainText(/About 1,\d{3} tokens.*left out/);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => undefined);
  await dialog.getByRole("button", { name: "Copy", exact: true }).press("Enter");
  await expect(dialog).toHaveCount(0);
});

test("a brief that was just said to be redacted is saved without the addresses in the run", async ({ page, viewer }) => {
  await viewer.drop(sample("prompt_injection"));
  await viewer.allRead();
  await page.keyboard.press("Shift+C");
  const dialog = page.locator("brief-dialog");
  await dialog.getByRole("button", { name: "32k tokens" }).click();
  await expect(dialog.getByLabel("What will be copied")).toContainText("archive@mail-backup.example");
  const saving = page.waitForEvent("download");
  // In one go: the brief in sight is still the one with the addresses.
  await dialog.evaluate((host) => {
    const named = (name: string): HTMLButtonElement | undefined => [...(host.shadowRoot?.querySelectorAll("button") ?? [])].find((button) => button.textContent?.trim() === name);
    named("redacted")?.click();
    setTimeout(() => named("Save as .md")?.click());
  });
  const text = readFileSync(await (await saving).path(), "utf8");
  expect(text).toContain("[EMAIL:");
  expect(text).not.toContain("archive@mail-backup.example");
  await expect(dialog.getByRole("status").filter({ hasText: "tokens" })).toContainText("replaced");
});

/** Saves the page that a command writes. */
async function saveAs(page: Page, command: string): Promise<{ readonly name: string; readonly file: string }> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type(command);
  const choosing = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  const saving = page.waitForEvent("download");
  await (await choosing).setFiles(join(import.meta.dirname, "../../dist/peaky-peek.html"));
  const saved = await saving;
  const file = test.info().outputPath(saved.suggestedFilename());
  await saved.saveAs(file);
  return { name: saved.suggestedFilename(), file };
}

test("a run is saved with the viewer as one HTML file, which opens with it", async ({ page, viewer, browser }) => {
  await viewer.drop(sample("looping_behavior"));
  await viewer.allRead();
  const { name, file } = await saveAs(page, "Save the run and the viewer as one HTML");
  expect(name).toBe("looping_behavior.peek.html");
  const other = await browser.newPage();
  await other.goto(pathToFileURL(file).href);
  await expect(other.locator("run-list")).toContainText("53 ev");
  await other.close();
});

test("what is kept beside a trace goes into a saved page; redacted, without addresses and pictures", async ({ page, viewer, browser }) => {
  const [text, picture] = [strToU8("The whole answer. Ask ada@example.org about it."), Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64")];
  const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  const event = { seq: 0, id: "e0", kind: "tool_result", session: "s", time_unix_us: 1_763_884_800_000_000, tool: "fetch", payload: { result: { $blob: hashOf(text), bytes: text.length, media_type: "text/plain;charset=utf-8", head: "The whole" }, content: [{ $blob: hashOf(picture), bytes: picture.length, media_type: "image/png" }] } };
  const files = { "run.peek.jsonl": strToU8(`{"peek":1}\n${JSON.stringify(event)}\n`), [`run.peek.jsonl.blobs/${hashOf(text)}`]: text, [`run.peek.jsonl.blobs/${hashOf(picture)}`]: new Uint8Array(picture) };
  await viewer.drop({ name: "run.zip", bytes: Buffer.from(zipSync(files)) });
  await viewer.allRead();
  await expect(viewer.inspector).toContainText("Ask ada@example.org");
  const whole = await saveAs(page, "Save the run and the viewer as one HTML");
  const redacted = await saveAs(page, "Save a redacted copy of the run and the viewer");
  expect(readFileSync(redacted.file, "utf8").match(/id="peek-blob-\d+" /g)).toHaveLength(1);
  const other = await browser.newPage();
  await other.goto(pathToFileURL(whole.file).href);
  await expect(other.locator("peek-event-inspector")).toContainText("Ask ada@example.org");
  await expect(other.locator("peek-event-inspector")).not.toContainText("not here");
  await other.goto(pathToFileURL(redacted.file).href);
  await expect(other.locator("peek-event-inspector")).toContainText(/Ask \[EMAIL:[0-9a-f]{10}\]/);
  await expect(other.locator("peek-event-inspector")).toContainText("1 value of this event is kept beside the trace and is not here");
  await other.close();
});
