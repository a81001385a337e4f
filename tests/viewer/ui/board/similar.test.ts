import { beforeEach, describe, expect, it } from "vitest";
import { entryOf, type SideEntry } from "../../../../format/notes/side-file.ts";
import type { App } from "../../../../viewer/state/app.ts";
import { BoardPanel } from "../../../../viewer/ui/board/board-panel.ts";
import { appWith, until } from "../app-support.ts";
import { deepAll, show, visibleText } from "../support.ts";

const START_US = 1_763_884_800_000_000;
const run = (session: string, first: number): object[] =>
  ["flight HAT999 not found", "flight HAT111 not found"].map((error, at) => ({ seq: first + at, id: `${session}${at}`, session, agent: "booker", kind: "tool_result", tool: "book_flight", outcome: "error", time_unix_us: START_US + (first + at) * 1000, payload: { error } }));
const AWAY = "d".repeat(64);

describe("failures seen before", () => {
  let panel: BoardPanel;
  let app: App;

  beforeEach(async () => {
    const host = document.createElement("div");
    panel = new BoardPanel();
    app = await appWith(host, [...run("s", 0), ...run("t", 2)]);
    host.append(panel);
    await show(host, { width: 760, height: 560 });
    app.selection.selectRow(0);
    app.board.section.set("similar");
    await until(() => deepAll(panel, "tbody tr").length > 0);
  });

  it("show the notes that were written on them, as text", async () => {
    await app.notes.addNote("n1", 2, "The <b>date</b> was wrong: ask for it first");
    await until(() => visibleText(panel).includes("The <b>date</b> was wrong: ask for it first"));
    expect(deepAll(panel, ".note-text b")).toEqual([]);
  });

  it("show what was noted at the same failure in traces that are not open", async () => {
    const groups = await app.client.analyse("clusters", { run: null });
    const failure = groups.ok ? groups.value.clusters.find(({ rows }) => rows.includes(0))?.id : "";
    const note = entryOf({ kind: "note", id: "away", trace: AWAY, changed_unix_ms: 1, by: "Ben", session: "x", event: "e", time_unix_us: 1, text: "mended by checking the date", failure }) as SideEntry;
    app.notes.adopt({ traces: new Map([[AWAY, "old.peek.jsonl"]]), entries: new Map([[note.id, note]]) }, "ben.json", 0);
    await until(() => visibleText(panel).includes("Noted at the same failure"));
    expect(visibleText(panel)).toMatch(/Ben\s*: mended by checking the date.*old\.peek\.jsonl\s*, not open/);
  });

  it("a note on a failure knows which failure it is about", async () => {
    await app.notes.addNote("n1", 0, "wrong");
    await until(() => app.notes.hasFailureNotes.get());
    expect(app.notes.notesOf(0)[0]?.failure).toMatch(/^[0-9a-f]{16}$/);
  });
});
