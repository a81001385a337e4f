import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import { PageActionEvent } from "../../../../viewer/ui/commands/messages.ts";
import { EventsPanel } from "../../../../viewer/ui/events/events-panel.ts";
import { appWith, until } from "../app-support.ts";
import { inside, settled, visibleText } from "../support.ts";

/** 50 turns of 4 events: a turn, in it a call, in it a result, and a log line beside them. */
const LINES = Array.from({ length: 200 }, (_, at) => {
  const [turn, part] = [Math.floor(at / 4), at % 4];
  const parent = part === 1 ? { parent: `t${turn}-0` } : part === 2 ? { parent: `t${turn}-1` } : {};
  const kind = ["agent_turn", "tool_call", "tool_result", "log"][part];
  return { seq: at, id: `t${turn}-${part}`, kind, session: "s", time_unix_us: 1_770_000_000_000_000 + at * 1000, name: `t${turn}-${part}`, ...parent, ...(at === 150 ? { outcome: "error" } : {}), payload: {} };
});

let app: App;
let panel: EventsPanel;

beforeEach(async () => {
  const host = document.createElement("div");
  panel = new EventsPanel();
  panel.style.setProperty("width", "800px");
  panel.style.setProperty("height", "500px");
  document.body.replaceChildren(host);
  app = await appWith(host, LINES);
  host.append(panel);
  await until(() => panel.shadowRoot?.querySelector("peek-event-table") != null);
  app.selection.selectRow(100);
  await until(() => app.store.index.get() === 100);
});

const table = (): HTMLElement => inside(panel, "peek-event-table");
const rowTop = (name: string): number => {
  const row = [...(table().shadowRoot?.querySelectorAll(".rows .row:not([hidden])") ?? [])].find((candidate) => candidate.querySelector("b")?.textContent === name);
  return row?.getBoundingClientRect().top ?? Number.NaN;
};

describe("the events lens", () => {
  it("brings the selected row into sight", () => {
    const box = table().getBoundingClientRect();
    expect(rowTop("t25-0")).toBeGreaterThan(box.top);
    expect(rowTop("t25-0")).toBeLessThan(box.bottom);
  });

  it("keeps the selected row at its height while kinds are hidden and shown", async () => {
    const before = rowTop("t25-0");
    app.store.filters.set({ ...app.store.filters.get(), hiddenKinds: ["log", "tool_result"] });
    await until(() => visibleText(panel).includes("100 hidden"));
    expect(rowTop("t25-0")).toBeCloseTo(before, 0);
    inside(panel, ".side .link").click();
    await until(() => !visibleText(panel).includes("hidden"));
    expect(rowTop("t25-0")).toBeCloseTo(before, 0);
  });

  it("folds and unfolds by key, and everything at once", async () => {
    window.dispatchEvent(new PageActionEvent("toggle-fold"));
    await until(() => visibleText(panel).includes("2 folded"));
    inside(panel, "[aria-label='Collapse all']").click();
    await until(() => visibleText(panel).includes("100 folded"));
    inside(panel, "[aria-label='Expand all']").click();
    await until(() => !visibleText(panel).includes("folded"));
  });

  it("says why nothing is shown, and undoes it in one press", async () => {
    app.store.filters.set({ ...app.store.filters.get(), range: [0, 1] });
    await until(() => panel.shadowRoot?.querySelector(".none") != null);
    expect(visibleText(inside(panel, ".none"))).toContain("only the time range on the timeline");
    inside(panel, ".none .link").click();
    await until(() => panel.shadowRoot?.querySelector(".none") == null);
    expect(app.store.filters.get().range).toBeNull();
  });

  it("moves by commands from anywhere on the page", async () => {
    window.dispatchEvent(new PageActionEvent("next-row"));
    await until(() => app.store.row.get() === 101);
    window.dispatchEvent(new PageActionEvent("last-row"));
    await until(() => app.store.row.get() === 199);
    expect(rowTop("t49-3")).toBeLessThan(table().getBoundingClientRect().bottom);
  });

  it("marks failures on the ruler and jumps where it is pressed", async () => {
    await until(() => app.store.overview.get().length > 0);
    const slices = app.store.overview.get();
    expect((slices.findIndex((flags) => (flags & 1) !== 0) / slices.length) * 200).toBeCloseTo(150, 0);
    const ruler = inside(panel, "peek-overview-ruler");
    const canvas = inside<HTMLCanvasElement>(ruler, "canvas");
    const box = canvas.getBoundingClientRect();
    canvas.dispatchEvent(new MouseEvent("click", { clientX: box.left + 2, clientY: box.bottom - 1, bubbles: true }));
    await settled();
    expect(rowTop("t49-0")).not.toBeNaN();
  });
});
