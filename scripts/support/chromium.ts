import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { run } from "./run.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium on this machine: the one CHROMIUM_PATH names, one in the path, or Playwright's own; undefined if there is none. */
function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = process.env["CHROMIUM_PATH"];
  const candidates = [...(named === undefined ? [] : [named]), ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), chromium.executablePath()];
  return candidates.find((path) => existsSync(path));
}

/** Path of a Chromium, installed first where there is none: Debian's package if apt can be used, else Playwright's download. Throws with what was tried. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  const tried: string[] = [];
  for (const install of [installWithApt, installWithPlaywright]) {
    tried.push(await install());
    const path = findChromium();
    if (path !== undefined) return path;
  }
  throw new Error(`No Chromium here, and none could be installed. Install one, or name it in CHROMIUM_PATH.\n${tried.join("\n")}`);
}

async function installWithApt(): Promise<string> {
  if ((await run("apt-get", ["--version"])).code !== 0) return "there is no apt-get";
  const isRoot = process.getuid?.() === 0;
  const apt = (...args: readonly string[]): Promise<{ readonly output: string }> => {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    return isRoot ? run("apt-get", args, env) : run("sudo", ["-n", "-E", "apt-get", ...args], env);
  };
  console.log("installing Chromium with apt-get …");
  const updated = await apt("update");
  const installed = await apt("install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core");
  return `${updated.output}\n${installed.output}`;
}

async function installWithPlaywright(): Promise<string> {
  console.log("installing Playwright's Chromium …");
  const { output } = await run("playwright", ["install", "--with-deps", "chromium"]);
  return output;
}
