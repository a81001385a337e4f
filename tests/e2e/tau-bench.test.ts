import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./support/test.ts";

const FOLDER = join(import.meta.dirname, "../../../shared/data/tau-bench/historical_trajectories");
const TERMS = ["mia_li_3668", "CERTIFICATE", "not eligible", "error: gift card", "Reservation_ID", "é"];

interface Trajectory {
  readonly traj: readonly { readonly content?: unknown; readonly tool_calls?: unknown }[];
}

/** Messages of the dropped files that hold the term in their text, as `grep -ci` would count them one a line. */
function messagesWith(runs: readonly Trajectory[], term: string): number {
  const wanted = term.toLowerCase();
  return runs.flatMap(({ traj }) => traj).filter(({ content }) => typeof content === "string" && content.toLowerCase().includes(wanted)).length;
}

test("200 real runs are dropped: 84 passed, 116 failed, 5,308 messages, and the first failure of a failed one is selected", async ({ viewer }) => {
  test.skip(!existsSync(FOLDER), "the real runs lie in ../shared/data, which is not here");
  const { page } = viewer;
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json")).map((name) => join(FOLDER, name));
  const runs = files.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as Trajectory[]);
  await viewer.pick(...files);
  await viewer.allRead();
  await expect(page.locator("run-list header")).toContainText("200");
  await expect(page.locator("run-list .filters")).toContainText(/passed\s*84/);
  await expect(page.locator("run-list .filters")).toContainText(/failed\s*116/);
  await expect(viewer.status).toContainText("200 runs");
  await expect(page.locator('run-list .run[aria-selected="true"]')).toHaveClass(/failed/);
  await expect(viewer.activeRow).toHaveCount(1);
  await expect(viewer.activeRow).toHaveClass(/failing|stopped/);
  await viewer.status.getByRole("button", { name: /all read/ }).click();
  await expect(page.locator("report-dialog")).toContainText("5,308 messages");
  await page.keyboard.press("Escape");
  for (const term of TERMS) {
    await viewer.search.fill(term);
    await expect(viewer.hits).toContainText(/ \/ |nothing found/);
    const shown = Number(/ \/ ([\d,]+)/.exec((await viewer.hits.textContent()) ?? "")?.[1]?.replaceAll(",", "") ?? 0);
    expect(shown, term).toBeGreaterThanOrEqual(messagesWith(runs, term));
  }
});
