import type { Page } from "@playwright/test";
import { longRun10k } from "../../samples/scenarios/long_run_10k.ts";
import { recordToText } from "../../samples/scenarios/support/stage.ts";
import { expect, test } from "./support/test.ts";
import { sampleOf, type Viewer } from "./support/viewer.ts";

/*
 * From the drop of each sample to the answer somebody would look for in it, by keyboard alone. What they rest on is the
 * same behind both doors, so one door does.
 */

async function open(viewer: Viewer, ...names: readonly string[]): Promise<Page> {
  await viewer.drop(...names.map(sampleOf));
  await viewer.allRead();
  await expect(viewer.inspector).toContainText("Record");
  return viewer.page;
}

async function search({ page, hits }: Viewer, words: string): Promise<void> {
  await page.keyboard.press("/");
  await page.keyboard.type(words);
  await expect(hits).toContainText("/ ");
  await page.keyboard.press("Enter");
}

/** Goes through the entries of a lens with `j` until the keyboard is at one that says this, and opens it. */
async function openEntry(page: Page, words: string | RegExp): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    await page.keyboard.press("j");
    if ((await focusedText(page)).search(words) >= 0) return page.keyboard.press("Enter");
  }
  throw new Error(`no entry says ${String(words)}`);
}

async function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement != null) focused = focused.shadowRoot.activeElement;
    return focused?.textContent ?? "";
  });
}

test.describe("by keyboard alone, from the drop to the answer: @hosted", () => {
  test("who told the agent to forward the invoice, and what stopped it?", async ({ viewer }) => {
    const page = await open(viewer, "prompt_injection");
    await viewer.command("from policy to refusal");
    await expect(page.locator("safety-panel")).toContainText("archive@mail-backup.example is outside @halden-optics.example and is named only in what a tool returned (message m-4412), not by the user");
    await openEntry(page, "forward_mail");
    await viewer.command("only blocks");
    await page.keyboard.press("j");
    await expect(viewer.inspector).toContainText("■ blocked");
    await expect(viewer.inspector).toContainText("outbound-mail/known-recipients");
  });

  test("what does the final answer rest on?", async ({ viewer }) => {
    const page = await open(viewer, "evidence_grounding");
    await page.keyboard.press("End");
    await page.keyboard.press("k");
    await expect(viewer.inspector).toContainText("24 months from delivery (General terms 2023)");
    await page.keyboard.press("y");
    await page.keyboard.press("Shift+V");
    await expect(page.locator("peek-graph-list")).toContainText("Seals are wearing parts; the general terms");
    await search(viewer, "Seals are wearing parts");
    await expect(viewer.inspector).toContainText("Wearing parts, seals included, carry a warranty of 24 months from delivery.");
  });

  test("why were the first two plans turned down?", async ({ viewer }) => {
    const page = await open(viewer, "multi_agent_dialogue");
    await viewer.command("the dialogue, word by word");
    const debate = page.locator("agents-panel");
    await expect(debate).toContainText("The staging figures say 25 minutes; the limit is ten");
    await expect(debate).toContainText("without a way back one bad index keeps orders down");
    await viewer.command("what goes wrong between them");
    await expect(debate).toContainText("Lost at a handoff");
  });

  test("why did the agent promise a refund without looking the order up?", async ({ viewer }) => {
    const page = await open(viewer, "prompt_policy_shift");
    await viewer.command("messages between agents");
    await expect(page.locator("agents-panel")).toContainText(/may_promise_refund false → true/);
    await expect(page.locator("agents-panel")).toContainText(/must_look_up_order true → false/);
  });

  test("at which step did the agent begin to work round the guard?", async ({ viewer }) => {
    const page = await open(viewer, "safety_escalation");
    await viewer.command("from policy to refusal");
    const safety = page.locator("safety-panel");
    await expect(safety).toContainText("Tried again after a stop");
    await expect(safety).toContainText("is stopped again");
    await expect(safety).toContainText("SET session_replication_role = replica; DROP TABLE sessions");
    await viewer.command("suspects, and what speaks");
    await expect(page.locator("insights-panel")).toContainText("Why did this fail?");
    await page.keyboard.press("e");
    await search(viewer, "try something stronger");
    await expect(viewer.inspector).toContainText("The lock may last for hours and the disk will not.");
  });

  test("where did it start to loop?", async ({ viewer }) => {
    const page = await open(viewer, "looping_behavior");
    await viewer.command("loops and other odd behaviour");
    await expect(page.locator("insights-panel")).toContainText("the same call was made 3 times with the same arguments and the same result");
    await openEntry(page, /^#\d+$/);
    await expect(viewer.inspector).toContainText("search_flights");
    await expect(viewer.inspector).toContainText(/#4 ·/);
  });

  test("are these failures one problem or many?", async ({ viewer }) => {
    const page = await open(viewer, "failure_cluster");
    await viewer.command("failures grouped");
    const groups = page.locator("insights-panel");
    await expect(groups).toContainText(/no item .* in catalogue eu-west-1/);
    await expect(groups).toContainText("10 failures in 3 groups");
  });

  test("why did the second run not pay?", async ({ viewer }) => {
    const page = await open(viewer, "replay_determinism");
    await viewer.command("what another run did differently");
    await expect(page.locator("compare-panel")).toContainText(/same until\s*5 of 11 lines/);
    await expect(page.locator("compare-panel .pair")).toContainText("1.1193");
    await expect(page.locator("compare-panel .pair")).toContainText("1.1207");
  });

  test("what failed last night, and has it happened before?", async ({ viewer }) => {
    const page = await open(viewer, "retention_recent_failure", "retention_stale_failure");
    await expect(viewer.inspector).toContainText("the archive did not answer within 30 s");
    await viewer.command("failures like this one");
    await expect(page.locator("board-panel")).toContainText("100 %");
    await openEntry(page, "the archive did not answer");
    await expect(viewer.inspector).toContainText("2025-10-06");
  });

  test("what did the third repair do that the others had not?", async ({ viewer }) => {
    await open(viewer, "repair_memory");
    await search(viewer, "normalize");
    await expect(viewer.inspector).toContainText("Accents must be taken off before, and dashes at the ends after.");
    await expect(viewer.inspector).toContainText('normalize("NFD")');
    await expect(viewer.inspector).toContainText("4 passed");
  });

  test("what did the failing one of two runs do differently?", async ({ viewer }) => {
    const page = await open(viewer, "success_vs_failure_pair");
    await viewer.command("what another run did differently");
    await expect(page.locator("compare-panel")).toContainText(/same until\s*4 of 16 lines/);
    await expect(page.locator("compare-panel")).toContainText('date "11/12/2025"');
    await expect(page.locator("compare-panel")).toContainText('date "2025-11-12"');
    await expect(viewer.inspector).toContainText("search_flights");
  });

  test("which of the four look-ups held the answer up?", async ({ viewer }) => {
    const page = await open(viewer, "parallel_tools");
    await viewer.command("where money, tokens and time went");
    await expect(page.locator("calls-panel .bars.tools .clip").first()).toHaveText("webcam");
    await expect(page.locator("calls-panel")).toContainText("4.0 s · 2 calls");
    await viewer.command("every tool, how long");
    await expect(page.locator("calls-panel")).toContainText("1 failed (50 %)");
  });

  test("how far did it come before the process died, and what is lost?", async ({ viewer }) => {
    const page = await open(viewer, "streaming_crash_mid_write");
    await page.keyboard.press("End");
    await expect(viewer.inspector).toContainText("Section: Repaired");
    await viewer.command("How the file was read");
    await expect(page.locator("report-dialog")).toContainText("The last line is cut off: the recorder was stopped while it wrote. Everything before it is here.");
  });

  test("which decision made the run expensive?", async ({ viewer }) => {
    const page = await open(viewer, "cost_blowup");
    await viewer.command("where money, tokens and time went");
    await expect(page.locator("calls-panel")).toContainText("claude-opus-4-1");
    await expect(page.locator("calls-panel")).toContainText("$0.22 · 12.7 s");
    await viewer.command("every call of a model");
    await expect(page.locator("calls-panel tbody tr")).toHaveCount(11);
    await search(viewer, "go on with claude-opus");
    await expect(viewer.inspector).toContainText("a larger model may tell the themes apart");
    await expect(viewer.inspector).toContainText("not considered");
  });

  test("who dropped the context, and what stood in it?", async ({ viewer }) => {
    const page = await open(viewer, "context_overflow");
    await viewer.command("what the agent knew");
    const context = page.getByLabel("Context", { exact: true });
    await expect(context).toContainText("0 messages gone");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(context).toContainText("1 message gone");
    await expect(context).toContainText("do not restart the gateway before 22:00");
    await page.keyboard.press("k");
    await expect(viewer.inspector).toContainText("left the oldest message out of the context");
  });

  test("when, in ten thousand events, did the oven's sensor begin to fail?", async ({ viewer }) => {
    await viewer.drop({ name: "long_run_10k.peek.jsonl", bytes: Buffer.from(await recordToText(longRun10k)) });
    await viewer.allRead();
    await expect(viewer.inspector).toContainText("sensor oven-3");
    await expect(viewer.inspector).toContainText("in round 1201");
    await viewer.command("failures grouped");
    await expect(viewer.page.locator("insights-panel")).toContainText(/12 failures in 1 group/);
  });
});
