import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { zipSync } from "fflate";
import { expect, test } from "./support/test.ts";
import { fileAt, type DroppedFile, type Viewer } from "./support/viewer.ts";

const ROOT = join(import.meta.dirname, "../..");
const TRACE = fileAt(fileURLToPath(new URL("../../samples/scenarios/failure_cluster.peek.jsonl", import.meta.url)));
const FOUND = "the <b>item</b> is not in this catalogue";

/** Does something by the palette: two keys in a row would have to come in time. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

/** Bookmarks the event looked at and writes a note on it, by keys. */
async function noteDown(viewer: Viewer): Promise<void> {
  const { page } = viewer;
  await expect(viewer.activeRow).toBeVisible();
  await page.keyboard.press("b");
  await page.keyboard.press(".");
  await page.keyboard.type(FOUND);
  await page.keyboard.press("Escape");
  await expect(viewer.activeRow.locator(".noted")).toHaveText("★✎");
}

async function exported(page: Page): Promise<DroppedFile> {
  const download = page.waitForEvent("download");
  await command(page, "Export the notes of the open");
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** As in the browser of somebody else. */
async function startElsewhere(viewer: Viewer): Promise<void> {
  await viewer.page.evaluate(() => localStorage.clear());
  await viewer.page.goto("about:blank");
  await viewer.start();
}

test("by keyboard alone: noted, exported, and back at somebody else's with the trace and the file", async ({ viewer }) => {
  const { page } = viewer;
  await viewer.drop(TRACE);
  await viewer.allRead();
  const noted = await viewer.activeRow.getAttribute("aria-rowindex");
  await noteDown(viewer);
  await page.keyboard.press("j");
  const file = await exported(page);
  expect(file.name).toBe("failure_cluster.peek-notes.json");
  expect(JSON.parse(file.bytes.toString()).entries.map(({ kind }: { readonly kind: string }) => kind).toSorted((a: string, b: string) => (a < b ? -1 : 1))).toEqual(["bookmark", "note"]);

  await startElsewhere(viewer);
  await viewer.drop(file);
  await expect(page.locator("notes-card")).toContainText("Kept until its trace is opened: failure_cluster.peek.jsonl");
  await viewer.drop(TRACE);
  await viewer.allRead();
  await expect(viewer.rows.locator(".noted", { hasText: "★✎" })).toHaveCount(1);
  await command(page, "what was found here before");
  await expect(page.locator("notes-panel .rl-row:not([hidden])")).toHaveCount(2);
  await page.locator("notes-panel [role=grid]").focus();
  await page.keyboard.press("End");
  await expect(page.locator("note-strip textarea")).toHaveValue(FOUND);
  await command(page, "what happened, step by step");
  await expect(viewer.activeRow).toHaveAttribute("aria-rowindex", noted ?? "");
});

test("what was noted is in the Markdown that is copied, fenced, until it is left out", async ({ viewer }) => {
  const { page } = viewer;
  await viewer.drop(TRACE);
  await viewer.allRead();
  await noteDown(viewer);
  await page.keyboard.press("Shift+C");
  const dialog = page.locator("brief-dialog");
  const text = dialog.getByLabel("What will be copied");
  await expect(text).toContainText("## Notes by people, not from the recording");
  await expect(text).toContainText(`\n\`\`\`\n${FOUND}\n\`\`\`\n`, { useInnerText: true });
  await dialog.getByRole("button", { name: "the event", exact: true }).click();
  await expect(text).toContainText("# One event");
  await expect(text).toContainText(FOUND);
  await dialog.getByRole("button", { name: "with notes" }).click();
  await expect(text).not.toContainText("Notes by people");
});

test("trace and notes dropped at once, or in an archive, are both taken in, and the notes are no trace", async ({ viewer }) => {
  const { page } = viewer;
  await viewer.drop(TRACE);
  await viewer.allRead();
  await noteDown(viewer);
  const file = await exported(page);
  const archive = { name: "report.zip", bytes: Buffer.from(zipSync({ [TRACE.name]: TRACE.bytes, [file.name]: file.bytes })) };
  for (const [dropped, name] of [[[file, TRACE], TRACE.name], [[archive], archive.name]] as const) {
    await startElsewhere(viewer);
    await viewer.drop(...dropped);
    await viewer.allRead();
    await expect(viewer.activeRow.locator(".noted")).toHaveText("★✎");
    await expect(viewer.status).toContainText(name);
    await expect(viewer.status).toContainText("1 run");
    await expect(viewer.cards).toHaveCount(0);
  }
});

test("notes are kept in this browser: they are there when the trace is dropped again", async ({ viewer }) => {
  await viewer.drop(TRACE);
  await viewer.allRead();
  await noteDown(viewer);
  await viewer.page.goto("about:blank");
  await viewer.start();
  await viewer.drop(TRACE);
  await viewer.allRead();
  await expect(viewer.activeRow.locator(".noted")).toHaveText("★✎");
  await expect(viewer.page.locator("note-strip textarea")).toHaveValue(FOUND);
});

test("by keyboard alone: a failure group gets a name, and keeps it with the file", async ({ viewer }) => {
  const { page } = viewer;
  await viewer.drop(TRACE);
  await viewer.allRead();
  await expect(viewer.activeRow).toBeVisible();
  await command(page, "Failure group of the event");
  const name = page.locator("insights-panel .edit input");
  await name.focus();
  await page.keyboard.type("Wrong catalogue");
  await page.keyboard.press("Tab");
  const heads = page.locator("insights-panel .group .head");
  await expect(heads.filter({ hasText: "Wrong catalogue" })).toHaveCount(1);
  const file = await exported(page);
  await startElsewhere(viewer);
  await viewer.drop(TRACE, file);
  await viewer.allRead();
  await expect(viewer.activeRow).toBeVisible();
  await command(page, "Failure group of the event");
  await expect(heads.filter({ hasText: "Wrong catalogue" })).toHaveCount(1);
});

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in ${scheme}`, () => {
    test.use({ colorScheme: scheme });

    test("axe finds nothing in the notes, nor where groups are changed by hand", async ({ viewer }) => {
      const { page } = viewer;
      await viewer.drop(TRACE);
      await viewer.allRead();
      await noteDown(viewer);
      await command(page, "what was found here before");
      await page.locator("notes-panel [role=grid]").focus();
      await page.keyboard.press("End");
      await expect(page.locator("notes-panel .reader")).toBeVisible();
      await expectClean(page);
      await command(page, "Failure group of the event");
      await page.locator("insights-panel .members input").first().check();
      await expectClean(page);
    });
  });
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`))).toEqual([]);
}

test("one file for a bug report: viewer, trace and the notes on it, open by double-click @hosted", async ({ viewer, network, page }) => {
  await viewer.drop(TRACE);
  await viewer.allRead();
  await noteDown(viewer);
  const file = await exported(page);
  const folder = mkdtempSync(join(tmpdir(), "peek-html-"));
  const [trace, notes, out] = ["failure_cluster.peek.jsonl", file.name, "report.html"].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(trace, TRACE.bytes);
  writeFileSync(notes, file.bytes);
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "build/sdk/cli/peek.js"), "html", trace, "--notes", notes, "--out", out], { encoding: "utf8" });
  expect(status, stderr).toBe(0);
  await page.goto(pathToFileURL(out).href);
  await viewer.allRead();
  await expect(viewer.activeRow.locator(".noted")).toHaveText("★✎");
  await expect(page.locator("note-strip textarea")).toHaveValue(FOUND);
  expect(network.take()).toEqual({ strays: [`GET ${pathToFileURL(out).href}`], troubles: [] });
  rmSync(folder, { recursive: true, force: true });
});
