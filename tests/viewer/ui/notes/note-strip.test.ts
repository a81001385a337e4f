import { userEvent } from "vitest/browser";
import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import { PageActionEvent } from "../../../../viewer/ui/commands/messages.ts";
import { NoteStrip } from "../../../../viewer/ui/notes/note-strip.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, press, settled, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;
const EVENTS = [0, 1, 2, 3].map((seq) => ({ seq, id: `e${seq}`, session: "s", agent: "a", kind: "log", time_unix_us: START_US + seq * 1_000_000, payload: { message: `step ${seq}` } }));

describe("the strip of notes above an event", () => {
  let strip: NoteStrip;
  let app: App;

  beforeEach(async () => {
    const host = document.createElement("div");
    strip = new NoteStrip();
    app = await appWith(host, EVENTS);
    app.store.runs.set([{ run: 0, file: app.store.open.get().files[0]?.file, session: "s", startUnixUs: START_US, durationMs: 3000 } as never]);
    host.append(strip);
    await show(host, { width: 390, height: 400 });
    await look(1);
  });

  const look = async (row: number): Promise<void> => {
    app.selection.selectRow(row);
    await until(() => app.store.detail.get()?.row === row);
  };
  const field = (): HTMLTextAreaElement => deepAll(strip, "textarea")[0] as HTMLTextAreaElement;
  const act = async (action: "write-note" | "write-range-note"): Promise<void> => {
    window.dispatchEvent(new PageActionEvent(action));
    await settled();
  };
  const button = (words: string): HTMLButtonElement => deepAll(strip, "button").find((element) => element.textContent.includes(words)) as HTMLButtonElement;

  it("sets a bookmark and takes it away, told by a sign and by its state", async () => {
    button("bookmark").click();
    await settled();
    expect(button("bookmark").getAttribute("aria-pressed")).toBe("true");
    expect(app.notes.marks.get().get(1)).toEqual({ bookmarked: true, notes: 0 });
    button("bookmark").click();
    await settled();
    expect(app.notes.marks.get().size).toBe(0);
    button("bring back").click();
    await settled();
    expect(button("bookmark").textContent).toContain("★");
  });

  it("a note is begun by key and written letter by letter without losing the keyboard; Esc ends it", async () => {
    await act("write-note");
    const begun = field();
    await userEvent.keyboard("the <b>wrong</b> flight");
    await settled();
    expect(field()).toBe(begun);
    expect(app.notes.notesOf(1).map(({ text }) => text)).toEqual(["the <b>wrong</b> flight"]);
    expect(app.notes.marks.get().get(1)).toEqual({ bookmarked: false, notes: 1 });
    expect(deepAll(strip, "b")).toEqual([]);
    await press(field(), "{Escape}");
    await look(2);
    expect(deepAll(strip, "textarea")).toHaveLength(0);
    await look(1);
    await act("write-note");
    expect(field().value).toBe("the <b>wrong</b> flight");
  });

  it("keys may be quicker than the details of the event", async () => {
    app.selection.selectRow(3);
    void app.notes.toggleBookmark();
    await act("write-note");
    await userEvent.keyboard("quick");
    await until(() => app.store.detail.get()?.row === 3);
    expect(app.notes.notesOf(3).map(({ text, event }) => [text, event])).toEqual([["quick", "e3"]]);
    expect(app.notes.marks.get()).toEqual(new Map([[3, { bookmarked: true, notes: 1 }]]));
  });

  it("a note begun and left empty is none, and so is one that was emptied", async () => {
    await act("write-note");
    await press(field(), "{Escape}");
    expect(app.notes.entries.get()).toEqual([]);
    await act("write-note");
    await userEvent.keyboard("x{Backspace}");
    field().blur();
    await settled();
    expect(app.notes.entries.get()).toEqual([]);
    expect(app.notes.deleted.get()).toEqual([]);
  });

  it("a note on the range that is chosen stands there as long as the range does", async () => {
    const range = [START_US, START_US + 2_000_000] as const;
    app.store.filters.set({ ...app.store.filters.get(), range });
    await settled();
    await act("write-range-note");
    await userEvent.keyboard("slow");
    expect(app.notes.rangeNotes.get()).toMatchObject([{ kind: "range", text: "slow", from_unix_us: range[0], to_unix_us: range[1] }]);
    expect(visibleText(strip)).toContain("0.0 s – 2.0 s, 2.0 s");
    app.store.filters.set({ ...app.store.filters.get(), range: null });
    await settled();
    expect(deepAll(strip, "textarea")).toHaveLength(0);
  });

  it("the name of who writes is put on the note", async () => {
    app.store.preferences.set({ ...app.store.preferences.get(), author: "Ada" });
    await act("write-note");
    await userEvent.keyboard("mine");
    await settled();
    expect(visibleText(strip)).toMatch(/by\s+Ada/);
    app.store.preferences.set({ ...app.store.preferences.get(), author: "Ben" });
    const [note] = app.notes.notesOf(1);
    app.notes.remove(note?.id ?? "");
    app.notes.undo();
    expect(app.notes.notesOf(1)[0]?.by).toBe("Ada");
    app.notes.rewrite(note?.id ?? "", "ours");
    expect(app.notes.notesOf(1)[0]?.by).toBe("Ben");
  });
});
