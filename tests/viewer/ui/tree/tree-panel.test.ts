import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../../../viewer/state/app.ts";
import { PageActionEvent } from "../../../../viewer/ui/commands/messages.ts";
import "../../../../viewer/ui/tree/tree-panel.ts";
import { appWith, until } from "../app-support.ts";
import { inside, press, settled, visibleText } from "../support.ts";

/** 60 turns alike, the 41st with a result that failed and a decision that rests on it. */
const LINES = Array.from({ length: 60 }, (_, turn) => {
  const at = (part: number): object => ({ seq: turn * 4 + part, session: "s", time_unix_us: 1_770_000_000_000_000 + (turn * 4 + part) * 1000, agent: "a" });
  return [
    { ...at(0), id: `t${turn}`, kind: "agent_turn", name: `turn ${turn}` },
    { ...at(1), id: `c${turn}`, kind: "tool_call", name: `call ${turn}`, parent: `t${turn}` },
    { ...at(2), id: `r${turn}`, kind: "tool_result", name: `result ${turn}`, parent: `t${turn}`, reply_to: `c${turn}`, ...(turn === 40 ? { outcome: "error" } : {}), payload: {} },
    { ...at(3), id: `d${turn}`, kind: "decision", name: `decision ${turn}`, parent: `t${turn}`, evidence: [`r${turn}`], payload: {} },
  ];
}).flat();

let app: App;
let panel: HTMLElement;

beforeEach(async () => {
  const host = document.createElement("div");
  panel = document.createElement("tree-panel");
  panel.style.setProperty("width", "800px");
  panel.style.setProperty("height", "500px");
  document.body.replaceChildren(host);
  app = await appWith(host, LINES);
  app.store.lens.set("tree");
  host.append(panel);
  await until(() => panel.shadowRoot?.querySelector("peek-graph-view") != null);
});

const nodes = () => app.tree.picture.state.get().value?.nodes ?? [];
const rowOf = (id: string): number => LINES.findIndex((line) => "id" in line && line.id === id);
const stage = (): HTMLElement => inside(inside(panel, "peek-graph-view"), ".stage");
const shows = (id: string): boolean => nodes().some((node) => node.type === "event" && node.event.id === id);

describe("the tree lens", () => {
  it("opens grouped, draws a canvas, and says how much stands alone", () => {
    expect(nodes().length).toBeLessThan(40);
    expect(nodes().map((node) => node.label)).toContain("40 × turn");
    expect(visibleText(inside(panel, ".note"))).toContain("of 240 events stand alone");
    expect(inside(panel, "peek-graph-view").shadowRoot?.querySelectorAll("canvas").length).toBeGreaterThan(1);
  });

  it("opens up to whatever is selected elsewhere, and keeps what was open", async () => {
    app.selection.selectRow(rowOf("c10"));
    await until(() => shows("c10"));
    app.selection.selectRow(rowOf("d50"));
    await until(() => shows("d50"));
    expect(shows("c10")).toBe(true);
  });

  it("goes along the edges by arrow, selects with Enter, opens with Space", async () => {
    app.selection.selectRow(rowOf("t40"));
    await until(() => nodes().some((node) => node.row === rowOf("t40") && node.isOpen));
    await press(stage(), "{ArrowRight}{ArrowDown}{Enter}");
    await until(() => app.store.row.get() === rowOf("r40"));
    await press(stage(), "{ArrowLeft}{Enter}");
    await until(() => app.store.row.get() === rowOf("t40"));
    await press(stage(), " ");
    await until(() => !shows("r40"));
    await press(stage(), "{ArrowRight}");
    await until(() => shows("r40"));
  });

  it("walks the failing step back to its roots and on to what rests on it", async () => {
    app.selection.selectRow(rowOf("r40"));
    app.tree.show("chain");
    await until(() => app.tree.picture.state.get().value?.shape === "chain");
    expect(nodes().map((node) => node.event.id)).toEqual(expect.arrayContaining(["t40", "c40", "r40", "d40"]));
    expect(visibleText(inside(panel, ".bar"))).toContain("answered by");
    await press(stage(), "{ArrowDown}{Enter}");
    await until(() => app.store.row.get() === rowOf("d40"));
  });

  it("shows the same as a list that a screen reader reads, worked by keys", async () => {
    app.tree.asList.set(true);
    await until(() => panel.shadowRoot?.querySelector("peek-graph-list") != null);
    const list = inside(panel, "peek-graph-list");
    await until(() => list.shadowRoot?.querySelector('[role=treeitem][aria-expanded="false"]') != null);
    const closed = inside(list, '[role=treeitem][aria-expanded="false"]');
    expect(visibleText(list)).toContain("40 × turn");
    const before = nodes().length;
    await press(closed, "{ArrowRight}");
    await until(() => nodes().length > before);
  });

  it("leaves out kinds the page hides and keeps to the brush", async () => {
    app.store.filters.set({ ...app.store.filters.get(), hiddenKinds: ["agent_turn", "tool_call", "decision"], range: [1_770_000_000_000_000 + 38 * 4000, 1_770_000_000_000_000 + 42 * 4000] });
    await until(() => app.tree.picture.state.get().value?.total === 4);
    expect(nodes().filter((node) => !node.isGhost && node.type === "event").map((node) => node.event.kind)).toEqual(Array.from({ length: 4 }, () => "tool_result"));
  });

  it("closes everything and opens a level at a press, and moves with the keys of every lens", async () => {
    inside(panel, "[aria-label='Collapse all']").click();
    await until(() => nodes().every((node) => !node.isOpen));
    inside(panel, "[aria-label='Open one level more']").click();
    await until(() => nodes().some((node) => node.isOpen));
    app.selection.selectRow(rowOf("c40"));
    await until(() => shows("c40"));
    window.dispatchEvent(new PageActionEvent("next-row"));
    await until(() => app.store.row.get() === rowOf("r40"));
  });

  it("an edge's kind is taken out of the picture by its button", async () => {
    const button = [...(panel.shadowRoot?.querySelectorAll<HTMLElement>(".edge") ?? [])].find((candidate) => candidate.textContent?.includes("contains"));
    button?.click();
    await settled();
    expect(button?.getAttribute("aria-pressed")).toBe("false");
  });
});
