import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { fileAt } from "./support/viewer.ts";

async function expectClean(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${what}: ${id} at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`));
  expect(told).toEqual([]);
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in ${scheme} axe finds nothing`, () => {
    test.use({ colorScheme: scheme });

    test("on the landing, and on a card", async ({ viewer }) => {
      await expectClean(viewer.page, "landing");
      await viewer.drop({ name: "picture.png", bytes: Buffer.from("\x89PNG\r\n\x1a\n", "latin1") });
      await expect(viewer.cards).toHaveCount(1);
      await expectClean(viewer.page, "card");
    });

    test("on a run, a search and every dialog", async ({ viewer, recorded }) => {
      const { page } = viewer;
      await viewer.drop(fileAt(recorded.file));
      await viewer.allRead();
      await expect(viewer.activeRow).toContainText("the needle");
      await expectClean(page, "run");
      await viewer.search.fill("Seattle");
      await expect(viewer.hits).toContainText("/ ");
      await expectClean(page, "search");
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectClean(page, "palette");
      await page.keyboard.press("Escape");
      for (const [what, name] of [["keys", /keys/], ["proof", /since load/], ["report", /all read/]] as const) {
        await viewer.status.getByRole("button", { name }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectClean(page, what);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      }
    });
  });
}
