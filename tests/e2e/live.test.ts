import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropRealFiles } from "../support/real-drop.ts";
import { expect, test } from "./support/test.ts";

const line = (seq: number, given: object = {}): string => `${JSON.stringify({ seq, id: `e${seq}`, kind: "log", session: "s", agent: "a", time_unix_us: 1_763_884_800_000_000 + seq * 1000, payload: { message: `step ${seq}` }, ...given })}\n`;
const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => line(from + at)).join("");

interface LivePage {
  readonly app: { readonly store: { readonly isLive: { get(): boolean } } };
}

let folder = "";
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "peek-live-"));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a dropped file that grows is followed: the end stays in sight, then new rows are counted", async ({ page, viewer }) => {
  const file = join(folder, "growing.peek.jsonl");
  writeFileSync(file, `{"peek":1}\n${lines(0, 40)}`);
  await dropRealFiles(page, [file]);
  const table = page.locator("peek-event-table");
  await expect(table.locator(".row", { hasText: /step 0(?!\d)/ })).toBeVisible();
  await page.waitForFunction(() => (document.querySelector("peek-app") as unknown as LivePage).app.store.isLive.get());
  await page.keyboard.press("Shift+S");
  appendFileSync(file, lines(40, 80));
  await expect(table.locator(".row", { hasText: /step 79(?!\d)/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "live" })).toBeVisible();
  await expect(page.locator("run-list")).toContainText("80 ev");
  await page.keyboard.press("Home");
  await expect(table.locator(".row", { hasText: /step 0(?!\d)/ })).toBeVisible();
  appendFileSync(file, lines(80, 90));
  await page.getByRole("button", { name: /new/ }).click();
  await expect(table.locator(".row", { hasText: /step 89(?!\d)/ })).toBeVisible();
  expect(viewer).toBeDefined();
});

test("a loop in a followed run raises an alert that leads to it", async ({ page, viewer }) => {
  const file = join(folder, "looping.peek.jsonl");
  writeFileSync(file, `{"peek":1}\n${line(0, { kind: "agent_start" })}`);
  await dropRealFiles(page, [file]);
  await expect(page.locator("run-list")).toContainText("1 ev");
  const call = (at: number): string => line(at * 2 + 1, { kind: "tool_call", tool: "search", payload: { arguments: { q: "same" } } }) + line(at * 2 + 2, { kind: "tool_result", tool: "search", reply_to: `e${at * 2 + 1}`, outcome: "ok", payload: { result: "nothing" } });
  appendFileSync(file, Array.from({ length: 8 }, (_, at) => call(at)).join(""));
  const alerts = page.getByRole("region", { name: "Alerts on runs that are followed" });
  await expect(alerts).toBeVisible();
  await alerts.getByRole("button", { name: "show" }).first().click();
  await expect(page.locator("inspector-panel")).toContainText("search");
  expect(viewer).toBeDefined();
});

test("a file that was replaced can be read again", async ({ page, viewer }) => {
  const file = join(folder, "rotated.peek.jsonl");
  writeFileSync(file, `{"peek":1}\n${lines(0, 5)}`);
  await dropRealFiles(page, [file]);
  const table = page.locator("peek-event-table");
  await expect(table.locator(".row", { hasText: /step 4(?!\d)/ })).toBeVisible();
  writeFileSync(file, `{"peek":1}\n${line(0, { payload: { message: "begun anew" } })}`);
  await page.getByRole("button", { name: "read it again" }).click();
  await expect(table.getByText("begun anew")).toBeVisible();
  expect(viewer).toBeDefined();
});
