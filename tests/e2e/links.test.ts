import { expect, test } from "./support/test.ts";
import { fileAt } from "./support/viewer.ts";

test("a link carries no data: whoever drops the same file lands on the same event, search and filters", async ({ viewer, recorded }) => {
  const { page } = viewer;
  await viewer.drop(fileAt(recorded.file));
  await viewer.allRead();
  await viewer.search.fill("Seattle");
  await expect(viewer.hits).toContainText("/ ");
  const eventOf = (): string | null => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("e");
  await expect.poll(eventOf).not.toBeNull();
  const before = eventOf();
  await viewer.rows.nth(3).click();
  const chosen = await viewer.activeRow.getAttribute("aria-rowindex");
  await expect.poll(() => new URL(page.url()).hash).toContain("q=Seattle");
  await expect.poll(eventOf).not.toBe(before);
  const fragment = new URL(page.url()).hash.slice(1);

  await viewer.start(fragment);
  await expect(page.locator("landing-page [role=status]")).toContainText("Links carry no data");
  await viewer.drop(fileAt(recorded.file));
  await viewer.allRead();
  await expect(viewer.activeRow).toHaveAttribute("aria-rowindex", chosen ?? "");
  await expect(viewer.search).toHaveValue("Seattle");
});

test("Back returns to the run looked at before", async ({ viewer, recorded }) => {
  const { page } = viewer;
  await page.getByRole("button", { name: /A tool loop/ }).click();
  await viewer.allRead();
  await viewer.drop(fileAt(recorded.file));
  await expect(page.locator("run-list")).toContainText("Umbrella in Seattle?");
  const chosen = page.locator('run-list .run[aria-selected="true"]');
  await page.locator("run-list .run", { hasText: "Umbrella" }).click();
  await expect(chosen).toContainText("Umbrella");
  await page.keyboard.press("]");
  await page.keyboard.press("[");
  await page.locator("run-list .run").filter({ hasNotText: "Umbrella" }).first().click();
  await expect(chosen).not.toContainText("Umbrella");
  await page.goBack();
  await expect(chosen).toContainText("Umbrella");
  await page.goForward();
  await expect(chosen).not.toContainText("Umbrella");
});
