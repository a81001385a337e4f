import { userEvent } from "vitest/browser";
import { beforeEach, describe, expect, it } from "vitest";
import { entryOf, writeSideFile } from "../../../../format/notes/side-file.ts";
import type { App } from "../../../../viewer/state/app.ts";
import { NotesPanel } from "../../../../viewer/ui/notes/notes-panel.ts";
import "../../../../viewer/ui/notes/notes-card.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, press, settled, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;
const EVENTS = [0, 1, 2, 3].map((seq) => ({ seq, id: `e${seq}`, session: "s", agent: "a", kind: "log", time_unix_us: START_US + seq * 1_000_000, payload: { message: `step ${seq}` } }));
const AWAY = "d".repeat(64);

describe("the notes lens", () => {
  let panel: NotesPanel;
  let app: App;

  beforeEach(async () => {
    const host = document.createElement("div");
    panel = new NotesPanel();
    app = await appWith(host, EVENTS);
    panel.style.setProperty("height", "400px");
    host.append(panel, document.createElement("notes-card"));
    await show(host, { width: 760, height: 600 });
  });

  const lines = (): readonly string[] => deepAll(panel, ".rl-row:not([hidden])").map((row) => (row.textContent ?? "").replaceAll(/\s+/g, " ").trim());
  const grid = (): HTMLElement => deepAll(panel, "[role=grid]")[0] as HTMLElement;
  const note = async (row: number, text: string): Promise<void> => {
    await app.notes.addNote(`note ${row}`, row, text);
  };
  const drop = async (name: string, text: string): Promise<void> => {
    await app.files.open([{ name, blob: new Blob([text]) }]);
    await settled();
  };

  it("says how to begin where there is nothing", () => {
    expect(visibleText(panel)).toContain("Nothing noted yet");
    expect(visibleText(panel)).toContain("bookmarks the event looked at");
  });

  it("lists what is noted in the order of the events; keys go there, delete, and bring back", async () => {
    await note(2, "second <img src=x>\nand more");
    await note(0, "first");
    await until(() => lines().some((line) => line.includes("step 2")));
    expect(lines().map((line) => line.replace(/^.*step/, "step"))).toEqual(["step 0first", "step 2second <img src=x> and more"]);
    expect(deepAll(panel, "img")).toEqual([]);
    await press(grid(), "{End}");
    expect(app.store.row.get()).toBe(2);
    expect(deepAll(panel, ".reader .text")[0]?.textContent).toBe("second <img src=x>\nand more");
    await press(grid(), "{Delete}");
    expect(lines()).toHaveLength(1);
    (deepAll(panel, "button").find((button) => button.textContent.includes("Bring back")) as HTMLElement).click();
    await settled();
    expect(lines()).toHaveLength(2);
  });

  it("filters by words and kind, and says when nothing is left", async () => {
    await note(2, "second");
    app.selection.selectRow(1);
    await app.notes.toggleBookmark();
    await settled();
    expect(lines()).toHaveLength(2);
    const filter = deepAll(panel, "input[type=search]")[0] as HTMLInputElement;
    await userEvent.type(filter, "SECOND");
    await settled();
    expect(lines()).toHaveLength(1);
    await userEvent.type(filter, " third");
    await settled();
    expect(visibleText(panel)).toContain("No note holds that.");
    await userEvent.clear(filter);
    const chips = (): readonly HTMLElement[] => deepAll(panel, ".chips .chip") as HTMLElement[];
    expect(chips().map((chip) => chip.textContent.replaceAll(/\s+/g, " ").trim())).toEqual(["all 2", "bookmarks 1", "notes 1"]);
    chips()[1]?.click();
    await settled();
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toContain("step 1");
  });

  it("has a chip for each kind there is, with its count, and shows only that kind", async () => {
    const trace = app.notes.openFiles.get()[0]?.hash ?? "";
    app.notes.put({ kind: "bookmark", id: "b", trace, session: "s", event: "e1", time_unix_us: START_US + 1_000_000 });
    app.notes.put({ kind: "range", id: "r", trace, session: "s", from_unix_us: START_US, to_unix_us: START_US + 5, text: "a slow stretch" });
    app.notes.put({ kind: "name", id: "n", trace, group: "g", text: "Flaky search" });
    app.notes.put({ kind: "merge", id: "m", trace, groups: ["g", "h"] });
    app.notes.put({ kind: "split", id: "s", trace, group: "i", events: [{ session: "s", event: "e2", time_unix_us: 0 }] });
    await settled();
    const chips = (): readonly HTMLElement[] => deepAll(panel, ".chips .chip") as HTMLElement[];
    const names = (): readonly string[] => chips().map((chip) => chip.textContent.replaceAll(/\s+/g, " ").trim());
    const press = async (name: string): Promise<void> => {
      chips()[names().findIndex((text) => text.startsWith(name))]?.click();
      await settled();
    };
    expect(names()).toEqual(["all 5", "bookmarks 1", "ranges 1", "groups 3"]);
    await press("ranges");
    expect(chips().map((chip) => chip.getAttribute("aria-pressed"))).toEqual(["false", "false", "true", "false"]);
    expect(lines()).toEqual([expect.stringContaining("a slow stretch")]);
    await press("groups");
    expect(lines()).toHaveLength(3);
    for (const text of ["Flaky search", "2 failure groups made one", "1 failure made a group"]) expect(lines().join(" ")).toContain(text);
    await press("ranges");
    app.notes.remove("r");
    await settled();
    expect(names()).toEqual(["all 4", "bookmarks 1", "ranges 0", "groups 3"]);
    expect(visibleText(panel)).toContain("No note holds that.");
    await press("all");
    expect(names()).toEqual(["all 4", "bookmarks 1", "groups 3"]);
    expect(lines()).toHaveLength(4);
  });

  it("a dropped side file is taken in and never read as a trace; notes on traces that are not open are kept and readable", async () => {
    const trace = app.notes.openFiles.get()[0]?.hash ?? "";
    const entries = [
      { kind: "note", id: "1", trace, changed_unix_ms: 1, by: "Ben", session: "s", event: "e3", time_unix_us: START_US + 3_000_000, text: "from Ben" },
      { kind: "note", id: "2", trace: AWAY, changed_unix_ms: 1, by: "Ben", session: "x", event: "e", time_unix_us: 1, text: "elsewhere" },
    ].map((given) => entryOf(given));
    const text = writeSideFile({ traces: new Map([[AWAY, "other.peek.jsonl"]]), entries: new Map(entries.flatMap((entry) => (entry === undefined ? [] : [[entry.id, entry] as const]))) });
    await drop("from-ben.json", text);
    await until(() => app.notes.marks.get().has(3));
    expect(app.store.open.get().files).toHaveLength(1);
    expect(visibleText(document.body)).toContain("2 notes from from-ben.json. Kept until its trace is opened: other.peek.jsonl.");
    await drop("again.json", text);
    expect(lines()).toHaveLength(2);
    await press(grid(), "{End}");
    expect(visibleText(panel)).toMatch(/other\.peek\.jsonl\s*, not open/);
    expect(deepAll(panel, ".reader .text")[0]?.textContent).toBe("elsewhere");
  });

  it("a side file that cannot be read says why and what to do", async () => {
    await drop("run.peek-notes.json", "{ broken");
    expect(visibleText(document.body)).toMatch(/The notes in run.peek-notes.json could not be read.*Export the notes again/);
    expect(app.store.open.get().files).toHaveLength(1);
  });
});
