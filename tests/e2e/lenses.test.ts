import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";
import { sampleOf } from "./support/viewer.ts";

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in ${scheme}`, () => {
    test.use({ colorScheme: scheme });

    for (const lens of ["Tree", "Replay"]) {
      test(`axe finds nothing in the lens ${lens}`, async ({ viewer }) => {
        const { page } = viewer;
        await viewer.drop(sampleOf("safety_escalation"));
        await viewer.allRead();
        await page.getByRole("tab", { name: lens }).click();
        const shown = page.locator(lens === "Tree" ? "peek-graph-view" : "peek-replay-track");
        await expect(shown).toBeVisible();
        await expectClean(page);
        if (lens === "Replay") return;
        await page.keyboard.press("Shift+V");
        await expect(page.locator("peek-graph-list").getByRole("treeitem").first()).toBeVisible();
        await expectClean(page);
      });
    }
  });
}

/** Shows a lens by the palette: two keys in a row would have to come in time. */
async function show(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`))).toEqual([]);
}

test("by keyboard alone: where was the agent least sure, and what had it been given?", async ({ viewer }) => {
  const { page } = viewer;
  await viewer.drop(sampleOf("replay_breakpoints"));
  await viewer.allRead();
  await show(page, "what the agent knew");
  await expect(page.locator("replay-panel")).toContainText("Context");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+I");
  await page.keyboard.type("confidence < 0.5");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.locator("replay-panel .stops")).toContainText("confidence < 0.5 1");
  await page.keyboard.press("l");
  await expect(viewer.inspector).toContainText("nothing shows that the fork was bent on arrival");
  await expect(page.locator("replay-panel .rested")).toContainText("Stopped: confidence < 0.5");
  await expect(page.getByLabel("Context", { exact: true })).toContainText("the bicycle came with a bent fork");
});

test("by keyboard alone: play stops at what failed, with the state before it", async ({ viewer }) => {
  const { page } = viewer;
  await viewer.drop(sampleOf("replay_breakpoints"));
  await viewer.allRead();
  await show(page, "what the agent knew");
  await expect(page.locator("replay-panel .stops")).toContainText("failures 1");
  await page.keyboard.press("Home");
  await expect(page.locator("replay-panel .place")).toContainText("1 / 30");
  await page.keyboard.press(">");
  await page.keyboard.press("p");
  await expect(page.locator("replay-panel .rested")).toContainText("Stopped: failing");
  await expect(viewer.inspector).toContainText("GatewayTimeoutError");
  await expect(page.getByLabel("State", { exact: true })).toContainText("state.round");
  await expect.poll(() => new URL(page.url()).hash).toContain("tab=replay");
});

test("by keyboard alone: what led to the failing step, back to the first request", async ({ viewer }) => {
  const { page } = viewer;
  await viewer.drop(sampleOf("safety_escalation"));
  await viewer.allRead();
  await page.keyboard.press("y");
  await expect(page.locator("tree-panel .bar")).toContainText("answered by");
  await page.keyboard.press("Shift+V");
  const failing = page.locator("peek-graph-list [aria-selected=true]");
  await expect(failing).toContainText("canceling statement due to lock timeout");
  await expect(failing).toContainText("answered by this");
  await expect(page.locator("peek-graph-list")).toContainText("run_sql");
});

test("a file of ten thousand events opens grouped, and the page still makes no request", async ({ viewer }) => {
  const { page } = viewer;
  const line = (seq: number): object => ({ seq, id: `e${seq}`, kind: ["tool_call", "tool_result", "decision"][seq % 3], session: "s", time_unix_us: 1_770_000_000_000_000 + seq * 1000, ...(seq === 7000 ? { outcome: "error" } : {}) });
  await viewer.drop({ name: "many.peek.jsonl", bytes: Buffer.from(`{"peek":1}\n${Array.from({ length: 10_000 }, (_, seq) => JSON.stringify(line(seq))).join("\n")}\n`) });
  await viewer.allRead();
  await show(page, "what led to what");
  await expect(page.locator("tree-panel .note")).toContainText("of 10,000 events stand alone");
  await expect(viewer.status).toContainText("0 requests since load");
});
