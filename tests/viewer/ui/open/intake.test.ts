import { afterEach, describe, expect, it } from "vitest";
import { pickFiles } from "../../../../viewer/ui/open/intake.ts";

const picker = (): HTMLInputElement => document.querySelector<HTMLInputElement>("body > input[type=file]") as HTMLInputElement;
/** Files taken at once. */
const MOST = 20_000;
const noPicker = (event: Event): void => event.preventDefault();

/** What comes of so many files that were picked. */
function picked(count: number): { readonly opened: number; readonly leftOut: number } {
  const told = { opened: 0, leftOut: 0 };
  // The browser's own window would stay open.
  document.body.addEventListener("click", noPicker);
  pickFiles(true, { open: (sources) => (told.opened = sources.length), leftOut: (more) => (told.leftOut = more) });
  const file = new File(["{}"], "run.jsonl");
  Object.defineProperty(picker(), "files", { value: Array.from({ length: count }, () => file) });
  picker().dispatchEvent(new Event("change"));
  return told;
}

afterEach(() => document.body.removeEventListener("click", noPicker));

describe("files that are picked", () => {
  it("are opened, and the picker leaves nothing on the page", () => {
    expect(picked(3)).toEqual({ opened: 3, leftOut: 0 });
    expect(picker()).toBeNull();
  });

  it("are counted where they are too many, as those that are dropped", () => {
    const { opened, leftOut } = picked(MOST + 2);
    expect([opened, leftOut]).toEqual([MOST, 2]);
  });
});
