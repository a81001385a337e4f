import { AxeBuilder } from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { traceText } from "../support/engine.ts";
import { bmp, toBase64 } from "../support/pictures.ts";
import { expect, test } from "./support/test.ts";

/** True if something was painted on a canvas. */
function isPainted(canvas: Locator): Promise<boolean> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = width === 0 ? [] : [...((element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [])];
    return pixels.some((value) => value !== 0);
  });
}

const SHOT = toBase64(bmp(600, 300));
const ASK = { role: "user", content: [{ type: "text", text: "what is on this page?" }, { type: "image_url", image_url: { url: `data:image/bmp;base64,${SHOT}` } }, { type: "image_url", image_url: { url: "https://example.com/shot.png" } }] };

test("a picture too large for the first read stands in the details and in what the model saw, and nothing is fetched", async ({ viewer }) => {
  const { page, inspector } = viewer;
  const text = traceText([
    { kind: "llm_request", model: "m", payload: { messages: [ASK] } },
    { kind: "llm_response", model: "m", reply_to: "e0", payload: { content: "a page" } },
    { kind: "llm_request", model: "m", payload: { messages: [ASK, { role: "assistant", content: "a page" }] } },
  ]);
  await viewer.drop({ name: "shots.peek.jsonl", bytes: Buffer.from(text) });
  await viewer.allRead();
  await page.keyboard.press("Home");
  await expect(inspector).toContainText("BMP · 600 × 300 · 540 KB");
  await expect(inspector).toContainText("https://example.com/shot.png · not fetched: this page makes no requests");
  const small = inspector.locator("peek-picture .frame canvas");
  await expect.poll(() => isPainted(small)).toBe(true);

  await inspector.getByRole("button", { name: "Enlarge the picture" }).press("Enter");
  const large = inspector.locator("peek-picture .large canvas");
  await expect.poll(() => isPainted(large)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.keyboard.press("End");
  await viewer.command("what the agent knew");
  const context = page.getByLabel("Context", { exact: true });
  await expect(context).toContainText("1 new message, 0 messages gone");
  await context.locator("summary", { hasText: "what is on this page?" }).click();
  await expect.poll(() => isPainted(context.locator("peek-picture .frame canvas"))).toBe(true);
});

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in ${scheme} @hosted`, () => {
    test.use({ colorScheme: scheme });

    test("axe finds nothing in a picture, small and large", async ({ viewer }) => {
      const { page, inspector } = viewer;
      const text = traceText([{ kind: "human_input", payload: { content: ASK.content } }]);
      await viewer.drop({ name: "shot.peek.jsonl", bytes: Buffer.from(text) });
      await viewer.allRead();
      await expect.poll(() => isPainted(inspector.locator("peek-picture .frame canvas"))).toBe(true);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await inspector.getByRole("button", { name: "Enlarge the picture" }).click();
      await expect.poll(() => isPainted(inspector.locator("peek-picture .large canvas"))).toBe(true);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    });
  });
}
