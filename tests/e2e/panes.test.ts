import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { fileAt } from "./support/viewer.ts";

/** By the palette: two keys in a row would have to come in time. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

const SAMPLE = fileAt(join(import.meta.dirname, "../../samples/scenarios/looping_behavior.peek.jsonl"));

test("panes are put away and moved by key, and stand so after the page is loaded again", async ({ page, viewer }) => {
  await viewer.drop(SAMPLE);
  await viewer.allRead();
  await expect(page.locator("run-list")).toBeVisible();
  for (const words of ["hide the runs", "hide the timeline", "Details below"]) await command(page, words);
  await expect(page.locator("run-list")).toBeHidden();
  await expect(page.locator("timeline-panel")).toBeHidden();
  await expect(viewer.activeRow).toBeInViewport();
  const below = async (): Promise<boolean> => ((await page.locator("inspector-panel").boundingBox())?.y ?? 0) > ((await page.locator("lens-host").boundingBox())?.y ?? 0);
  expect(await below()).toBe(true);
  await viewer.start();
  await viewer.drop(SAMPLE);
  await viewer.allRead();
  await expect(page.locator("run-list")).toBeHidden();
  expect(await below()).toBe(true);
  await page.keyboard.press("r");
  await expect(page.locator("run-list")).toBeVisible();
});

test.describe("on a tablet", () => {
  test.use({ viewport: { width: 768, height: 1024 }, hasTouch: true });

  test("the runs come out of a drawer, and a run that is chosen closes it", async ({ page, viewer }) => {
    await viewer.drop(SAMPLE);
    await viewer.allRead();
    await expect(page.locator("run-list")).toBeHidden();
    await page.getByRole("button", { name: "Runs", exact: true }).tap();
    await expect(page.locator("run-list")).toBeVisible();
    await page.getByRole("listbox", { name: "Runs" }).getByRole("option").first().tap();
    await expect(page.locator("run-list")).toBeHidden();
    await command(page, "Details below");
    await expect(page.locator("inspector-panel")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.locator("inspector-panel")).toBeHidden();
  });
});
