import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
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

test("a redacted brief is saved without the addresses in the run", async ({ page, viewer }) => {
  await viewer.drop(sample("prompt_injection"));
  await viewer.allRead();
  await page.keyboard.press("Shift+C");
  const dialog = page.locator("brief-dialog");
  await dialog.getByRole("button", { name: "32k tokens" }).click();
  await dialog.getByRole("button", { name: "redacted" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "tokens" })).toContainText("replaced");
  const saving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as .md" }).click();
  const text = readFileSync(await (await saving).path(), "utf8");
  expect(text).toContain("[EMAIL:");
  expect(text).not.toContain("lena.brandt@");
});

test("a run is saved with the viewer as one HTML file, which opens with it", async ({ page, viewer, browser }) => {
  await viewer.drop(sample("looping_behavior"));
  await viewer.allRead();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type("Save the run and the viewer as one HTML");
  const choosing = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  const saving = page.waitForEvent("download");
  await (await choosing).setFiles(join(import.meta.dirname, "../../dist/peaky-peek.html"));
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("looping_behavior.peek.html");
  const file = test.info().outputPath("saved.peek.html");
  await saved.saveAs(file);
  const other = await browser.newPage();
  await other.goto(pathToFileURL(file).href);
  await expect(other.locator("run-list")).toContainText("53 ev");
  await other.close();
});
