import type { Page } from "@playwright/test";

/** Drops files of this machine on the page as the operating system does, so that the page gets handles of them. */
export async function dropRealFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await session.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
  await session.detach();
}
