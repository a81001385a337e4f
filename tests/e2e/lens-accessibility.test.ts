import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { LENSES } from "../../viewer/ui/app/lenses.ts";
import { expect, test } from "./support/test.ts";
import { sampleOf } from "./support/viewer.ts";

/** Samples with something to show in their lenses; every lens not named is looked at with the first. */
const SAMPLES: readonly { readonly name: string; readonly lenses: readonly string[] }[] = [
  { name: "safety_escalation", lenses: [] },
  { name: "multi_agent_dialogue", lenses: ["agents"] },
  { name: "success_vs_failure_pair", lenses: ["calls", "compare", "board"] },
];

const named = new Set(SAMPLES.flatMap(({ lenses }) => lenses));

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in ${scheme} @hosted`, () => {
    test.use({ colorScheme: scheme });

    test("axe finds nothing in any section of any lens", async ({ viewer }) => {
      test.setTimeout(240_000);
      const { page } = viewer;
      const found: string[] = [];
      for (const [at, { name, lenses }] of SAMPLES.entries()) {
        if (at > 0) await viewer.command("Close all files");
        await viewer.drop(sampleOf(name));
        await viewer.allRead();
        await expect(viewer.inspector).toContainText("Record");
        for (const { id, title } of LENSES.filter((lens) => (lenses.length > 0 ? lenses.includes(lens.id) : !named.has(lens.id)))) found.push(...(await inLens(page, { id, title })));
      }
      expect(found).toEqual([]);
    });
  });
}

/** What axe finds in a lens, section by section. */
async function inLens(page: Page, { id, title }: { readonly id: string; readonly title: string }): Promise<string[]> {
  await page.getByRole("tablist", { name: "Lenses" }).getByRole("tab", { name: title }).click();
  const sections = page.locator("lens-host").getByRole("tab");
  await expect(page.locator("lens-host")).not.toContainText(/Starting |Working it out/);
  const found = await violations(page, title);
  for (let section = 1; section < (await sections.count()); section++) {
    await sections.nth(section).click();
    await expect(page.locator("lens-host")).not.toContainText("Working it out");
    found.push(...(await violations(page, `${title}, ${(await sections.nth(section).textContent()) ?? ""}`)));
  }
  if (id !== "tree") return found;
  await page.keyboard.press("Shift+V");
  await expect(page.locator("peek-graph-list").getByRole("treeitem").first()).toBeVisible();
  return [...found, ...(await violations(page, "Tree, as a list"))];
}

async function violations(page: Page, what: string): Promise<string[]> {
  const result = await new AxeBuilder({ page }).analyze();
  return result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${what}: ${id} at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`));
}
