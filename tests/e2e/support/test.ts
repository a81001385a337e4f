import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test as base } from "@playwright/test";
import { serveFolder } from "../../../scripts/support/static-server.ts";
import { NetworkGuard } from "./network-guard.ts";
import { recordRun, type RecordedRun } from "./record-run.ts";
import { Viewer } from "./viewer.ts";

const DIST = join(import.meta.dirname, "../../../dist");
/** The hosted build is served from below this path, as GitHub Pages does it. */
const SUB_PATH = "some/where/peek";

/** How the viewer is opened: from a server below a sub-path, or as one file by double-click. */
export interface DoorOption {
  door: "hosted" | "one-file";
}

interface Fixtures {
  /** Watches every request; a test in which one leaves the page fails. */
  network: NetworkGuard;
  /** The real build, at its landing with the engine ready. */
  viewer: Viewer;
}

interface Shared extends DoorOption {
  /** Address of the viewer for the door. */
  address: string;
  /** A run just recorded with the built SDK. */
  recorded: RecordedRun;
}

/** `test` with the real build behind either door. */
export const test = base.extend<Fixtures, Shared>({
  door: ["hosted", { option: true, scope: "worker" }],
  recorded: [
    // oxlint-disable-next-line no-empty-pattern -- the runner reads from the pattern what a fixture needs
    async ({}, use) => {
      const run = recordRun();
      await use(run);
      rmSync(run.folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  address: [
    async ({ door }, use) => {
      if (door === "one-file") return use(pathToFileURL(join(DIST, "peaky-peek.html")).href);
      const root = mkdtempSync(join(tmpdir(), "peek-e2e-"));
      mkdirSync(join(root, "some/where"), { recursive: true });
      symlinkSync(DIST, join(root, SUB_PATH));
      const { url, stop } = await serveFolder(root);
      await use(`${url}${SUB_PATH}/`);
      stop();
      rmSync(root, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  network: [
    async ({ context, address }, use) => {
      const guard = new NetworkGuard(context, address);
      await use(guard);
      guard.check();
    },
    { auto: true },
  ],
  viewer: async ({ page, address, network }, use) => {
    const viewer = new Viewer(page, address, network);
    await viewer.start();
    await use(viewer);
  },
});

export { expect } from "@playwright/test";
