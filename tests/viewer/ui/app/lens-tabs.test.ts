import { describe, expect, it } from "vitest";
import { LENSES, lensKeys, lensOf } from "../../../../viewer/ui/app/lenses.ts";
import "../../../../viewer/ui/app/lens-tabs.ts";
import { inside, press, show } from "../support.ts";

type Tabs = HTMLElement & { chosen: string; counts: readonly string[] };

async function tabs(width: number): Promise<Tabs> {
  const element = document.createElement("lens-tabs") as Tabs;
  element.chosen = LENSES[0]?.id ?? "";
  element.counts = LENSES.map(() => "1,234,567");
  element.addEventListener("lens-select", (event) => (element.chosen = (event as Event & { lens: string }).lens));
  return show(element, { width, height: 34 });
}

describe("the lenses' tabs", () => {
  it("have one letter each, none of them g", () => {
    const letters = LENSES.map((lens) => lens.letter);
    expect(new Set(letters).size).toBe(letters.length);
    expect(letters).not.toContain("g");
    expect(lensKeys(0)[0]).toBe("1");
  });

  it("an unknown lens is the first one", () => {
    expect(lensOf("no such lens")).toBe(LENSES[0]);
  });

  it("End goes to the last lens, Home to the first, the chosen one in sight on a narrow page", async () => {
    const element = await tabs(220);
    await press(inside(element, "[role=tab]"), "{End}");
    expect(element.chosen).toBe(LENSES.at(-1)?.id);
    const chosen = inside(element, "[aria-selected=true]").getBoundingClientRect();
    const row = inside(element, ".tabs").getBoundingClientRect();
    expect(chosen.right).toBeLessThanOrEqual(row.right + 1);
    await press(inside(element, "[aria-selected=true]"), "{Home}");
    expect(element.chosen).toBe(LENSES[0]?.id);
  });

  it("all of them stand in a list that opens by its button", async () => {
    const element = await tabs(220);
    inside(element, ".all").click();
    const entries = element.shadowRoot?.querySelectorAll<HTMLElement>(".list button") ?? [];
    expect(entries.length).toBe(LENSES.length);
    entries[entries.length - 1]?.click();
    expect(element.chosen).toBe(LENSES.at(-1)?.id);
  });
});
