import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import type { DoorOption } from "./tests/e2e/support/test.ts";

const chromium = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

export default defineConfig<DoorOption>({
  testDir: "tests/e2e",
  testMatch: "**/*.test.ts",
  outputDir: "test-results",
  fullyParallel: true,
  // Two browsers on two cores make each other wait; where nobody does, the steadier run is worth the minutes.
  workers: process.env["CI"] === undefined ? 2 : 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 15_000,
    viewport: { width: 1280, height: 720 },
    // Nothing but this machine has a name: what leaves the page all the same would be an error, not a request.
    launchOptions: { args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"], ...(existsSync(chromium) ? { executablePath: chromium } : {}) },
  },
  projects: [
    { name: "hosted", use: { door: "hosted" } },
    { name: "one-file", use: { door: "one-file" }, grepInvert: /@hosted/ },
  ],
});
