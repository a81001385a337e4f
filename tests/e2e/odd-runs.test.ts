import { writeFileSync } from "node:fs";
import { LENSES } from "../../viewer/ui/app/lenses.ts";
import { HUGE_RUNS, ODD_RUNS } from "../support/odd-runs.ts";
import { expect, test } from "./support/test.ts";
import type { Viewer } from "./support/viewer.ts";

/** Goes through every lens and every section of it: each says something, and none says that it failed. */
async function walk({ page, inspector }: Viewer): Promise<void> {
  const host = page.locator("lens-host");
  const tabs = page.getByRole("tablist", { name: "Lenses" });
  for (const { title } of LENSES) {
    await tabs.getByRole("tab", { name: title }).click();
    const sections = host.getByRole("tab");
    await expect(host).toContainText(/\S[\s\S]{15}/);
    for (let section = 0; section < Math.max(1, await sections.count()); section++) {
      if (section > 0) await sections.nth(section).click();
      await expect(host).not.toContainText(/Working it out|Starting /, { timeout: 15_000 });
      await expect(host.locator(".answer-failed")).toHaveCount(0);
    }
  }
  await tabs.getByRole("tab", { name: "Events" }).click();
  await page.keyboard.press("End");
  await expect(inspector).toContainText("Record");
}

test.describe("in every lens something stands and nothing fails @hosted", () => {
  for (const { name, text } of ODD_RUNS) {
    test(`of a run with ${name}`, async ({ viewer }) => {
      await viewer.drop({ name: "odd.peek.jsonl", bytes: Buffer.from(text()) });
      await viewer.allRead();
      await walk(viewer);
    });
  }

  for (const { name, text } of HUGE_RUNS) {
    test(`of a run with ${name}`, async ({ viewer }, testInfo) => {
      const path = testInfo.outputPath("huge.peek.jsonl");
      writeFileSync(path, text());
      await viewer.pick(path);
      await viewer.allRead();
      await walk(viewer);
    });
  }
});
