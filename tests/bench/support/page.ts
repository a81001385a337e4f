import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "@playwright/test";
import { serveFolder } from "../../../scripts/support/static-server.ts";

const DIST = fileURLToPath(new URL("../../../dist", import.meta.url));

/** The real build in a real browser, at its landing with the engine ready. */
export interface BenchPage {
  readonly page: Page;
  /** Megabytes (10^6) of proportional memory of the page's process. */
  readonly memoryMb: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** A real browser with an empty page. */
export interface BenchBrowser {
  readonly browser: Browser;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Opens a browser with an empty page. */
export async function openBrowser(): Promise<BenchBrowser> {
  const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ args: ["--no-sandbox"], ...(existsSync(executablePath) ? { executablePath } : {}) });
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
  return { browser, page, close: () => browser.close() };
}

/** Opens the built viewer. Throws if it has not been built. */
export async function openViewer(): Promise<BenchPage> {
  if (!existsSync(DIST)) throw new Error("dist/ is missing: run npm run build first");
  const server = await serveFolder(DIST);
  const { browser, page } = await openBrowser();
  // Choosers are caught from the beginning: a key pressed before the browser was told to would open a real one.
  page.on("filechooser", () => {});
  // The loader names functions with a helper that the page does not have.
  await page.addInitScript("globalThis.__name = (made) => made;");
  await page.goto(server.url);
  await page.waitForFunction(() => document.querySelector("peek-app")?.shadowRoot?.querySelector("status-bar")?.shadowRoot?.textContent?.includes("works offline") === true, null, { timeout: 60_000 });
  return {
    page,
    memoryMb: () => rendererMemoryMb(browser),
    close: async () => {
      await browser.close();
      server.stop();
    },
  };
}

/** Sum over the renderer processes; there is one with a page in it, the spare one weighs little and stands on both sides. */
export async function rendererMemoryMb(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send("SystemInfo.getProcessInfo")) as { processInfo: readonly { readonly type: string; readonly id: number }[] };
  const bytes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => pssBytes(id));
  return bytes.reduce((sum, value) => sum + value, 0) / 1e6;
}

function pssBytes(pid: number): number {
  try {
    const line = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return Number(line ?? 0) * 1024;
  } catch {
    // A spare process that ended since it was listed.
    return 0;
  }
}

/** Milliseconds from handing a file over to the first rows on screen, and to everything read. */
export async function openFile(page: Page, file: string): Promise<{ readonly firstRowsMs: number; readonly doneMs: number }> {
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Control+o");
  const input = await chooser;
  await page.evaluate(watchOpening);
  await input.setFiles(file);
  await page.waitForFunction(() => (globalThis as { opening?: Opening }).opening?.done !== undefined, null, { timeout: 120_000, polling: 50 });
  const opening = (await page.evaluate(() => (globalThis as { opening?: Opening }).opening)) as Required<Opening>;
  return { firstRowsMs: opening.first - opening.dropped, doneMs: opening.done - opening.dropped };
}

interface Opening {
  dropped: number;
  first?: number;
  done?: number;
}

/** Runs in the page: notes when the file comes in, when the first row is on screen, and when the status says all is read. */
function watchOpening(): void {
  const opening: Opening = { dropped: 0 };
  (globalThis as { opening?: Opening }).opening = opening;
  const app = document.querySelector("peek-app") as (Element & { app: { files: { open: (...sources: unknown[]) => unknown }; store: { open: { get(): { files: readonly { status: string }[] } } } } }) | null;
  if (app === null) return;
  const open = app.app.files.open.bind(app.app.files);
  app.app.files.open = (...sources) => {
    opening.dropped = performance.now();
    return open(...sources);
  };
  const look = (): void => {
    const table = app.shadowRoot?.querySelector("events-panel")?.shadowRoot?.querySelector("peek-event-table")?.shadowRoot;
    const isShown = table?.querySelector(".row:not(.header):not(.waiting):not([hidden]) .k") != null;
    if (opening.first === undefined && isShown) opening.first = performance.now();
    const { files } = app.app.store.open.get();
    if (opening.dropped > 0 && opening.first !== undefined && files.length > 0 && files.every((file) => file.status === "ready")) {
      opening.done = performance.now();
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
