import { expect, test } from "./support/test.ts";
import { fileAt } from "./support/viewer.ts";

test("a run just recorded is dropped, and the page stands at its first failure", async ({ viewer, recorded }) => {
  const { page } = viewer;
  await expect(page.getByRole("heading", { name: "See why your agent did that." })).toBeVisible();
  await viewer.drop(fileAt(recorded.file));
  await viewer.allRead();
  await expect(page.locator("run-list .run")).toHaveCount(1);
  await expect(page.locator("run-list")).toContainText("Umbrella in Seattle?");
  await expect(viewer.activeRow).toContainText("the needle: upstream answered 503");
  await expect(viewer.inspector).toContainText("the needle: upstream answered 503");
  await expect(viewer.status).toContainText("0 requests since load");
  await expect(viewer.status).toContainText(`1 run · ${recorded.text.trim().split("\n").length - 1} events`);
});

test("search counts n of m, steps through the hits and finds what is folded away", async ({ viewer, recorded }) => {
  const { page } = viewer;
  await viewer.drop(fileAt(recorded.file));
  await viewer.allRead();
  await viewer.search.fill("ATTEMPT");
  await expect(viewer.hits).toHaveText(/ \/ 40$/);
  await viewer.search.press("Enter");
  const first = await viewer.hits.textContent();
  await viewer.search.press("Enter");
  await expect(viewer.hits).not.toHaveText(first ?? "");
  await viewer.search.press("Shift+Enter");
  await expect(viewer.hits).toHaveText(first ?? "");
  await viewer.search.fill("the needle");
  await expect(viewer.hits).toHaveText(/ \/ 1$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.type("zm");
  // What is left are the two ends of the run.
  await expect(viewer.rows).toHaveCount(2);
  await page.keyboard.press("/");
  await page.keyboard.type("the needle");
  await expect(viewer.hits).toHaveText(/ \/ 1$/);
  await page.keyboard.press("Enter");
  await expect(viewer.activeRow).toContainText("the needle");
  await viewer.search.fill("nowhere to be found");
  await expect(viewer.hits).toHaveText("nothing found");
});

test("the whole way by keyboard: open, move, failures, palette, keys", async ({ viewer, recorded }) => {
  const { page } = viewer;
  await viewer.pick(recorded.file);
  await viewer.allRead();
  await expect(viewer.activeRow).toContainText("the needle");
  await page.keyboard.type("gg");
  await expect(viewer.activeRow).toHaveAttribute("aria-rowindex", "2");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await expect(viewer.activeRow).toHaveAttribute("aria-rowindex", "4");
  await page.keyboard.press("k");
  await expect(viewer.activeRow).toHaveAttribute("aria-rowindex", "3");
  await page.keyboard.press("e");
  await expect(viewer.activeRow).toContainText("the needle");
  await page.keyboard.press("e");
  await expect(viewer.activeRow).toContainText("RangeError");
  await page.keyboard.press("Shift+E");
  await expect(viewer.activeRow).toContainText("the needle");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("last event");
  await page.keyboard.press("Enter");
  await expect(viewer.activeRow).not.toContainText("the needle");
  await page.keyboard.press("?");
  await expect(page.locator("key-sheet")).toContainText("Next failure");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a sample opens from the landing, beside what is open already, and all of it closes", async ({ viewer, recorded }) => {
  const { page } = viewer;
  await page.getByRole("button", { name: /A prompt injection/ }).click();
  await viewer.allRead();
  await expect(page.locator("run-list .run")).not.toHaveCount(0);
  const before = await page.locator("run-list .run").count();
  await viewer.drop(fileAt(recorded.file));
  await expect(page.locator("run-list .run")).toHaveCount(before + 1);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("close all files");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Open a trace…" })).toBeVisible();
});

test("pasted text opens as a trace", async ({ viewer, recorded }) => {
  await viewer.page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    window.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, recorded.text);
  await viewer.allRead();
  await expect(viewer.activeRow).toContainText("the needle");
});
