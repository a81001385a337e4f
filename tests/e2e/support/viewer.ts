import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page } from "@playwright/test";
import type { NetworkGuard } from "./network-guard.ts";

/** A file to drop, from memory. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A file of this machine as one to drop. */
export function fileAt(path: string): DroppedFile {
  return { name: basename(path), bytes: readFileSync(path) };
}

/** The trace of a scenario as a file to drop. */
export function sampleOf(name: string): DroppedFile {
  return fileAt(fileURLToPath(new URL(`../../../samples/scenarios/${name}.peek.jsonl`, import.meta.url)));
}

/** The page as a person uses it. */
export class Viewer {
  readonly page: Page;
  readonly #address: string;
  readonly #network: NetworkGuard;

  constructor(page: Page, address: string, network: NetworkGuard) {
    this.page = page;
    this.#address = address;
    this.#network = network;
    // Choosers are caught from the beginning: a key pressed before the browser was told to would open a real one.
    page.on("filechooser", () => {});
  }

  /** Loads the page and waits until it is shut off and its engine is ready. */
  async start(fragment = ""): Promise<void> {
    this.#network.reopen();
    await this.page.goto(`${this.#address}${fragment === "" ? "" : `#${fragment}`}`);
    if (fragment !== "") await this.page.reload();
    await expect(this.page.locator("status-bar")).toContainText("since load");
    this.#network.shut();
    await expect(this.status).not.toContainText("starting the engine");
  }

  get status(): Locator {
    return this.page.locator("status-bar");
  }

  get rows(): Locator {
    return this.page.locator("peek-event-table .row:not(.header):not([hidden])");
  }

  get activeRow(): Locator {
    return this.page.locator("peek-event-table .row.active");
  }

  get inspector(): Locator {
    return this.page.locator("peek-event-inspector");
  }

  get search(): Locator {
    return this.page.getByRole("searchbox", { name: "Search everything in these traces" });
  }

  get hits(): Locator {
    return this.page.locator("search-box .count");
  }

  get cards(): Locator {
    return this.page.locator("failure-cards .card");
  }

  /** Drops files on the middle of the page, as a person does. */
  async drop(...files: readonly DroppedFile[]): Promise<void> {
    const plain = files.map(({ name, bytes }) => ({ name, base64: bytes.toString("base64") }));
    const transfer = await this.page.evaluateHandle((dropped) => {
      const data = new DataTransfer();
      for (const { name, base64 } of dropped) data.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
      return data;
    }, plain);
    const body = this.page.locator("peek-app");
    for (const type of ["dragenter", "dragover", "drop"]) await body.dispatchEvent(type, { dataTransfer: transfer });
    await transfer.dispose();
  }

  /** Opens files of this machine through the picker. */
  async pick(...paths: readonly string[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.keyboard.press("Control+o");
    await (await chooser).setFiles([...paths]);
  }

  /** Waits until everything dropped has been read. */
  async allRead(): Promise<void> {
    await expect(this.status).toContainText(/all read|skipped/, { timeout: 60_000 });
  }

  /** Runs the command that some words of its title name. */
  async command(words: string): Promise<void> {
    const { keyboard } = this.page;
    const field = this.page.getByRole("combobox", { name: "Command" });
    await keyboard.press("Control+k");
    await expect(field).toBeFocused();
    await keyboard.type(words);
    await keyboard.press("Enter");
    await expect(field).toHaveCount(0);
  }
}
