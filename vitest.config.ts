import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const chromium = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const launchOptions = { args: ["--no-sandbox"], ...(existsSync(chromium) ? { executablePath: chromium } : {}) };

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: "node", environment: "node", include: ["tests/**/*.test.ts"], exclude: ["tests/viewer/ui/**", "tests/e2e/**"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        optimizeDeps: { include: ["lit", "@lit/context", "@lit-labs/signals", "signal-polyfill", "comlink", "apache-arrow", "dompurify", "marked", "cytoscape"] },
        test: {
          name: "browser",
          include: ["tests/viewer/ui/**/*.test.ts"],
          browser: { enabled: true, headless: true, screenshotFailures: false, provider: playwright({ launchOptions }), instances: [{ browser: "chromium", viewport: { width: 1280, height: 720 } }] },
        },
      },
    ],
  },
});
